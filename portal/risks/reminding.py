"""Reminders of reports to enterprises: 60, 30, 14, 7 and 1 days before the last day, and 1, 7 and 30 after it.

One digest an enterprise a day, each report with its fact in the line; run twice on a day it tells nobody twice.
Mails go to those who fill and sign. Source: ux.md §10.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from types import SimpleNamespace
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.rules import Role
from portal.clock import local_day
from portal.db import session, writing
from portal.filings.model import Filing
from portal.filings.reminding import reminds_of_look, reminds_of_report, tell_once_a_day
from portal.filings.rules import Duty, FilingState
from portal.notices.rules import Recipient
from portal.registry.model import Enterprise
from portal.risks.duties import REPORT, Terms, change_duty, next_yearly_duty
from portal.risks.owing import terms
from portal.risks.reported import Reporting, reporting
from portal.web.words import label

KIND = "report.reminder"
AT_ONCE = 500
FILLERS = frozenset({Role.FILER.value, Role.SIGNER.value})
SOON = 60

REPORTS_PAGE = SimpleNamespace(__tablename__="report_page", key=REPORT)
"""What the notice leads to: the reports of the enterprise, where each may be begun or gone on with."""


class Mending(NamedTuple):
    """A report that was sent back and waits to be mended."""

    title: str
    due_on: date


class Reminder(NamedTuple):
    """What one enterprise is told."""

    enterprise_id: int
    lines: tuple[str, ...]


def remind_enterprises(at: datetime) -> int:
    """Tell every enterprise for which this is one of the days; answers how many were told. Run as SYSTEM."""
    return sum(_tell(reminder, at) for reminder in list(reminders(session(), local_day(at))))


def reminders(session: Session, on: date) -> Iterator[Reminder]:
    """What enterprises are reminded of on a day. 1 statement, and 1 for each 500 enterprises."""
    chosen, mending, after = terms(), _mending(session), 0
    while rows := reporting(session, on.year, after, AT_ONCE):
        for row in rows:
            duties, mends = _duties(row, chosen, on), mending.get(row.id, ())
            if _is_the_day(duties, mends, on):
                yield Reminder(row.id, tuple(_lines(duties, mends, on)))
        after = rows[-1].id


def _duties(row: Reporting, chosen: Terms, on: date) -> list[Duty]:
    """What is owed, or will be soon, the most urgent first."""
    yearly = next_yearly_duty(row.beginning, row.past, chosen, on)
    change = [change_duty(row.change_since, chosen, on)] if row.change_since else []
    near = [duty for duty in (yearly, *change) if (duty.due_on - on).days <= SOON]
    return sorted(near, key=lambda duty: duty.due_on)


def _is_the_day(duties: Sequence[Duty], mends: Sequence[Mending], on: date) -> bool:
    return any(reminds_of_report(duty.due_on, on) for duty in duties) or any(
        reminds_of_look(mend.due_on, on) for mend in mends
    )


def _mending(session: Session) -> dict[int, list[Mending]]:
    """Reports sent back, by enterprise. 1 statement."""
    statement = select(Filing).where(Filing.kind_code == REPORT, Filing.state == FilingState.RETURNED)
    found: dict[int, list[Mending]] = {}
    for filing in session.scalars(statement.order_by(Filing.mend_due_on)):
        if filing.mend_due_on:
            found.setdefault(filing.enterprise_id, []).append(Mending(filing.title, filing.mend_due_on))
    return found


def _lines(duties: Sequence[Duty], mends: Sequence[Mending], on: date) -> Iterator[str]:
    """Each report in a line: what, by when, how long it still has or how late it is."""
    for mend in mends:
        yield _("%(title)s: to be mended by %(due)s", title=mend.title, due=mend.due_on.isoformat())
    for duty in duties:
        facts = {"title": _title(duty), "due": duty.due_on.isoformat(), "days": abs((duty.due_on - on).days)}
        if duty.due_on < on:
            yield _("%(title)s: was due by %(due)s, days overdue: %(days)d", **facts)
        else:
            yield _("%(title)s: due by %(due)s, days left: %(days)d", **facts)


def _title(duty: Duty) -> str:
    return str(_("%(year)d %(occasion)s", year=duty.year, occasion=label(duty.occasion)))


def _tell(reminder: Reminder, at: datetime) -> int:
    """Tell one enterprise; two nodes that come at once take turns by its row."""
    with writing() as current:
        enterprise = current.get_one(
            Enterprise, reminder.enterprise_id, with_for_update=True, populate_existing=True
        )
        to = Recipient(enterprise.region_path, enterprise_id=enterprise.id, roles=FILLERS)
        facts = {"count": len(reminder.lines), "lines": "；".join(reminder.lines)}
        return tell_once_a_day(to, KIND, at, thing=REPORTS_PAGE, facts=facts)
