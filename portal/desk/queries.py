"""Counts for the home pages."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.filings.model import Filing
from portal.filings.rules import WAITING, FilingState
from portal.registry.model import Enterprise
from portal.registry.rules import EnterpriseState
from portal.risks.model import Control, Risk


class ChecksDue(NamedTuple):
    """How many controls come up for their check, and the first day."""

    number: int
    first_on: date


def checks_due(session: Session, enterprise_id: int, until: date) -> ChecksDue:
    """Controls of live rows whose next check falls on or before a day. 1 statement."""
    statement = (
        select(func.count(), func.min(Control.next_check_on))
        .join(Risk, Risk.id == Control.risk_id)
        .where(
            Control.enterprise_id == enterprise_id, Control.removed_at.is_(None), Risk.removed_at.is_(None),
            Control.next_check_on <= until,
        )
    )  # fmt: skip
    count, first = session.execute(statement).one()
    return ChecksDue(count, first or until)


def review_overdue(session: Session, level: str, on: date) -> int:
    """Filings that wait for a level longer than promised. 1 statement."""
    statement = (
        select(func.count())
        .select_from(Filing)
        .where(Filing.state.in_(WAITING), Filing.stage_level == level, Filing.review_due_on < on)
    )
    return session.scalar(statement) or 0


def pending_enterprises(session: Session) -> int:
    """Registrations that nobody has decided. 1 statement."""
    statement = (
        select(func.count()).select_from(Enterprise).where(Enterprise.state == EnterpriseState.PENDING)
    )
    return session.scalar(statement) or 0


def mending_overdue(session: Session, on: date) -> int:
    """Filings sent back and not mended in their ten working days. 1 statement."""
    statement = (
        select(func.count())
        .select_from(Filing)
        .where(Filing.state == FilingState.RETURNED, Filing.mend_due_on < on)
    )
    return session.scalar(statement) or 0
