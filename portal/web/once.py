"""Idempotency: a form carries a random key; the transaction that does the work uses it up.

A double click or a retry after a lost answer finds the key used, does nothing again, and is led to what
the first request made.
"""

from datetime import datetime
from typing import Any

from flask import request
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.access import Actor
from portal.db import Base, UtcDateTime, before_first_write, session

FIELD = "once"


class OnceKey(Base):
    """A form of a person that has done its work; `thing` is what its event was about."""

    __tablename__ = "once_key"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    once: Mapped[str] = mapped_column(String(40), primary_key=True)
    thing_kind: Mapped[str] = mapped_column(String(40), default="")
    thing_key: Mapped[str] = mapped_column(String(40), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AlreadyDone(Exception):
    """The form did its work before; carries the person and key to find what it made."""

    def __init__(self, person_id: int, once: str) -> None:
        super().__init__(once)
        self.person_id = person_id
        self.once = once


def expect_once(actor: Actor) -> None:
    """Let the first transaction of this request use up the key that the form carries."""
    once = request.form.get(FIELD, "")[:40]
    if once and actor.person_id is not None:
        person_id = actor.person_id
        before_first_write(lambda: _claim(person_id, once))


def refuse_if_done(actor: Actor) -> None:
    """Raise AlreadyDone when the form has done its work: the deed itself may have ended the right to it."""
    once = request.form.get(FIELD, "")[:40]
    if actor.person_id is not None and session().get(OnceKey, (actor.person_id, once)) is not None:
        raise AlreadyDone(actor.person_id, once)


def _claim(person_id: int, once: str) -> Any:
    """Insert the key; the function returned names what was done, at the end of the same transaction."""
    current = session()
    row = OnceKey(person_id=person_id, once=once, at=clock.now())
    if current.get(OnceKey, (person_id, once)) is not None:
        raise AlreadyDone(person_id, once)
    current.add(row)
    try:
        current.flush()
    except IntegrityError as error:
        raise AlreadyDone(person_id, once) from error

    def close() -> None:
        row.thing_kind, row.thing_key = current.info.get("subject", ("", ""))

    return close


def what_was_done(done: AlreadyDone) -> tuple[str, str]:
    """Kind and key of the thing that the first request's last event was about."""
    found = (
        session()
        .execute(
            select(OnceKey.thing_kind, OnceKey.thing_key).where(
                OnceKey.person_id == done.person_id, OnceKey.once == done.once
            )
        )
        .one_or_none()
    )
    return (found.thing_kind, found.thing_key) if found else ("", "")
