"""What is done with orders: prepare, edit, discard, issue, revoke."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _

from portal import audit, clock
from portal.access import Actor, require
from portal.accounts.actions import confirm_password
from portal.db import new_key, session, writing
from portal.documents import actions as papers
from portal.documents.kinds import ORDER as ORDER_PAPER
from portal.enforcement import drafting, queries
from portal.enforcement.model import RectificationOrder
from portal.enforcement.rules import ORDER, Head, Inspector, Item
from portal.notices.actions import notify
from portal.notices.rules import Recipient
from portal.problems import NotFound, Refused
from portal.registry.model import Enterprise


@dataclass(frozen=True)
class Confirmation:
    """What an inspector or chief gives before a step that cannot be undone: version seen, password, reason."""

    seen_version: int
    password: str
    reason: str = ""


def prepare(
    enterprise: Enterprise, head: Head, filing_key: str = "", *, by: Actor, at: datetime
) -> RectificationOrder:
    """Begin an order to an enterprise in the name of the actor's authority; `filing_key`: what gave rise to it."""
    require(by, "order.prepare", enterprise)
    with writing() as current:
        order = RectificationOrder(
            enterprise_id=enterprise.id, region_path=enterprise.region_path, authority_id=by.authority_id,
            filing_key=filing_key, prepared_by=by.name, prepared_at=at,
        )  # fmt: skip
        order.set_head(head, _may_carry(by, head))
        current.add(order)
        current.flush()
        audit.record("order.prepare", order, by=by, at=at)
    return order


def _may_carry(by: Actor, head: Head) -> Sequence[Inspector]:
    """The inspectors named. Raises Refused when one is named twice or may carry no order of this authority."""
    found = queries.named(queries.inspectors(session(), by.authority_id), head.inspectors)
    if len(found) != len(head.inspectors):
        raise Refused(_("Only inspectors of your authority with a certificate may carry an order."), "second")
    if len({one.key for one in found}) != len(found):
        raise Refused(_("Name two different inspectors."), "second")
    return found


def edit(order: RectificationOrder, head: Head, seen_version: int, *, by: Actor, at: datetime) -> None:
    """Change what an order says besides its items. Raises Stale when another changed it since it was opened."""
    require(by, "order.edit", order)
    with writing():
        order.expect_version(seen_version)
        order.set_head(head, _may_carry(by, head))
        audit.record("order.edit", order, by=by, at=at)


def put_item(order: RectificationOrder, item: Item, seen_version: int, *, by: Actor, at: datetime) -> Item:
    """Add an item (without key) or change the one with its key; answers the item as kept.

    Raises NotFound for a key that the order does not hold, Stale as `edit`.
    """
    require(by, "order.edit", order)
    kept = item if item.key else replace(item, key=new_key())
    with writing():
        order.expect_version(seen_version)
        items = order.items
        if item.key:
            items[_place_of(items, item.key)] = kept
        else:
            items.append(kept)
        order.set_items(items)
        audit.record("order.edit", order, by=by, at=at, after={"item": kept.as_json()})
    return kept


def remove_item(order: RectificationOrder, key: str, seen_version: int, *, by: Actor, at: datetime) -> None:
    """Take an item out. Raises NotFound, Stale as `put_item`."""
    require(by, "order.edit", order)
    with writing():
        order.expect_version(seen_version)
        items = order.items
        removed = items.pop(_place_of(items, key))
        order.set_items(items)
        audit.record("order.edit", order, by=by, at=at, before={"item": removed.as_json()})


def _place_of(items: Sequence[Item], key: str) -> int:
    for place, item in enumerate(items):
        if item.key == key:
            return place
    raise NotFound


def discard(order: RectificationOrder, *, by: Actor, at: datetime) -> None:
    """Remove an order that was never issued."""
    require(by, "order.discard", order)
    with writing() as current:
        audit.record("order.discard", order, by=by, at=at, before={"items": order.item_rows})
        current.delete(order)


def issue(order: RectificationOrder, given: Confirmation, *, by: Actor, at: datetime) -> RectificationOrder:
    """Issue the order: it takes its number, its paper is printed, the enterprise is told.

    Raises Refused (wrong password, something missing), Stale (changed, or issued, since it was opened).
    """
    require(by, "order.issue", order)
    confirm_password(by, given.password)
    with writing() as current:
        order.expect_version(given.seen_version)
        _refuse_unfinished(order, at)
        ORDER.move(order, "issue", by=by)
        paper = papers.issue(
            ORDER_PAPER.code,
            order,
            drafting.order_facts(current, order),
            authority=order.authority,
            by=by,
            at=at,
        )
        order.paper_id, order.number, order.issued_at = paper.id, paper.number, at
        audit.record(
            "order.issue", order, by=by, at=at, after={"number": paper.number, "items": order.item_rows}
        )
        facts = {"number": order.number, "items": order.item_count, "due": order.deadline}
        notify(_told(order), "order.issued", at=at, thing=order, facts=facts)
    return order


def _refuse_unfinished(order: RectificationOrder, at: datetime) -> None:
    found = drafting.in_the_way(session(), order, clock.local_day(at))
    if found:
        raise Refused(found[0][0])


def revoke(order: RectificationOrder, given: Confirmation, *, by: Actor, at: datetime) -> None:
    """Withdraw an issued order and its paper, with a reason. Raises Refused (wrong password), Stale as `issue`."""
    require(by, "order.revoke", order)
    confirm_password(by, given.password)
    with writing():
        order.expect_version(given.seen_version)
        ORDER.move(order, "revoke", by=by)
        assert order.paper is not None
        papers.revoke(order.paper, given.reason, by=by, at=at)
        order.revoked_at, order.revocation_reason = at, given.reason
        audit.record("order.revoke", order, by=by, at=at, after={"reason": given.reason})
        notify(_told(order), "order.revoked", at=at, thing=order, facts={"number": order.number})


def _told(order: RectificationOrder) -> Recipient:
    return Recipient(order.region_path, order.enterprise_id)
