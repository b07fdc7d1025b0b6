"""Pages of lists: the queue, and all filings of a jurisdiction."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.filings import queries
from portal.filings.rules import FilingState
from portal.web.paging import Page


def queue_page(session: Session, level: str, chosen: queries.QueueFilter, after: str, size: int) -> Page:
    """One page of the queue. 2 statements."""
    rows = queries.queue(session, level, chosen, _queue_cursor(after), size + 1)
    last = rows[size - 1] if len(rows) > size else None
    cursor = f"{last.review_due_on.isoformat()}.{last.id}" if last else None
    return Page(rows[:size], after=cursor, count=_("%(num)s filings", num=f"{queries.queue_length(session, level, chosen):,}"))


def _queue_cursor(text: str) -> tuple[date, int] | None:
    day, _dot, number = text.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def history_page(session: Session, chosen: tuple[FilingState | None, str], after: str, size: int) -> Page:
    """One page of all filings. 1 statement."""
    state, words = chosen
    before = int(after) if after.isdecimal() else None
    rows = queries.decided_filings(session, state, words, before, size + 1)
    return Page(rows[:size], after=str(rows[size - 1].id) if len(rows) > size else None)
