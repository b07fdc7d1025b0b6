"""What the ranking of a year knows of everybody who holds a level: as many statements for one as for thousands."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from portal.assessments.applying import SELF_ASSESSMENT, trade_of
from portal.assessments.model import Assessment, AssessmentFinding
from portal.assessments.rules import FindingState
from portal.assessments.versions import standard_of
from portal.clock import local_day
from portal.enforcement.model import RectificationOrder
from portal.enforcement.rules import OrderState
from portal.filings.model import Filing
from portal.filings.rules import COUNTS_AS_FILED
from portal.levels.model import Level
from portal.levels.ranking import FULL, Group, Measured
from portal.levels.rules import HELD
from portal.registry.model import Enterprise
from portal.risks.duties import REPORT


class Candidate(NamedTuple):
    """One level that is ranked: its key and its enterprise."""

    level_key: str
    enterprise_key: str
    enterprise: str
    region_code: str
    region_path: str


class Filed(NamedTuple):
    """What the self-assessment of a year came to, of 100: by the enterprise, by the reviewer; how late it came."""

    own: Decimal
    reviewed: Decimal | None
    late: timedelta | None


NOT_FILED = Filed(Decimal(0), None, None)


def measured(session: Session, year: int, on: date) -> dict[Candidate, Measured]:
    """Everybody who holds a level, by what is known for the year. 5 statements."""
    findings, orders = _findings(session, year, on), _overdue_items(session, year, on)
    reports, assessed = _late_reports(session, year), _assessed(session, year)
    found = {}
    for row in _holders(session):
        *named, enterprise_id, code, scale, industry, sample = row
        due, in_time = findings.get(enterprise_id, (0, 0))
        major, general = orders.get(enterprise_id, (0, 0))
        own, reviewed, late = assessed.get(enterprise_id, NOT_FILED)
        found[Candidate(*named)] = Measured(
            group=Group(code, scale.value, trade_of(industry) or ""), own=own, reviewed=reviewed, sample=sample,
            due=due, in_time=in_time, overdue_major=major, overdue_general=general,
            late_reports=reports.get(enterprise_id, 0), late=late,
        )  # fmt: skip
    return found


def _holders(session: Session) -> Any:
    """Levels that stand, with their enterprises. 1 statement."""
    statement = (
        select(
            Level.key, Enterprise.key, Enterprise.name, Enterprise.region_code, Enterprise.region_path,
            Level.enterprise_id, Level.code, Enterprise.scale, Enterprise.industry_code, Level.sample,
        )
        .join(Enterprise, Enterprise.id == Level.enterprise_id)
        .where(Level.state.in_(HELD))
    )  # fmt: skip
    return session.execute(statement)


def _assessed(session: Session, year: int) -> Mapping[int, Filed]:
    """The newest filed self-assessment of the year of each enterprise. 1 statement.

    One plain join: a subquery for the newest of each is planned badly while a table's statistics are old.
    """
    statement = (
        select(
            Assessment.enterprise_id,
            Assessment.result,
            Assessment.reviewed_result,
            Assessment.standard_key,
            Filing.filed_at,
            Filing.due_on,
        )
        .join(Filing, Filing.id == Assessment.filing_id)
        .where(
            Assessment.year == year,
            Assessment.kind_code == SELF_ASSESSMENT,
            Filing.state.in_(COUNTS_AS_FILED),
        )
        .order_by(Assessment.id)
    )
    return {
        enterprise_id: Filed(
            _of_hundred(result, standard_key),
            None if reviewed is None else _of_hundred(reviewed, standard_key),
            _late(filed_at, due_on),
        )
        for enterprise_id, result, reviewed, standard_key, filed_at, due_on in session.execute(statement)
    }


def _of_hundred(result: Decimal, standard_key: str) -> Decimal:
    return result * FULL / standard_of(standard_key).conversion.scale


def _late(filed_at: datetime | None, due_on: date) -> timedelta | None:
    return local_day(filed_at) - due_on if filed_at else None


def _findings(session: Session, year: int, on: date) -> Mapping[int, tuple[int, int]]:
    """Findings that fell due in the year and by the day, and those of them done in time, by enterprise. 1 statement."""
    finding = AssessmentFinding
    in_time = (finding.state != FindingState.OPEN) & (finding.done_on <= finding.due_on)
    statement = (
        select(finding.enterprise_id, func.count(), func.sum(case((in_time, 1), else_=0)))
        .where(finding.due_on.between(date(year, 1, 1), min(date(year, 12, 31), on)))
        .where(or_(finding.due_on < on, in_time))
        .group_by(finding.enterprise_id)
    )
    return {enterprise_id: (due, int(done or 0)) for enterprise_id, due, done in session.execute(statement)}


def _overdue_items(session: Session, year: int, on: date) -> Mapping[int, tuple[int, int]]:
    """Items of standing orders past their day in the year: major hazards and others, by enterprise. 1 statement."""
    order = RectificationOrder
    statement = select(order.enterprise_id, order.item_rows).where(
        order.state == OrderState.ISSUED,
        order.deadline.between(date(year, 1, 1), min(date(year, 12, 31), on - timedelta(days=1))),
    )
    found: dict[int, tuple[int, int]] = {}
    for enterprise_id, rows in session.execute(statement):
        major, general = found.get(enterprise_id, (0, 0))
        grave = sum(bool(row["major"]) for row in rows)
        found[enterprise_id] = (major + grave, general + len(rows) - grave)
    return found


def _late_reports(session: Session, year: int) -> Mapping[int, int]:
    """Risk reports of the year that came after their day, by enterprise. 1 statement."""
    statement = select(Filing.enterprise_id, Filing.filed_at, Filing.due_on).where(
        Filing.kind_code == REPORT, Filing.year == year, Filing.filed_at.is_not(None)
    )
    found: dict[int, int] = {}
    for enterprise_id, filed_at, due_on in session.execute(statement):
        if filed_at and local_day(filed_at) > due_on:
            found[enterprise_id] = found.get(enterprise_id, 0) + 1
    return found
