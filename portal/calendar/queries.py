"""The tables of years. Each node keeps them by edition and asks once a request which editions are in force, in one
small statement; so a change is seen by every node from its next request or job on."""

from flask import g, has_app_context
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.calendar.model import CalendarYear
from portal.db import session
from portal.workdays import YearTable, take_tables_from

_kept: dict[str, YearTable] = {}
"""Tables by edition; an edition never changes, so this may be kept by any process for as long as it lives."""

KEPT_AT_MOST = 500


def year_set(session: Session, year: int) -> CalendarYear | None:
    """The year as an administrator has set it, or None. 2 statements."""
    statement = select(CalendarYear).where(CalendarYear.year == year)
    return session.scalars(statement.options(selectinload(CalendarYear.days))).one_or_none()


def editions(session: Session) -> dict[int, str]:
    """The edition in force of each year that an administrator has set. 1 statement."""
    rows = session.execute(select(CalendarYear.year, CalendarYear.edition))
    return {row.year: row.edition for row in rows}


def table_set(year: int) -> YearTable | None:
    """The administrator's table of a year; None outside the app and for a year that nobody has set.

    1 statement a request, 2 more where this process has not seen the edition yet.
    """
    if not has_app_context():
        return None
    if "calendar" not in g:
        g.calendar = editions(session())
    edition: str | None = g.calendar.get(year)
    if edition is not None and edition not in _kept:
        _keep(edition, year)
    return _kept.get(edition) if edition else None


def _keep(edition: str, year: int) -> None:
    found = year_set(session(), year)
    if found is None or found.edition != edition:
        return
    if len(_kept) >= KEPT_AT_MOST:
        _kept.clear()
    _kept[edition] = found.table


def forget() -> None:
    """Ask anew which editions are in force: this request has changed one."""
    g.pop("calendar", None)


take_tables_from(table_set)
