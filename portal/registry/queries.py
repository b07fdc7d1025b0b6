"""What is seen of enterprises."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, func, literal, select, tuple_
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.audit import Event
from portal.problems import NotFound
from portal.registry.model import Enterprise
from portal.registry.rules import EnterpriseFilter, EnterpriseState, Scale
from portal.registry.searching import called

COUNT_LIMIT = 10_000
"""Beyond this nobody counts: the list says 10,000+."""

OWN_EVENTS = ("enterprise", "membership", "invitation", "join_request")


class EnterpriseRow(NamedTuple):
    """An enterprise as the list shows it."""

    key: str
    name: str
    code: str
    region_code: str
    industry_code: str
    scale: Scale
    workers: int | None
    state: EnterpriseState
    sort_key: str

    @property
    def cursor(self) -> str:
        """Where a page ends or begins."""
        return f"{self.sort_key}.{self.key}"


class Slice(NamedTuple):
    """Rows of one page, and whether there are more on either side."""

    rows: list[EnterpriseRow]
    more_before: bool
    more_after: bool


def own_enterprise(session: Session, actor: Actor) -> Enterprise:
    """The enterprise that the actor acts for. Raises NotFound for an official. 1 statement."""
    found = session.scalars(select(Enterprise).where(Enterprise.id == actor.enterprise_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def with_code(session: Session, code: str) -> Enterprise | None:
    """The enterprise with a credit code in the actor's scope, or None. 1 statement."""
    return session.scalars(select(Enterprise).where(Enterprise.code == code)).one_or_none()


def enterprises(
    session: Session, asked: EnterpriseFilter, *, after: str = "", before: str = "", limit: int = 50
) -> Slice:
    """Enterprises in the order of pinyin, one page behind `after` or ahead of `before` (cursors). 1 statement."""
    backward = bool(before) and not after
    order = (Enterprise.sort_key, Enterprise.key)
    statement = select(
        Enterprise.key, Enterprise.name, Enterprise.code, Enterprise.region_code, Enterprise.industry_code,
        Enterprise.scale, Enterprise.workers, Enterprise.state, Enterprise.sort_key,
    ).where(*_conditions(asked))  # fmt: skip
    if after or before:
        sort_key, _dot, key = (after or before).rpartition(".")
        place = tuple_(literal(sort_key), literal(key))
        statement = statement.where(tuple_(*order) < place if backward else tuple_(*order) > place)
    statement = statement.order_by(*(column.desc() if backward else column for column in order)).limit(
        limit + 1
    )
    found = [EnterpriseRow(*row) for row in session.execute(statement)]
    rows = found[:limit][::-1] if backward else found[:limit]
    more = len(found) > limit
    return Slice(rows, more if backward else bool(after), bool(before) if backward else more)


def count(session: Session, asked: EnterpriseFilter) -> int:
    """How many there are, at most COUNT_LIMIT + 1. 1 statement."""
    some = select(literal(1)).select_from(Enterprise).where(*_conditions(asked)).limit(COUNT_LIMIT + 1)
    return session.scalars(select(func.count()).select_from(some.subquery())).one()


def pending_count(session: Session) -> int:
    """How many registrations wait for confirmation in the actor's scope. 1 statement."""
    statement = (
        select(func.count()).select_from(Enterprise).where(Enterprise.state == EnterpriseState.PENDING)
    )
    return session.scalars(statement).one()


def history(session: Session, enterprise: Enterprise, limit: int = 20) -> list[Event]:
    """What happened to an enterprise and its people, newest first. 1 statement."""
    statement = select(Event).where(Event.enterprise_id == enterprise.id, Event.thing_kind.in_(OWN_EVENTS))
    return list(session.scalars(statement.order_by(Event.sequence.desc()).limit(limit)))


def last_edit(session: Session, enterprise: Enterprise) -> Event | None:
    """Who changed facts last, and when. 1 statement."""
    changed = ("enterprise.edit", "enterprise.move", "enterprise.register")
    statement = select(Event).where(Event.enterprise_id == enterprise.id, Event.verb.in_(changed))
    return session.scalars(statement.order_by(Event.sequence.desc()).limit(1)).one_or_none()


def _conditions(asked: EnterpriseFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if asked.words:
        conditions.append(called(asked.words))
    if asked.town:
        conditions.append(Enterprise.region_code == asked.town)
    if asked.state:
        conditions.append(Enterprise.state == asked.state)
    if asked.industry:
        conditions.append(Enterprise.industry_code.startswith(asked.industry, autoescape=True))
    if asked.scale:
        conditions.append(Enterprise.scale == asked.scale)
    return conditions
