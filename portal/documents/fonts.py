"""The fonts of papers: our own files alone, found by a private fontconfig, so that every machine prints alike."""

import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

FOLDER = Path(__file__).parent / "fonts"

FACES = {
    "fandolfang-regular.otf": "Paper Fang",
    "noto-serif-sc-400-gb2312.ttf": "Paper Song",
    "noto-serif-sc-700-gb2312.ttf": "Paper Song",
    "noto-serif-sc-400.ttf": "Paper Song Full",
    "noto-serif-sc-700.ttf": "Paper Song Full",
    "noto-sans-sc-400-gb2312.ttf": "Paper Hei",
    "noto-sans-sc-700-gb2312.ttf": "Paper Hei",
    "noto-sans-sc-400.ttf": "Paper Hei Full",
    "noto-sans-sc-700.ttf": "Paper Hei Full",
    "babelstone-han.ttf": "Paper Rare",
}
"""Font file → family in paper.css. A GB2312 cut stands before the full font (speed and size), rare names last."""

GETA = "〓"
"""Printed for a character that no font of ours has (the printers' custom), never an empty box."""


def missing() -> list[str]:
    """Font files that set-up should have put into the folder and did not."""
    return [name for name in FACES if not (FOLDER / name).exists()]


@contextmanager
def own_fontconfig() -> Iterator[None]:
    """Let fontconfig, while it is first read, see our folder only; programs started later keep the machine's own."""
    folder = Path(tempfile.mkdtemp(prefix="anbao-fonts-"))
    before = os.environ.get("FONTCONFIG_FILE")
    (folder / "fonts.conf").write_text(_fontconfig(folder), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before
        shutil.rmtree(folder, ignore_errors=True)


def _fontconfig(cache_folder: Path) -> str:
    """The configuration: one folder, and a family name of ours before each font's own."""
    rules = "".join(
        f'<match target="scan"><test name="file"><string>{escape(str(FOLDER / name))}</string></test>'
        f'<edit name="family" mode="prepend"><string>{family}</string></edit></match>'
        for name, family in FACES.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(FOLDER))}</dir><cachedir>{escape(str(cache_folder))}</cachedir>{rules}</fontconfig>"
    )


def printable(text: str) -> str:
    """The text as it can be set: no control or bidi characters, a geta mark for what no font has."""
    return text if _is_common(text) else "".join(_printable(character) for character in text)


def _is_common(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return text.isprintable()


def _printable(character: str) -> str:
    kind = unicodedata.category(character)
    if kind.startswith("C"):
        return character if character == "\n" else ""
    if kind == "Zs" and character != "\u3000":
        return " "
    if ord(character) in coverage():
        return character
    return "" if kind.startswith("M") else GETA


@cache
def coverage() -> frozenset[int]:
    """Code points that at least one of our fonts has. About 0.2 s, so only asked for rare characters."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for name in ("noto-serif-sc-400.ttf", "babelstone-han.ttf"):
        if (FOLDER / name).exists():
            with TTFont(FOLDER / name, lazy=True) as font:
                found.update(font.getBestCmap())
    return frozenset(found)
