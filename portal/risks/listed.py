"""The register as plain values, many rows at once: as lists are weighed, written and taken out."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.risks.graded import PlainRisk
from portal.risks.model import Control, Risk
from portal.risks.queries import RegisterFilter, narrowed
from portal.risks.rules import ControlKind, ControlLevel, Frequency


class StandingControl(NamedTuple):
    """A living control as plain values."""

    id: int
    risk_id: int
    kind: ControlKind
    text: str
    level: ControlLevel
    frequency: Frequency | None
    next_check_on: date | None


LISTED = (
    "id", "key", "number", "removed_at", "changed_at", "unit", "risk_point", "place", "name", "description",
    "consequence", "accident_types", "method", "assessments", "catalogue_code", "condition_answer", "condition_reason",
    "direct_criteria", "direct_grade", "direct_reason", "grade", "identified_on", "emergency_measures", "had_accident",
    "responsible_department", "responsible_person", "responsible_phone", "complaint_phone", "inherent_assessments",
    "inherent_grade", "region_path",
)  # fmt: skip
"""What of a row a list may say."""


def plain_register(
    session: Session, enterprise_id: int, chosen: RegisterFilter | None = None
) -> list[PlainRisk]:
    """The rows that a filter leaves by number, without one every row, as lists are weighed and written. 1 statement."""
    statement = select(*(getattr(Risk, name) for name in LISTED)).where(Risk.enterprise_id == enterprise_id)
    if chosen is not None:
        statement = narrowed(statement, enterprise_id, chosen)
    rows = session.execute(statement.order_by(Risk.number))
    return [PlainRisk(dict(zip(LISTED, row, strict=True))) for row in rows]


def living_controls(session: Session, enterprise_id: int) -> dict[int, list[StandingControl]]:
    """The controls of all rows, those removed left out, by the id of their row. 1 statement."""
    statement = (
        select(*(getattr(Control, name) for name in StandingControl._fields))
        .where(Control.enterprise_id == enterprise_id, Control.removed_at.is_(None))
        .order_by(Control.id)
    )
    found: dict[int, list[StandingControl]] = {}
    for row in session.execute(statement):
        found.setdefault(row.risk_id, []).append(StandingControl(*row))
    return found
