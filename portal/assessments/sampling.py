"""Which items are looked at on the spot 现场抽查: half drawn by risk, half by chance; the same at each look. Pure.

The draw follows from the filing's key alone, so that a reload changes nothing and a colleague sees the same sheet.
By risk (own proposal): veto items, items that the risk register can contradict, many points, a big deduction, not
applicable. An item of weight w is drawn as in weighted sampling without replacement: the greatest u^(1/w).
Source of the draw: Efraimidis & Spirakis 2006.
"""

import hashlib
from collections.abc import Mapping, Sequence
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

from portal.assessments.standards import Item, Standard

SIZE = 20
MOST = 60


class DrawReason(Enum):
    """Why an item was drawn."""

    VETO = "veto"
    RISK = "risk"
    POINTS = "points"
    DEDUCTION = "deduction"
    NOT_APPLICABLE = "not_applicable"
    CHANCE = "chance"


WEIGHTS = {
    DrawReason.VETO: 6,
    DrawReason.RISK: 3,
    DrawReason.POINTS: 2,
    DrawReason.DEDUCTION: 3,
    DrawReason.NOT_APPLICABLE: 3,
}
"""What each reason adds to the weight 1 of an item."""


class Drawn(NamedTuple):
    """An item that was drawn, and why."""

    item: Item
    reasons: tuple[DrawReason, ...]


def draw(standard: Standard, rows: Mapping[str, Mapping[str, Any]], seed: str, size: int) -> list[Drawn]:
    """So many items of a filing in the order of the standard; `rows` are its declared items."""
    size = max(1, min(size, len(standard.items)))
    least = _many_points(standard)
    why = {one.id: _reasons(one, rows[one.id], least) for one in standard.items}
    by_risk = sorted(
        (one for one in standard.items if why[one.id]),
        key=lambda one: _chance(seed, "risk", one.id) ** (1 / _weight(why[one.id])),
        reverse=True,
    )[: (size + 1) // 2]
    others = sorted(
        (one for one in standard.items if one not in by_risk), key=lambda one: _chance(seed, "any", one.id)
    )[: size - len(by_risk)]
    drawn = [Drawn(one, why[one.id]) for one in by_risk]
    drawn += [Drawn(one, (DrawReason.CHANCE, *why[one.id])) for one in others]
    return sorted(drawn, key=lambda one: one.item.order)


def _reasons(item: Item, row: Mapping[str, Any], least: Fraction) -> tuple[DrawReason, ...]:
    found = {
        DrawReason.VETO: item.veto,
        DrawReason.RISK: item.risk_link,
        DrawReason.POINTS: Fraction(item.points) >= least,
        DrawReason.DEDUCTION: _lost_half(row),
        DrawReason.NOT_APPLICABLE: row["not_applicable"],
    }
    return tuple(why for why, holds in found.items() if holds)


def _many_points(standard: Standard) -> Fraction:
    """The points that only a tenth of the items have or exceed."""
    ordered: Sequence[Fraction] = sorted((Fraction(one.points) for one in standard.items), reverse=True)
    return ordered[len(ordered) // 10]


def _lost_half(row: Mapping[str, Any]) -> bool:
    return row["earned"] is not None and Fraction(row["earned"]) * 2 <= Fraction(row["points"])


def _weight(reasons: Sequence[DrawReason]) -> int:
    return 1 + sum(WEIGHTS[one] for one in reasons)


def _chance(seed: str, draw_name: str, item_id: str) -> float:
    """A number between 0 and 1 that follows from the seed alone."""
    digest = hashlib.sha256(f"{seed}/{draw_name}/{item_id}".encode()).digest()
    return (int.from_bytes(digest[:8]) + 1) / (2**64 + 1)
