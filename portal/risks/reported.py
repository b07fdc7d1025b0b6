"""What enterprises have reported, many at once: the part of a statement that the overview and the reminders share."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Subquery, and_, case, func, or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.filings.model import Filing
from portal.filings.rules import COUNTS_AS_FILED, WAITING, FilingState, Occasion
from portal.registry.model import Enterprise
from portal.registry.rules import EnterpriseState
from portal.risks.duties import REPORT, Beginning, Past
from portal.risks.model import ChangeDuty

COUNTED = (EnterpriseState.CONFIRMED, EnterpriseState.PENDING)
"""Enterprises that owe a report; refused and written-off ones do not."""

CHECKED, WAITS, RETURNED = 3, 2, 1
"""What the reports of a year came to at best."""


def reported(year: int) -> Subquery:
    """Per enterprise: the best that its reports for the year came to (`weight`), when it was first filed, on which
    occasion, and whether anything was filed before the year (`before`). Says the same as `duties.past_of`."""
    begin, end = (datetime(number, 1, 1, tzinfo=clock.ZONE) for number in (year, year + 1))
    regular, first = Filing.occasion == Occasion.REGULAR, Filing.occasion == Occasion.FIRST
    in_year = or_(
        and_(regular, Filing.year == year), and_(first, Filing.filed_at >= begin, Filing.filed_at < end)
    )
    before = or_(and_(regular, Filing.year < year), and_(first, Filing.filed_at < begin))
    weight = case(
        (Filing.state.in_((FilingState.APPROVED, FilingState.SUPERSEDED)), CHECKED),
        (Filing.state.in_(WAITING), WAITS),
        else_=RETURNED,
    )
    return (
        select(
            Filing.enterprise_id,
            func.max(case((in_year, weight))).label("weight"),
            func.min(case((in_year, Filing.filed_at))).label("filed_at"),
            func.min(case((in_year, Filing.occasion))).label("occasion"),
            func.max(case((before, 1), else_=0)).label("before"),
        )
        .where(
            Filing.kind_code == REPORT,
            Filing.occasion != Occasion.CHANGE,
            Filing.state.in_(COUNTS_AS_FILED),
        )
        .group_by(Filing.enterprise_id)
        .subquery()
    )


class Reporting(NamedTuple):
    """An enterprise with all that its duties depend on."""

    id: int
    beginning: Beginning
    past: Past
    change_since: date | None


def reporting(session: Session, year: int, after: int, limit: int) -> list[Reporting]:
    """Enterprises that owe reports in the order of their ids, behind `after`, as of a year. 1 statement."""
    found = reported(year)
    statement = (
        select(
            Enterprise.id, Enterprise.accepted_on, Enterprise.trial_production_on, Enterprise.in_key_sector,
            found.c.weight, found.c.before, ChangeDuty.since,
        )
        .outerjoin(found, found.c.enterprise_id == Enterprise.id)
        .outerjoin(ChangeDuty, ChangeDuty.enterprise_id == Enterprise.id)
        .where(Enterprise.state.in_(COUNTED), Enterprise.id > after)
        .order_by(Enterprise.id)
        .limit(limit)
    )  # fmt: skip
    return [
        Reporting(row[0], Beginning(row[1], row[2], bool(row[3])), _past(year, row[4], row[5]), row[6])
        for row in session.execute(statement)
    ]


def _past(year: int, weight: int | None, before: int | None) -> Past:
    return Past(bool(before or weight), frozenset({year} if weight else ()))
