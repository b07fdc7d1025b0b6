"""What is seen of orders: lists, what is open, who may carry one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.accounts.model import Membership, Person
from portal.enforcement.model import RectificationOrder
from portal.enforcement.rules import Inspector, OrderState
from portal.registry.model import Enterprise
from portal.registry.searching import called

INSPECTOR = "inspector"


class OrderFilter(NamedTuple):
    """What a list is narrowed to; empty means all that the actor sees. `late_on`: past the deadline on that day."""

    words: str = ""
    state: OrderState | None = None
    late_on: date | None = None
    with_drafts: bool = False


class OrderRow(NamedTuple):
    """One order of a list."""

    id: int
    key: str
    number: str
    enterprise: str
    state: OrderState
    items: int
    due_on: date | None
    issued_at: datetime | None
    prepared_by: str

    @property
    def stands(self) -> bool:
        """Whether it has to be carried out."""
        return self.state is OrderState.ISSUED


def orders(
    session: Session, chosen: OrderFilter, after: int | None = None, limit: int = 50
) -> list[OrderRow]:
    """Orders that the actor sees, newest first; `after`: id of the last row before. 1 statement."""
    order = RectificationOrder
    statement = (
        select(
            order.id, order.key, order.number, Enterprise.name, order.state, order.item_count, order.deadline,
            order.issued_at, order.prepared_by,
        )
        .join(Enterprise, Enterprise.id == order.enterprise_id)
        .where(*_narrowed(chosen))
        .order_by(order.id.desc())
        .limit(limit)
    )  # fmt: skip
    if after:
        statement = statement.where(order.id < after)
    return [OrderRow(*row) for row in session.execute(statement)]


def _narrowed(chosen: OrderFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.words:
        number = RectificationOrder.number.contains(chosen.words, autoescape=True)
        found.append(or_(number, called(chosen.words)))
    if chosen.state:
        found.append(RectificationOrder.state == chosen.state)
    if chosen.late_on:
        found.append(_late(chosen.late_on))
    if not chosen.with_drafts:
        found.append(RectificationOrder.state != OrderState.DRAFT)
    return found


def orders_of(session: Session, enterprise_id: int, with_drafts: bool = False) -> list[OrderRow]:
    """All orders to an enterprise, newest first. 1 statement."""
    order = RectificationOrder
    statement = (
        select(
            order.id, order.key, order.number, Enterprise.name, order.state, order.item_count, order.deadline,
            order.issued_at, order.prepared_by,
        )
        .join(Enterprise, Enterprise.id == order.enterprise_id)
        .where(order.enterprise_id == enterprise_id, *_narrowed(OrderFilter(with_drafts=with_drafts)))
        .order_by(order.id.desc())
    )  # fmt: skip
    return [OrderRow(*row) for row in session.execute(statement)]


class OpenOrder(NamedTuple):
    """One order that stands: its key, number, last day, and how many items it has."""

    key: str
    number: str
    due_on: date
    items: int


def open_orders(session: Session, enterprise_id: int) -> list[OpenOrder]:
    """Orders to an enterprise that stand, the earliest last day first. 1 statement."""
    order = RectificationOrder
    statement = (
        select(order.key, order.number, order.deadline, order.item_count)
        .where(order.enterprise_id == enterprise_id, order.state == OrderState.ISSUED)
        .order_by(order.deadline, order.id)
    )
    rows = session.execute(statement)
    return [OpenOrder(row.key, row.number, row.deadline, row.item_count) for row in rows if row.deadline]


def overdue_count(session: Session, on: date) -> int:
    """How many orders of the jurisdiction have passed their last day. 1 statement."""
    return session.scalar(select(func.count(RectificationOrder.id)).where(_late(on))) or 0


def _late(on: date) -> ColumnElement[bool]:
    return and_(RectificationOrder.state == OrderState.ISSUED, RectificationOrder.deadline < on)


def inspectors(session: Session, authority_id: int | None) -> list[Inspector]:
    """Who may carry an order of an authority: its inspectors with a certificate, by name. 1 statement."""
    statement = (
        select(Membership.id, Membership.key, Person.name, Membership.certificate_number, Membership.role_codes)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.authority_id == authority_id, Membership.ended_at.is_(None), Membership.certificate_number != "",
            Person.active,
        )
        .order_by(Person.name, Membership.id)
    )  # fmt: skip
    rows = session.execute(statement)
    return [
        Inspector(row.id, row.key, row.name, row.certificate_number)
        for row in rows
        if INSPECTOR in row.role_codes
    ]


def named(found: Sequence[Inspector], keys: Sequence[str]) -> list[Inspector]:
    """Those of the inspectors whose keys were given, in that order. 0 statements."""
    by_key = {inspector.key: inspector for inspector in found}
    return [by_key[key] for key in keys if key in by_key]
