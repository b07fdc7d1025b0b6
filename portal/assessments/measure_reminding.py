"""Reminders of measures, before their day and after it: one notice a working day to an enterprise, never one a finding.

An enterprise is told on the days on which one of its open measures is 7 or 1 days away, due, or 1, 7, 14, 30, … days
late; the notice counts all that are due within seven days or overdue.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal import clock
from portal.assessments.measure_queries import EnterpriseDue, enterprises_due
from portal.db import session, writing
from portal.notices.actions import notify
from portal.notices.queries import told_since
from portal.notices.rules import Recipient
from portal.workdays import is_workday

KIND = "measure.due"
SOON = timedelta(days=7)
BEFORE = frozenset({7, 1, 0})
LATE = frozenset({1, 7, 14})
EVERY_LATE = 30


@dataclass(frozen=True)
class DueMeasures:
    """What the notice leads to: the plan of measures, which is a page and no row. `key`: the day."""

    key: str
    __tablename__ = "due_measures"


def reminds(due_on: date, on: date) -> bool:
    """Whether a day is one on which a measure is reminded of."""
    left = (due_on - on).days
    return left in BEFORE or -left in LATE or (left < 0 and -left % EVERY_LATE == 0)


def remind(at: datetime) -> int:
    """Tell every enterprise what is due soon or overdue; who was told today is not told again. Run as SYSTEM.

    Answers how many were told. What falls on days off is told on the next working day.
    """
    on = clock.local_day(at)
    if not is_workday(on):
        return 0
    days = _days_since_work(on)
    told = told_since(session(), KIND, clock.day_begins(on))
    waiting = [
        one
        for one in enterprises_due(session(), on + SOON)
        if one.enterprise_id not in told and any(reminds(due, day) for due in one.days for day in days)
    ]
    for one in waiting:
        with writing():
            _tell(one, on, at)
    return len(waiting)


def _days_since_work(on: date) -> list[date]:
    """This day and the days off right before it."""
    days = [on]
    while not is_workday(days[-1] - timedelta(days=1)):
        days.append(days[-1] - timedelta(days=1))
    return days


def _tell(one: EnterpriseDue, on: date, at: datetime) -> None:
    late = sum(due < on for due in one.days)
    facts = {"soon": len(one.days) - late, "late": late, "first": one.days[0]}
    notify(
        Recipient(one.region_path, one.enterprise_id),
        KIND,
        at=at,
        thing=DueMeasures(on.isoformat()),
        facts=facts,
    )
