"""The list of papers and the page of one, as they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.documents import queries
from portal.documents.model import Paper
from portal.documents.queries import PaperFilter, PaperRow
from portal.documents.rules import PaperState
from portal.documents.words import grouped
from portal.registry.model import Enterprise
from portal.web.answers import page_of
from portal.web.paging import Page
from portal.web.timelines import ShownEvent, timeline

EVENTS_SHOWN = 50
PAPERS_ON_A_PAGE = 10


@dataclass(frozen=True)
class PaperPage:
    """One paper with what surrounds it. At most 4 statements."""

    enterprise: Enterprise
    successor: str
    code: str
    subject_url: str | None
    list_title: str
    events: Sequence[ShownEvent]


def papers_page(session: Session, chosen: tuple[str, str, PaperState | None], after: str, size: int) -> Page:
    """One page of the list; the cursor is the id of the last row. 1 statement."""
    rows = queries.papers(session, PaperFilter(*chosen), int(after) if after.isdecimal() else None, size + 1)
    shown = rows[:size]
    more = str(shown[-1].id) if len(rows) > size else None
    count = "" if more or after else ngettext("%(num)d paper", "%(num)d papers", len(shown))
    return Page(shown, after=more, count=count)


def title_of_list(actor: Actor) -> str:
    """What the list is called: an enterprise has certificates too."""
    return str(_("Certificates and papers") if actor.is_enterprise else _("Papers"))


def paper_page(session: Session, paper: Paper, actor: Actor) -> PaperPage:
    """What the page of a paper shows. At most 4 statements."""
    return PaperPage(
        enterprise=session.get_one(Enterprise, paper.enterprise_id),
        successor=paper.successor.number if paper.successor else "",
        code=grouped(paper.code),
        subject_url=page_of(paper.subject_kind, paper.subject_key),
        list_title=title_of_list(actor),
        events=timeline(session, Paper.__tablename__, paper.key, actor, EVENTS_SHOWN),
    )


class PapersPanel(NamedTuple):
    """The newest papers of an enterprise, on its page."""

    enterprise: str
    rows: Sequence[PaperRow]


def papers_panel(session: Session, enterprise: Enterprise) -> PapersPanel:
    """The newest papers of an enterprise. 1 statement."""
    rows = queries.papers(session, PaperFilter(enterprise_id=enterprise.id), limit=PAPERS_ON_A_PAGE)
    return PapersPanel(enterprise.name, rows)
