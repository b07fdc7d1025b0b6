"""The tables that deadlines follow, on every node the same.

Each process keeps tables by edition and asks once a request (or job) which editions are in force, in one small
statement; so a change is seen by every node from its next request on, and there is nothing to invalidate.
"""

from flask import g, has_app_context

from portal.calendar.queries import editions, year_set
from portal.db import session
from portal.workdays import YearTable, take_tables_from

_kept: dict[str, YearTable] = {}
"""Tables by edition; an edition never changes, so any process may keep it for as long as it lives."""

KEPT_AT_MOST = 500


def table_set(year: int) -> YearTable | None:
    """The administrator's table of a year; None outside the app and for a year that nobody has set.

    1 statement a request, 2 more where this process has not seen the edition yet.
    """
    if not has_app_context():
        return None
    if "calendar" not in g:
        g.calendar = editions(session())
    edition: str | None = g.calendar.get(year)
    return None if edition is None else _kept.get(edition) or _read(year)


def _read(year: int) -> YearTable | None:
    found = year_set(session(), year)
    if found is None:
        return None
    if len(_kept) >= KEPT_AT_MOST:
        _kept.clear()
    return _kept.setdefault(found.edition, found.table)


def forget() -> None:
    """Ask anew which editions are in force: this request has changed one."""
    g.pop("calendar", None)


take_tables_from(table_set)
