"""Reminders of what reviewers have to look at, at 5 and 2 working days before, on the day, and 2 after.

One digest an authority a day, the most urgent filing in the line; run twice on a day it tells nobody twice. The days on
which enterprises are reminded of their reports are here too. Source: ux.md §10.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal import clock
from portal.accounts.model import Authority
from portal.db import session, writing
from portal.filings.model import Filing
from portal.filings.rules import WAITING
from portal.notices.actions import notify
from portal.notices.queries import was_told
from portal.notices.rules import Recipient
from portal.workdays import is_workday, workdays_left

REPORT_DAYS = frozenset({60, 30, 14, 7, 1, -1, -7, -30})
"""Calendar days before the last day of a report on which its enterprise is reminded; negative: after it."""

REVIEW_DAYS = frozenset({5, 2, 0, -2})
"""The same for a look or a mending, in working days."""

WITHIN = timedelta(days=20)
"""More calendar days than five working days ever take."""

REVIEW_KIND = "review.reminder"
REVIEWERS = frozenset({"reviewer"})


def reminds_of_report(due_on: date, on: date) -> bool:
    """Whether a day is one on which a report is reminded of."""
    return (due_on - on).days in REPORT_DAYS


def reminds_of_look(due_on: date, on: date) -> bool:
    """Whether a day is one on which a look or a mending is reminded of; rest days never are."""
    return is_workday(on) and workdays_left(on, due_on) in REVIEW_DAYS


class Look(NamedTuple):
    """A filing that an authority has still to look at, as plain values."""

    authority_id: int
    filing_id: int
    due_on: date
    enterprise: str
    title: str


def remind_reviewers(at: datetime) -> int:
    """Tell every authority what it has to look at, if something is due on one of the days; answers how many were told.
    Run as SYSTEM."""
    on = clock.local_day(at)
    by_authority = groupby(looks_due(session(), on), attrgetter("authority_id"))
    waiting = [list(looks) for _authority, looks in by_authority]
    due = [looks for looks in waiting if any(reminds_of_look(look.due_on, on) for look in looks)]
    return sum(_tell(looks, on, at) for looks in due)


def looks_due(session: Session, on: date) -> list[Look]:
    """What waits for a look that ends soon or has ended, by authority, the most urgent first. 3 statements."""
    offices = session.scalars(select(Authority).order_by(Authority.id)).all()
    statement = (
        select(Filing)
        .where(Filing.state.in_(WAITING), Filing.review_due_on <= on + WITHIN)
        .options(selectinload(Filing.enterprise))
        .order_by(Filing.review_due_on, Filing.id)
    )
    waiting = session.scalars(statement).all()
    return [_look(office, filing) for office in offices for filing in waiting if _looks_at(office, filing)]


def _looks_at(office: Authority, filing: Filing) -> bool:
    return filing.stage_level == office.level.value and filing.region_path.startswith(office.region_path)


def _look(office: Authority, filing: Filing) -> Look:
    assert filing.review_due_on is not None
    return Look(office.id, filing.id, filing.review_due_on, filing.enterprise.name, filing.title)


def _tell(looks: Sequence[Look], on: date, at: datetime) -> int:
    """Tell one authority; two nodes that come at once take turns by its row."""
    first, late = looks[0], sum(look.due_on < on for look in looks)
    facts = {
        "enterprise": first.enterprise, "title": first.title, "due": first.due_on, "count": len(looks), "late": late,
    }  # fmt: skip
    with writing() as current:
        office = current.get_one(Authority, first.authority_id, with_for_update=True, populate_existing=True)
        to = replace(office.recipient, roles=REVIEWERS)
        filing = current.get_one(Filing, first.filing_id)
        return tell_once_a_day(to, REVIEW_KIND, at, thing=filing, facts=facts)


def tell_once_a_day(to: Recipient, kind: str, at: datetime, *, thing: Any, facts: Mapping[str, Any]) -> int:
    """Tell an organisation, unless it was told of this kind today. Inside `writing()` that holds its row. Answers how
    many were told."""
    if was_told(session(), to, kind, since=start_of_day(at)):
        return 0
    notify(to, kind, at=at, thing=thing, facts=facts)
    return 1


def start_of_day(at: datetime) -> datetime:
    """Midnight in Asia/Shanghai before a moment."""
    return at.astimezone(clock.ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
