"""Counts for the home pages."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.filings.model import Filing
from portal.filings.rules import WAITING, FilingState
from portal.registry.model import Enterprise
from portal.registry.rules import EnterpriseState


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
