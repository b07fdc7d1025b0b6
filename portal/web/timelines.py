"""Events as timelines show them: what happened, who did it, when."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _

from portal.audit import Event
from portal.web.words import event_words


class ShownEvent(NamedTuple):
    """One line of a timeline."""

    what: str
    who: str
    at: datetime
    note: str = ""
    url: str = ""


def shown_event(event: Event) -> ShownEvent:
    """An event in words; what no person did, the portal did."""
    who = f"{event.organisation} {event.actor_name}".strip() if event.person_id else _("the portal")
    return ShownEvent(event_words(event.verb), who, event.at)
