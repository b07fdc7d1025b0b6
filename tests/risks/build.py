"""Builders of risks: they state only what matters and walk the actions."""

from datetime import date
from decimal import Decimal
from typing import Any

from portal.access import Actor
from portal.registry.model import Enterprise
from portal.risks import actions, controlling
from portal.risks.model import Control, Risk
from portal.risks.rules import ControlKind, ControlLevel, Grade, Grading
from tests.build import AT

CHECK_ON = date(2026, 12, 15)
IDENTIFIED_ON = date(2026, 10, 8)

# fmt: off
VALUES = {
    Grade.MAJOR:   {"L": Decimal(6), "E": Decimal(6), "C": Decimal(15)},
    Grade.LARGER:  {"L": Decimal(3), "E": Decimal(6), "C": Decimal(15)},
    Grade.GENERAL: {"L": Decimal(1), "E": Decimal(6), "C": Decimal(15)},
    Grade.LOW:     {"L": Decimal(1), "E": Decimal(6), "C": Decimal(7)},
}
# fmt: on
"""LEC values that come to each grade: D = 540, 270, 90, 42."""


def a_grading(grade: Grade, **others: Any) -> Grading:
    """A grading by LEC that comes to the grade."""
    return Grading(method="lec@1.0", values=VALUES[grade], **others)


def a_risk(
    of: Enterprise, by: Actor, grade: Grade | None = Grade.LARGER, *, controls: bool = True, **facts: Any
) -> Risk:
    """A risk in order: graded, with what a report needs, and (unless said otherwise) one emergency control."""
    given = {
        "name": "冲床手工送料", "unit": "冲压车间", "place": "冲压车间2号冲床", "risk_point": "冲床",
        "accident_types": ["2025-04"], "consequence": "1～2人重伤", "identified_on": IDENTIFIED_ON,
        "responsible_department": "生产部", "responsible_person": "赵六", "responsible_phone": "13800001111",
    }  # fmt: skip
    risk = actions.add(of, {**given, **facts}, by=by, at=AT)
    if grade:
        actions.grade(risk, risk.grading, a_grading(grade), by=by, at=AT)
    if controls:
        a_control(risk, by)
    return risk


def a_control(risk: Risk, by: Actor, **facts: Any) -> Control:
    """A control in order: an emergency measure at company level with a next check."""
    given = {
        "kind": ControlKind.EMERGENCY, "text": "断电、止血、送医", "level": ControlLevel.COMPANY, "person": "赵六",
        "next_check_on": CHECK_ON,
    }  # fmt: skip
    return controlling.add(risk, {**given, **facts}, by=by, at=AT)
