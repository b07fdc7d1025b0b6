"""What is seen of notices."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, false, func, literal, select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.notices.model import Notice, Reading
from portal.notices.rules import Recipient

COUNT_LIMIT = 100
"""Beyond this nobody counts: the bell says 99+."""


class NoticeRow(NamedTuple):
    """A notice as the inbox shows it."""

    key: str
    kind: str
    facts: dict[str, Any]
    thing_kind: str
    thing_key: str
    at: datetime
    read: bool


def unread_count(session: Session, actor: Actor) -> int:
    """Notices that this membership has not read, at most COUNT_LIMIT. 1 statement."""
    unread = (
        select(literal(1))
        .select_from(Notice)
        .outerjoin(Reading, _own_reading(actor))
        .where(_addressed(actor), Reading.notice_id.is_(None))
        .limit(COUNT_LIMIT)
    )
    return session.scalars(select(func.count()).select_from(unread.subquery())).one()


def unread_ids(session: Session, actor: Actor) -> list[int]:
    """Ids of the notices that this membership has not read. 1 statement."""
    statement = select(Notice.id).outerjoin(Reading, _own_reading(actor))
    return list(session.scalars(statement.where(_addressed(actor), Reading.notice_id.is_(None))))


def inbox(session: Session, actor: Actor, after: str = "", limit: int = 50) -> list[NoticeRow]:
    """Notices of the actor's organisation, newest first, from behind the one with the key `after`. 1 statement."""
    statement = (
        select(
            Notice.key, Notice.kind, Notice.facts, Notice.thing_kind, Notice.thing_key, Notice.at,
            Reading.notice_id.is_not(None),
        )
        .outerjoin(Reading, _own_reading(actor))
        .where(_addressed(actor))
        .order_by(Notice.id.desc())
        .limit(limit)
    )  # fmt: skip
    if after:
        statement = statement.where(
            Notice.id < select(Notice.id).where(Notice.key == after).scalar_subquery()
        )
    return [NoticeRow(*row) for row in session.execute(statement)]


def was_told(session: Session, to: Recipient, kind: str, since: datetime) -> bool:
    """Whether an organisation was told of this kind since a moment; for what is told once a day. 1 statement."""
    owner = (
        (Notice.enterprise_id == to.enterprise_id)
        if to.enterprise_id
        else (Notice.authority_id == to.authority_id)
    )
    statement = select(Notice.id).where(owner, Notice.kind == kind, Notice.at >= since).limit(1)
    return session.scalar(statement) is not None


def told_since(session: Session, kind: str, since: datetime, about: str = "") -> set[int]:
    """The enterprises that were told something of a kind since a moment; for machine work. 1 statement.

    `about`: the key of the one thing that counts.
    """
    statement = select(Notice.enterprise_id).where(
        Notice.kind == kind, Notice.at >= since, Notice.enterprise_id.is_not(None)
    )
    if about:
        statement = statement.where(Notice.thing_key == about)
    return {owner for owner in session.scalars(statement) if owner}


def _addressed(actor: Actor) -> ColumnElement[bool]:
    if actor.is_enterprise:
        return Notice.enterprise_id == actor.enterprise_id
    return Notice.authority_id == actor.authority_id if actor.is_authority else false()


def _own_reading(actor: Actor) -> ColumnElement[bool]:
    return and_(Reading.notice_id == Notice.id, Reading.membership_id == actor.membership_id)
