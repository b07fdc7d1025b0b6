"""What an administrator does with a year: mark days, say how it stands."""

from datetime import datetime

from flask_babel import gettext as _

from portal import audit
from portal.access import Actor, require
from portal.calendar import queries, tables
from portal.calendar.model import CalendarYear, Day
from portal.calendar.rules import Announcement, Marks, YearState
from portal.db import after_commit, new_key, session, writing
from portal.problems import Refused, Stale
from portal.workdays import DayKind, seed_of

LONGEST_MARK = 31
WEEKEND = 5


def mark(year: int, marks: Marks, *, by: Actor, at: datetime) -> None:
    """Mark days of a year as holidays or make-up days, or take their marks away.

    The first change of a year takes over what the library said of it. Raises Refused for days of another year, an
    end before the beginning, a make-up day that is a weekday, a holiday without a name.
    """
    require(by, "calendar.edit")
    _refuse_wrong_marks(year, marks)
    with writing():
        table = _held(year, by, at)
        touched = set(marks.days)
        table.days = [one for one in table.days if one.day not in touched]
        session().flush()
        if marks.kind:
            table.days += [Day(day=day, kind=marks.kind, name=marks.name) for day in marks.days]
        _changed(table, by, at)
        after = {"first": marks.first, "last": marks.last, "kind": marks.kind, "name": marks.name}
        audit.record("calendar_year.mark", table, by=by, at=at, after=after)


def announce(year: int, said: Announcement, *, by: Actor, at: datetime) -> None:
    """Say whether a year is announced, and by which notice. Raises Refused for an announced year without a notice,
    Stale when somebody changed the year meanwhile."""
    require(by, "calendar.edit")
    if said.state is YearState.ANNOUNCED and not said.notice:
        raise Refused(_("Name the notice by which the year was announced."), "notice")
    with writing():
        table = _held(year, by, at)
        if said.seen and said.seen != table.edition:
            raise Stale(_("Someone else changed this year while you had it open. Look at it again."))
        before = {"state": table.state, "notice": table.notice}
        table.state, table.notice = said.state, said.notice
        _changed(table, by, at)
        after = {"state": said.state, "notice": said.notice}
        audit.record("calendar_year.announce", table, by=by, at=at, before=before, after=after)


def _refuse_wrong_marks(year: int, marks: Marks) -> None:
    if marks.last < marks.first:
        raise Refused(_("The last day lies before the first."), "last")
    if marks.first.year != year or marks.last.year != year:
        raise Refused(_("Mark days of %(year)d here.", year=year), "first")
    if len(marks.days) > LONGEST_MARK:
        raise Refused(_("Mark at most %(num)d days at once.", num=LONGEST_MARK), "last")
    if marks.kind is DayKind.HOLIDAY and not marks.name:
        raise Refused(_("Name the holiday."), "name")
    if marks.kind is DayKind.MAKE_UP and any(day.weekday() < WEEKEND for day in marks.days):
        raise Refused(_("Only a Saturday or Sunday is made up as a working day."), "first")


def _held(year: int, by: Actor, at: datetime) -> CalendarYear:
    """The administrator's table of a year; a new one begins as what was known of the year."""
    found = queries.year_set(session(), year)
    if found is not None:
        return found
    seed = seed_of(year)
    state = YearState.ANNOUNCED if seed.announced else YearState.PROJECTED
    days = [Day(day=day, kind=one.kind, name=one.name) for day, one in seed.days.items()]
    table = CalendarYear(
        year=year, state=state, notice=seed.notice, changed_at=at, changed_by=by.name, days=days
    )
    session().add(table)
    session().flush()
    return table


def _changed(table: CalendarYear, by: Actor, at: datetime) -> None:
    table.edition, table.changed_at = new_key(), at
    table.changed_by = f"{by.organisation} {by.name}".strip()
    after_commit(tables.forget)
