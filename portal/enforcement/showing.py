"""What the pages of orders show, put together from queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.accounts.model import Authority
from portal.enforcement import drafting, queries
from portal.enforcement.findings import findings
from portal.enforcement.law import basis_words
from portal.enforcement.model import RectificationOrder
from portal.enforcement.queries import OrderFilter, OrderRow
from portal.enforcement.rules import ORDER, Head, Inspector, Item, OrderState
from portal.filings.model import Filing
from portal.problems import NotFound
from portal.registry.model import Enterprise
from portal.web.paging import Page
from portal.web.timelines import ShownEvent, timeline

EVENTS_SHOWN = 60


class ShownItem(NamedTuple):
    """An item with its basis in words, and what stands in its way."""

    item: Item
    basis: str
    problems: Sequence[str]


@dataclass(frozen=True)
class OrderPage:
    """An order as its own page shows it. At most 5 statements."""

    order: RectificationOrder
    items: Sequence[ShownItem]
    in_the_way: Sequence[str]
    inspectors: Sequence[Inspector]
    offers: Sequence[str]
    may_edit: bool
    events: Sequence[ShownEvent]


def orders_page(session: Session, chosen: OrderFilter, after: str, size: int, *, actor: Actor) -> Page:
    """One page of the list; drafts are the authority's own. 1 statement."""
    narrowed = chosen._replace(with_drafts=actor.is_authority)
    rows = queries.orders(session, narrowed, int(after) if after.isdecimal() else None, size + 1)
    shown = rows[:size]
    more = str(shown[-1].id) if len(rows) > size else None
    count = "" if more or after else ngettext("%(num)d order", "%(num)d orders", len(shown))
    return Page(shown, after=more, count=count)


def order_page(session: Session, order: RectificationOrder, actor: Actor, on: date) -> OrderPage:
    """What the page of an order shows. At most 5 statements."""
    found = drafting.in_the_way(session, order, on) if order.state is OrderState.DRAFT else []
    return OrderPage(
        order=order,
        items=[
            ShownItem(
                item,
                basis_words(item.articles, item.more_basis),
                [words for words, which in found if which == number],
            )
            for number, item in enumerate(order.items, 1)
        ],
        in_the_way=[words for words, _which in found],
        inspectors=drafting.carriers(session, order),
        offers=ORDER.offers(order, actor),
        may_edit=may(actor, "order.edit", order),
        events=timeline(session, RectificationOrder.__tablename__, order.key, actor, EVENTS_SHOWN),
    )


def item_of(order: RectificationOrder, key: str) -> Item:
    """One item of an order. Raises NotFound. 0 statements."""
    for item in order.items:
        if item.key == key:
            return item
    raise NotFound


def suggestion(finding: str) -> str:
    """What the inspector is told of a common finding that may be a major hazard; empty otherwise."""
    known = findings().get(finding)
    return known.title if known and known.suspected_major else ""


def first_head(session: Session, actor: Actor) -> Head:
    """The head of a new order: the actor is the first inspector and the contact. 2 statements."""
    own = [
        one.key for one in queries.inspectors(session, actor.authority_id) if one.id == actor.membership_id
    ]
    office = session.get_one(Authority, actor.authority_id)
    contact = f"{actor.name}，{office.phone}" if office.phone else actor.name
    return Head(None, "", "", tuple(own), contact)


def linked_filing(session: Session, enterprise: Enterprise, key: str) -> str:
    """The key of a filing of this enterprise that the actor sees; empty for any other. At most 1 statement."""
    if not key:
        return ""
    statement = select(Filing.key).where(Filing.key == key, Filing.enterprise_id == enterprise.id)
    return session.scalar(statement) or ""


class OrdersPanel(NamedTuple):
    """The orders of an enterprise, on its page."""

    enterprise_key: str
    rows: Sequence[OrderRow]
    may_prepare: bool
