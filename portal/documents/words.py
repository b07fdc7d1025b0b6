"""How papers write days, moments, numbers and sentences: Chinese by GB/T 9704, whatever the language of the screen."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
GRADES = {"major": "重大", "larger": "较大", "general": "一般", "low": "低"}
DIGEST_LENGTH = 16

INKS = {
    "seal": "#c8102e",
    "major": ("#c9151e", "#a8071a"), "larger": ("#f58220", "#8a3b00"),
    "general": ("#ffd400", "#665000"), "low": ("#1764c0", "#0a4a94"),
}  # fmt: skip
"""Colours of drawings (fill, outline), as on the screen; the engine gives drawings no style sheet."""


def day(iso: str) -> str:
    """2026-03-09 → 2026年3月9日, without leading zeros."""
    on = date.fromisoformat(iso)
    return f"{on.year}年{on.month}月{on.day}日"


def minute(iso: str) -> str:
    """A moment in a sentence: 2026年3月9日14时03分, China time."""
    at = datetime.fromisoformat(iso).astimezone(ZONE)
    return f"{day(at.date().isoformat())}{at.hour}时{at.minute:02d}分"


def second(iso: str) -> str:
    """A moment in a table: 2026-03-09 14:03:22, China time."""
    return datetime.fromisoformat(iso).astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def sentence(text: str) -> str:
    """The text as one sentence that ends in a full stop, however it was typed."""
    return text.strip().rstrip("。；;.，,") + "。"


def span(count: int) -> str:
    """The numbers of all items: 1, 1至3."""
    return "1" if count == 1 else f"1至{count}"


def same_deadline(items: Sequence[Mapping[str, Any]]) -> bool:
    """Whether all items end on one day."""
    return len({item["deadline"] for item in items}) == 1


def short_digest(digest: str) -> str:
    """The first 16 characters of a SHA-256 in groups of four."""
    return grouped(digest[:DIGEST_LENGTH])


def grouped(code: str) -> str:
    """A code in groups of four, as people read it aloud."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


FILTERS = {
    "day": day, "minute": minute, "second": second, "sentence": sentence, "span": span, "grouped": grouped,
    "same_deadline": same_deadline, "short_digest": short_digest,
    "grade_word": GRADES.__getitem__, "ink": INKS.__getitem__,
}  # fmt: skip
"""The filters of paper templates."""
