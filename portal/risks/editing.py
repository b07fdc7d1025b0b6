"""Field-wise change of a row: tidy, merge with what others did, check, write; conflicts name who and when."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from portal import clock
from portal.db import session
from portal.problems import Conflict, FieldConflict, Refused
from portal.risks.fields import Field, Flaw
from portal.risks.holding import last_change
from portal.risks.merging import Change, Merged, merge
from portal.risks.model import Control, Risk

FLAW_WORDS: Mapping[Flaw, Any] = {
    Flaw.MISSING: _l("This cannot stay empty."),
    Flaw.TOO_LONG: _l("This is too long; shorten it."),
    Flaw.IN_FUTURE: _l("This date lies in the future; give the day on which it was done."),
    Flaw.UNKNOWN: _l("Choose one of those offered."),
    Flaw.TWICE: _l("One of them is named twice."),
}


class Written(NamedTuple):
    """What was written, field by field: the values before and after."""

    before: dict[str, Any]
    after: dict[str, Any]


def lock(thing: Risk | Control) -> None:
    """Read the row again and hold it until the transaction ends, so that two writers follow one another."""
    session().refresh(thing, with_for_update=True)


def tidied(fields: Mapping[str, Field], values: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Values as the fields hold them. Raises Refused, naming the field, for one that cannot stand there."""
    clean = {name: fields[name].tidied(value) for name, value in values.items()}
    for name, value in clean.items():
        if flaw := fields[name].flaw(value, on):
            raise Refused(FLAW_WORDS[flaw], name)
    return clean


def change(
    thing: Risk | Control, fields: Mapping[str, Field], changes: Iterable[Change], at: datetime
) -> Written:
    """Write the changes into a locked row, all or none.

    Raises Refused for a value that cannot stand, Conflict where somebody changed the same field in between.
    """
    asked = [
        Change(c.field, fields[c.field].tidied(c.seen), fields[c.field].tidied(c.value)) for c in changes
    ]
    merged = merge(lambda name: getattr(thing, name), asked)
    refuse_conflicts(thing, merged, lambda name: getattr(thing, name))
    tidied(fields, merged.values, clock.local_day(at))
    before = {name: getattr(thing, name) for name in merged.values}
    for name, value in merged.values.items():
        setattr(thing, name, value)
    return Written(before, merged.values)


def refuse_conflicts(thing: Risk | Control, merged: Merged, current: Any) -> None:
    """Raise Conflict with every field that somebody else changed after it was seen: who, when, theirs and mine."""
    if not merged.conflicts:
        return
    found = [_conflict(thing, one, current(one.field)) for one in merged.conflicts]
    raise Conflict(
        _l("Someone else changed the same field while you had it open. Choose whose words stay."), found
    )


def _conflict(thing: Risk | Control, one: Change, theirs: Any) -> FieldConflict:
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
