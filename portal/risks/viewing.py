"""Saved views of the register: filters and order under a name, for oneself or for everyone of the enterprise."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor, require
from portal.db import session, writing
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.risks.model import SavedView
from portal.risks.rules import Naming

KEPT = (
    "words", "unit", "show", "grade", "person", "check", "method", "older", "accident", "sort", "order", "size",
)  # fmt: skip
"""The arguments of the address that a view keeps."""

LENGTH = 1000
MOST = 20
"""Views that one member may save."""


def canonical(query: str) -> str:
    """Filters and order of an address in one fixed order, so that equal views have equal words."""
    found = dict(parse_qsl(query))
    return urlencode([(name, found[name]) for name in KEPT if found.get(name)])


def listed(session: Session, actor: Actor) -> Sequence[SavedView]:
    """The actor's own views, then those that others share, by name. 1 statement."""
    own = SavedView.membership_id == actor.membership_id
    statement = (
        select(SavedView)
        .where(SavedView.enterprise_id == actor.enterprise_id, or_(own, SavedView.shared))
        .order_by(own.desc(), SavedView.name)
    )
    return session.scalars(statement).all()


def opening(views: Iterable[SavedView], actor: Actor) -> SavedView | None:
    """The view that the register opens with: one's own before a shared one."""
    found = [view for view in views if view.opens]
    return min(found, key=lambda view: view.membership_id != actor.membership_id, default=None)


def save(query: str, naming: Naming, *, by: Actor, at: datetime) -> SavedView:
    """Keep filters and order under a name.

    Raises Refused for a name that one has already, for too many views, or for too long an address.
    """
    require(by, "view.save")
    kept = canonical(query)
    if len(kept) > LENGTH:
        raise Refused(_("These filters are too long to be kept; choose fewer."))
    with writing() as current:
        others = listed(current, by)
        if sum(view.membership_id == by.membership_id for view in others) >= MOST:
            raise Refused(_("You have %(num)d views already; delete one first.", num=MOST))
        enterprise = current.get_one(Enterprise, by.enterprise_id)
        view = SavedView(
            enterprise_id=enterprise.id, region_path=enterprise.region_path, membership_id=by.membership_id,
            query=kept, **naming._asdict(),
        )  # fmt: skip
        current.add(view)
        _open_with_one(view, others)
        current.flush()
        audit.record("view.save", view, by=by, at=at, after=naming._asdict())
    return view


def edit(view: SavedView, naming: Naming, *, by: Actor, at: datetime) -> None:
    """Give a view another name, share it or not, open with it or not. Raises Refused for a name that is taken."""
    require(by, "view.edit", view)
    with writing() as current:
        before = Naming(view.name, view.shared, view.opens)
        view.name, view.shared, view.opens = naming
        _open_with_one(view, listed(current, by))
        current.flush()
        audit.record("view.edit", view, by=by, at=at, before=before._asdict(), after=naming._asdict())


def remove(view: SavedView, *, by: Actor, at: datetime) -> None:
    """Delete a view; the rows that it showed stay."""
    require(by, "view.remove", view)
    with writing():
        audit.record("view.remove", view, by=by, at=at, before={"name": view.name, "query": view.query})
        session().delete(view)


def _open_with_one(view: SavedView, others: Iterable[SavedView]) -> None:
    """Of the views of one member, and of those that are shared, one opens."""
    for other in others:
        alike = other.membership_id == view.membership_id or (other.shared and view.shared)
        if view.opens and other is not view and alike:
            other.opens = False
