"""One page of the inbox."""

from sqlalchemy.orm import Session

from portal.access import Actor
from portal.notices import queries
from portal.web.paging import Page, cut


def inbox_page(session: Session, actor: Actor, after: str, size: int) -> Page:
    """Notices of one's organisation, newest first. 1 statement."""
    return cut(queries.inbox(session, actor, after, size + 1), size, lambda row: str(row.key))
