"""Pages of lists: the queue, and all filings of a jurisdiction."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.filings import queries
from portal.filings.rules import FilingState
from portal.web.paging import Page, cut


def queue_page(session: Session, level: str, chosen: queries.QueueFilter, after: str, size: int) -> Page:
    """One page of the queue. 2 statements."""
    rows = queries.queue(session, level, chosen, _queue_cursor(after), size + 1)
    count = _("%(num)s filings", num=f"{queries.queue_length(session, level, chosen):,}")
    return cut(rows, size, lambda row: f"{row.review_due_on.isoformat()}.{row.id}", count)


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
    return cut(
        queries.decided_filings(session, state, words, before, size + 1), size, lambda row: str(row.id)
    )
