"""Events as timelines show them: what happened, who did it, when."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.access import SYSTEM, Actor
from portal.audit import Event
from portal.web.words import event_words

_inner: set[str] = set()


def keep_among_authorities(*verbs: str) -> None:
    """Events of these verbs are for the authorities' eyes alone."""
    _inner.update(verbs)


class ShownEvent(NamedTuple):
    """One line of a timeline."""

    what: str
    who: str
    at: datetime
    note: str = ""
    url: str = ""


def shown_event(event: Event) -> ShownEvent:
    """An event in words."""
    return ShownEvent(event_words(event.verb), doer(event), event.at)


def doer(event: Event) -> str:
    """Who did it: a person and for whom; a name that a visitor gave; what nobody did, the portal did."""
    if event.actor_name == SYSTEM.name:
        return str(_("the portal"))
    return f"{event.organisation} {event.actor_name}".strip() or str(_("a visitor"))


def timeline(session: Session, kind: str, key: str, actor: Actor, length: int) -> list[ShownEvent]:
    """What happened to a thing, newest first, as far as the actor may know. 1 statement."""
    return [shown_event(event) for event in session.scalars(_events(kind, key, actor).limit(length))]


def _events(kind: str, key: str, actor: Actor) -> Select[Event]:
    statement = select(Event).where(Event.thing_kind == kind, Event.thing_key == key)
    if actor.is_enterprise:
        statement = statement.where(Event.verb.not_in(_inner))
    return statement.order_by(Event.sequence.desc())  # a clock may be set back, a chain not
