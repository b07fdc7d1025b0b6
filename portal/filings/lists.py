"""Pages of lists: an enterprise's own filings by kind, the queue, all filings of a jurisdiction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.filings import queries
from portal.filings.kinds import Kind, kinds, offered
from portal.filings.model import Filing
from portal.filings.rules import Duty
from portal.registry.model import Enterprise
from portal.web.paging import Page, cut


@dataclass(frozen=True)
class OwnKind:
    """One kind on the enterprise's list: what may be begun, and what was begun so far."""

    kind: Kind
    duties: Sequence[Duty]
    filings: Sequence[Filing]


@dataclass(frozen=True)
class OwnPage:
    """The enterprise's filings of the kinds that are shown; `chosen`: the code of one kind, empty for all."""

    kinds: Sequence[Kind]
    chosen: str
    groups: Sequence[OwnKind]


def own_page(session: Session, own: Enterprise, actor: Actor, chosen: str, on: date) -> OwnPage:
    """Gather the enterprise's filings for this actor. At most 2 statements and 1 a kind."""
    every = queries.filings_of(session, own.id)
    known = kinds()
    shown = [kind for kind in known if kind.code == chosen] or known
    may_start = may(actor, "filing.start")
    groups = [
        OwnKind(
            kind,
            offered(kind, own, every, on) if may_start else [],
            [one for one in every if one.kind_code == kind.code],
        )
        for kind in shown
    ]
    return OwnPage(known, chosen if len(shown) == 1 else "", groups)


def queue_page(session: Session, level: str, chosen: queries.QueueFilter, after: str, size: int) -> Page:
    """One page of the queue. 2 statements."""
    rows = queries.queue(session, level, chosen, _queue_cursor(after), size + 1)
    length = f"{queries.queue_length(session, level, chosen):,}"
    count = _("%(num)s filings", num=length)
    return cut(rows, size, lambda row: f"{row.review_due_on.isoformat()}.{row.id}", count)


def _queue_cursor(text: str) -> tuple[date, int] | None:
    day, _dot, number = text.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def history_page(session: Session, chosen: queries.HistoryFilter, after: str, size: int) -> Page:
    """One page of all filings. 1 statement."""
    before = int(after) if after.isdecimal() else None
    return cut(queries.decided_filings(session, chosen, before, size + 1), size, lambda row: str(row.id))
