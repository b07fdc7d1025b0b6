"""Builders of slips and suggestions: they walk the actions, as the enterprise and as the holder."""

from datetime import datetime
from typing import Any, NamedTuple

from portal.access import Actor
from portal.db import new_key, session
from portal.registry.model import Enterprise
from portal.slips import actions, suggesting
from portal.slips.model import Suggestion
from portal.slips.rules import NewSlip, SuggestionKind
from portal.slips.suggesting import Said
from portal.slips.tickets import Ticket
from tests.build import AT


class Handed(NamedTuple):
    """A slip by its key, and what opens it."""

    key: str
    token: str
    ticket: Ticket


def a_slip(of: Enterprise, by: Actor, *risk_keys: str, at: datetime = AT, **facts: Any) -> Handed:
    """A slip for seven days, for these rows or (unless said otherwise) for the press workshop."""
    units = () if risk_keys else ("冲压车间",)
    wanted = NewSlip(
        **{"person": "蒋守成", "post": "冲压班长", "units": units, "risk_keys": risk_keys, "days": 7, **facts}
    )
    handed = actions.make(of, wanted, by=by, at=at)
    token = handed.address.rpartition("/")[2]
    return Handed(handed.slip.key, token, Ticket(handed.slip.key, token))


def a_suggestion(
    slip: Handed, kind: SuggestionKind = SuggestionKind.HAZARD, *, at: datetime = AT, **facts: Any
) -> Suggestion:
    """A suggestion that came by a slip; a new hazard unless said otherwise."""
    given = {"title": "纸箱挡住灭火器", "place": "封口机旁"} if kind is SuggestionKind.HAZARD else {}
    once = new_key()
    suggesting.suggest(slip.ticket, Said(kind, once, **{**given, **facts}), at=at)
    session().expire_all()
    return session().query(Suggestion).filter(Suggestion.once == once).one()
