"""Reminders of checks: one notice a working day to each enterprise that has some due or lapsed, never one a control."""

from dataclasses import dataclass
from datetime import datetime

from portal import clock
from portal.db import session, writing
from portal.notices.actions import notify
from portal.notices.queries import told_since
from portal.notices.rules import Recipient
from portal.risks.due_checks import EnterpriseDue, enterprises_due
from portal.workdays import is_workday

KIND = "check.due"


@dataclass(frozen=True)
class DueChecks:
    """What the notice leads to: the list of checks, which is a page and no row. `key`: the day."""

    key: str
    __tablename__ = "due_checks"


def remind(at: datetime) -> int:
    """Tell every enterprise what is due or has lapsed; who was told today is not told again. Run as SYSTEM.

    Answers how many were told. On days off nobody is told.
    """
    on = clock.local_day(at)
    if not is_workday(on):
        return 0
    told = told_since(session(), KIND, clock.day_begins(on))
    waiting = [one for one in enterprises_due(session(), on) if one.enterprise_id not in told]
    for one in waiting:
        with writing():
            _tell(one, at)
    return len(waiting)


def _tell(one: EnterpriseDue, at: datetime) -> None:
    thing = DueChecks(clock.local_day(at).isoformat())
    facts = {"due": one.due, "lapsed": one.lapsed}
    notify(Recipient(one.region_path, one.enterprise_id), KIND, at=at, thing=thing, facts=facts)
