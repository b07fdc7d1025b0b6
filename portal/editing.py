"""Field-wise change of a row: tidy, merge with what others did, check, write; conflicts name who and when."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Any, NamedTuple, Protocol

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.audit import Event
from portal.db import session
from portal.fields import Field, Flaw
from portal.merging import Change, Merged, merge
from portal.problems import Conflict, FieldConflict, Refused

FLAW_WORDS: Mapping[Flaw, Any] = {
    Flaw.MISSING: _l("This cannot stay empty."),
    Flaw.TOO_LONG: _l("This is too long; shorten it."),
    Flaw.IN_FUTURE: _l("This date lies in the future; give the day on which it was done."),
    Flaw.UNKNOWN: _l("Choose one of those offered."),
    Flaw.TWICE: _l("One of them is named twice."),
    Flaw.NO_PHONE: _l("Write one phone number, such as 13812345678 or 0513-87654321."),
    Flaw.OUT_OF_RANGE: _l("This number is too small or too large."),
}


EVENTS_ASKED = 200


class Row(Protocol):
    """A mapped row with a key, whose events tell who changed what."""

    __tablename__: str

    @property
    def key(self) -> Any:
        """Its key."""


class LastChange(NamedTuple):
    """Who changed a field last, and when."""

    who: str
    at: datetime


class Written(NamedTuple):
    """What was written, field by field: the values before and after."""

    before: dict[str, Any]
    after: dict[str, Any]


def lock(thing: Row) -> None:
    """Read the row again and hold it until the transaction ends, so that two writers follow one another."""
    session().refresh(thing, with_for_update=True)


def tidied(fields: Mapping[str, Field], values: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Values as the fields hold them. Raises Refused, naming the field, for one that cannot stand there."""
    clean = {name: fields[name].tidied(value) for name, value in values.items()}
    for name, value in clean.items():
        if flaw := fields[name].flaw(value, on):
            raise Refused(FLAW_WORDS[flaw], name)
    return clean


class Store(NamedTuple):
    """How a row keeps its fields: `get(row, name)` and `put(row, name, value)`."""

    get: Callable[[Any, str], Any]
    put: Callable[[Any, str, Any], None]


ATTRIBUTES = Store(getattr, setattr)


def change(
    thing: Row,
    fields: Mapping[str, Field],
    changes: Iterable[Change],
    at: datetime,
    store: Store = ATTRIBUTES,
) -> Written:
    """Write the changes into a locked row, all or none.

    Raises Refused for a value that cannot stand, Conflict where somebody changed the same field in between.
    """
    asked = [
        Change(c.field, fields[c.field].tidied(c.seen), fields[c.field].tidied(c.value)) for c in changes
    ]
    merged = merge(partial(store.get, thing), asked)
    refuse_conflicts(thing, merged, partial(store.get, thing))
    tidied(fields, merged.values, clock.local_day(at))
    before = {name: store.get(thing, name) for name in merged.values}
    for name, value in merged.values.items():
        store.put(thing, name, value)
    return Written(before, merged.values)


def refuse_conflicts(thing: Row, merged: Merged, current: Any) -> None:
    """Raise Conflict with every field that somebody else changed after it was seen: who, when, theirs and mine."""
    if not merged.conflicts:
        return
    found = [_conflict(thing, one, current(one.field)) for one in merged.conflicts]
    raise Conflict(
        _l("Someone else changed the same field while you had it open. Choose whose words stay."), found
    )


def _conflict(thing: Row, one: Change, theirs: Any) -> FieldConflict:
    last = last_change(session(), thing.__tablename__, thing.key, one.field)
    return FieldConflict(
        field=one.field,
        mine=as_text(one.value),
        theirs=as_text(theirs),
        who=last.who if last else "",
        at=last.at if last else None,
    )


def as_text(value: Any) -> str:
    """A value as one plain text: enums by value, codes one after the other, factors as L=3 E=6 C=15."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Mapping):
        return " ".join(f"{code}={as_text(one)}" for code, one in value.items())
    if isinstance(value, list | tuple):
        return " ".join(as_text(one) for one in value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)


History = Callable[[Session, str, str, str], LastChange | None]
"""Asks a room whether it knows who last changed a field of a thing (its table and key)."""

_histories: list[History] = []


def register_history(history: History) -> None:
    """Let a room tell of changes that are no events of the row itself, such as those of an import."""
    _histories.append(history)


def last_change(session: Session, kind: str, key: str, field: str) -> LastChange | None:
    """Who last changed a field of a thing (its table and key). 1 statement, and 1 a room that knows more."""
    found = [_last_event(session, kind, key, field), *(ask(session, kind, key, field) for ask in _histories)]
    return max((one for one in found if one), key=lambda one: one.at, default=None)


def _last_event(session: Session, kind: str, key: str, field: str) -> LastChange | None:
    statement = (
        select(Event.actor_name, Event.at, Event.after)
        .where(Event.thing_kind == kind, Event.thing_key == key)
        .order_by(Event.sequence.desc())
        .limit(EVENTS_ASKED)
    )
    for who, at, after in session.execute(statement):
        if isinstance(after, dict) and field in after:
            return LastChange(who, at)
    return None
