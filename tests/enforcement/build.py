"""Builders of orders: prepared by an inspector of the county bureau, issued by walking the actions."""

from datetime import date
from typing import Any, NamedTuple

from portal.access import SYSTEM, Actor
from portal.accounts.model import Authority, Membership
from portal.db import session
from portal.enforcement import actions
from portal.enforcement.actions import Confirmation
from portal.enforcement.model import RectificationOrder
from portal.enforcement.rules import Head, Inspector, Item
from portal.registry.model import Enterprise
from tests.build import AT, PASSWORD, a_member, an_enterprise, the_actor, the_county

ON = date(2026, 11, 23)


class Office(NamedTuple):
    """An authority with two inspectors."""

    authority: Authority
    first: Membership
    second: Membership

    @property
    def inspector(self) -> Actor:
        """The first inspector, acting."""
        return the_actor(self.first)


def an_office(authority: Authority | None = None) -> Office:
    """The county bureau, or another authority, with two inspectors who hold certificates."""
    office = authority or the_county()
    first = a_member(office, "inspector", certificate_number="10080112345")
    second = a_member(office, "inspector", certificate_number="10080112346")
    return Office(office, first, second)


def an_item(**facts: Any) -> Item:
    """One item that lacks nothing."""
    values: dict[str, Any] = {
        "place": "抛光车间东侧", "fact": "抛丸机干式除尘器泄爆口朝向操作位", "measure": "调整泄爆口朝向",
        "deadline": date(2026, 12, 8), "articles": ("AQ-36",),
    }  # fmt: skip
    return Item(**{**values, **facts})


def a_head(office: Office, **facts: Any) -> Head:
    """The head of an order that lacks nothing."""
    values: dict[str, Any] = {
        "inspected_on": ON, "record": "", "interim": "停用抛丸机", "contact": "王建国，0513-87651234",
        "inspectors": (office.first.key, office.second.key),
    }  # fmt: skip
    return Head(**{**values, **facts})


def an_inspector(number: int = 1, certificate: str = "10080112345") -> Inspector:
    """One who may carry an order, for rules alone."""
    return Inspector(number, f"key{number}", f"王{number}", certificate)


def a_draft_order(
    office: Office, *items: Item, enterprise: Enterprise | None = None, head: Head | None = None
) -> RectificationOrder:
    """An order in preparation, with one item unless others are given."""
    by = office.inspector
    order = actions.prepare(enterprise or an_enterprise(), head or a_head(office), by=by, at=AT)
    for item in items or (an_item(),):
        actions.put_item(order, item, order.version, by=by, at=AT)
    return order


def an_issued_order(office: Office, *items: Item, enterprise: Enterprise | None = None) -> RectificationOrder:
    """The same, issued."""
    order = a_draft_order(office, *items, enterprise=enterprise)
    return actions.issue(order, confirmed(order), by=office.inspector, at=AT)


def confirmed(order: RectificationOrder, reason: str = "") -> Confirmation:
    """What the builder's people give before a step that cannot be undone."""
    return Confirmation(order.version, PASSWORD, reason)


__all__ = [
    "AT", "ON", "SYSTEM", "Office", "a_draft_order", "a_head", "an_inspector", "an_issued_order", "an_item",
    "an_office", "confirmed", "session",
]  # fmt: skip
