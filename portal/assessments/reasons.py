"""Coded reasons for deductions, and what a deduction proposes: a sentence, a measure, a day. Pure.

Source: data/standards/deduction-reasons.json; days are calendar days, 1 means stop at once and mend the same day.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from portal.assessments.scoring import ItemScore
from portal.assessments.standards import DeductPerFinding, Item, Standard
from portal.data import load


class Reason(NamedTuple):
    """Why points are lost, with the measure and the days that mend it as a rule."""

    code: str
    words: str
    measure: str
    days: int


def reasons_for(standard: Standard, item: Item) -> Sequence[Reason]:
    """The coded reasons that belong to an item's element or one above it; the nearest element first."""
    found = [
        (item.path.index(one["elements"][standard.id]), one)
        for one in _deductions()
        if one["elements"].get(standard.id) in item.path
    ]
    return [_reason(one) for _depth, one in sorted(found, key=lambda pair: -pair[0])]


def proposed(reason: Reason, on: date) -> dict[str, Any]:
    """What a finding says as long as nobody says otherwise."""
    return {
        "reason_code": reason.code,
        "text": reason.words,
        "measure": reason.measure,
        "due_on": on + timedelta(days=reason.days),
    }


def cost_of(item: Item, scored: ItemScore) -> Decimal | None:
    """The points that one finding costs: those of the rule, else all that the item lost; None while it lost none."""
    lost = Decimal(item.points) - Decimal(scored.earned.numerator) / Decimal(scored.earned.denominator)
    if not scored.answered or not scored.applicable or lost <= 0:
        return None
    return min(item.scoring.per, lost) if isinstance(item.scoring, DeductPerFinding) else lost


def _reason(row: dict[str, Any]) -> Reason:
    return Reason(row["code"], row["zh"], row["suggested_measure"], row["suggested_days"])


@cache
def _deductions() -> list[dict[str, Any]]:
    return [one for one in load("standards/deduction-reasons.json")["reasons"] if one["kind"] == "deduction"]
