"""The colour of an area: the gravest of the risks that it holds, as they are now."""

from collections.abc import Iterable, Sequence
from datetime import date

from portal.plans.model import PlanArea
from portal.risks.living import live_grade
from portal.risks.model import Risk
from portal.risks.rules import Grade


def grade_now(risk: Risk, on: date) -> Grade | None:
    """The live grade of a risk on a day; its controls are loaded. No statement."""
    return live_grade(risk, on).live


def risks_in(area: PlanArea, register: Iterable[Risk]) -> list[Risk]:
    """The risks that an area holds: those of its unit, so that new ones join by themselves, and those chosen."""
    chosen = set(area.risk_keys)
    return [risk for risk in register if (area.unit and risk.unit == area.unit) or risk.key in chosen]


def gravest(risks: Iterable[Risk], on: date) -> Grade | None:
    """The highest grade of these risks on a day; None while none of them is graded."""
    return max((grade for risk in risks if (grade := grade_now(risk, on))), default=None)


def by_gravity(risks: Iterable[Risk], on: date) -> Sequence[Risk]:
    """The gravest first, then by number."""
    return sorted(risks, key=lambda risk: (-_weight(grade_now(risk, on)), risk.number))


def _weight(grade: Grade | None) -> int:
    return grade.weight if grade else 0
