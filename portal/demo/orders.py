"""Rectification orders of the story: prepared item by item from common findings, carried by two inspectors."""

from datetime import datetime, timedelta

from portal import clock
from portal.access import Actor
from portal.db import session
from portal.demo import people, queries
from portal.demo.city import Plain, offices
from portal.demo.passwords import password_of
from portal.enforcement import actions
from portal.enforcement.actions import Confirmation
from portal.enforcement.findings import findings
from portal.enforcement.rules import Head, Item
from portal.registry.model import Enterprise


def issue_order(enterprise_id: int, told: Plain, carriers: tuple[Actor, Actor], at: datetime) -> None:
    """Prepare an order with its items as told, in the name of the first carrier's authority, and issue it."""
    first = carriers[0]
    on = clock.local_day(at)
    keys = queries.membership_keys(session(), [actor.membership_id or 0 for actor in carriers])
    head = Head(on, "", told["interim"], tuple(keys), _contact(first))
    enterprise = session().get_one(Enterprise, enterprise_id)
    order = actions.prepare(enterprise, head, by=first, at=at - timedelta(minutes=40))
    for number, row in enumerate(told["items"]):
        moment = at - timedelta(minutes=30 - 5 * number)
        actions.put_item(order, _item(row, at), order.version, by=first, at=moment)
    password = password_of(people.role_of(first), people.secret())
    actions.issue(order, Confirmation(order.version, password), by=first, at=at)


def _item(row: Plain, at: datetime) -> Item:
    finding = findings()[row["finding"]]
    return Item(
        place=row["place"],
        fact=row["fact"],
        measure=row["requirement"],
        deadline=clock.local_day(at) + timedelta(days=row["days"]),
        articles=finding.articles,
        more_basis=finding.more_basis,
        major=finding.suspected_major and row["days"] <= _AT_ONCE,
        finding=finding.id,
    )


_AT_ONCE = 3
"""Days within which a suspected major hazard of the story is put right."""


def _contact(actor: Actor) -> str:
    """Who is asked about the order: the inspector and the phone of the office."""
    phone = next(office.phone for office in offices() if office.name == actor.organisation)
    return f"{actor.name} {phone}"
