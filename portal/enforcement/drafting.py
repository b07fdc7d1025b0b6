"""What an order prints, and what stands in the way: between the table, the settings and the paper."""

from datetime import date

from flask import current_app
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.documents.facts import Inspector as PrintedInspector
from portal.documents.facts import OrderedItem, OrderFacts, Unit
from portal.enforcement import queries
from portal.enforcement.labels import MISSING
from portal.enforcement.law import basis_words
from portal.enforcement.model import RectificationOrder
from portal.enforcement.rules import Draft, Inspector, Item, missing
from portal.registry.regions import regions

MissingWords = tuple[str, int]


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def carriers(session: Session, order: RectificationOrder) -> list[Inspector]:
    """The inspectors named on an order, in their order, as far as they may carry it now. 1 statement."""
    return queries.named(queries.inspectors(session, order.authority_id), order.inspector_keys)


def in_the_way(session: Session, order: RectificationOrder, on: date) -> list[MissingWords]:
    """What stands in the way of issuing on a day, in words, each with the number of its item (0: none). 1 statement."""
    draft = Draft(order.head, order.items, carriers(session, order))
    found = missing(draft, on, settings().rectify_days_max)
    return [(str(MISSING[one.code]) % {"item": one.item}, one.item) for one in found]


def order_facts(session: Session, order: RectificationOrder) -> OrderFacts:
    """What the paper prints, from the order and the settings of this moment. At most 2 statements."""
    assert order.deadline is not None
    chosen = settings()
    enterprise = order.enterprise
    town = regions().get(enterprise.region_code)
    return OrderFacts(
        enterprise=Unit(
            name=enterprise.name,
            code=enterprise.code,
            town=town.name if town else "",
            address=enterprise.address,
        ),
        inspected_on=order.inspected_on.isoformat() if order.inspected_on else "",
        record=order.record,
        items=[_printed(item) for item in order.items],
        interim=order.interim,
        deadline=order.deadline.isoformat(),
        inspectors=[
            PrintedInspector(name=one.name, certificate=one.certificate) for one in carriers(session, order)
        ],
        organ=chosen.reconsideration_organ,
        court=chosen.court,
        channel="",
        contact=order.contact,
        complaint_phone=chosen.complaint_phone,
    )


def _printed(item: Item) -> OrderedItem:
    return OrderedItem(
        place=item.place,
        fact=item.fact,
        basis=basis_words(item.articles, item.more_basis),
        measure=item.measure,
        deadline=item.deadline.isoformat(),
        major=item.major,
    )
