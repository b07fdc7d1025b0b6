"""What the enterprise does with suggestions: accept one, which the register's own actions carry out, or decline it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _

from portal import audit, clock
from portal.access import Actor, require
from portal.db import session, writing
from portal.merging import Change
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.risks import actions, checking, controlling
from portal.risks.checked import ControlCheck
from portal.risks.due_checks import last_check
from portal.risks.intervals import next_check_day
from portal.risks.model import Control, Risk
from portal.risks.offering import new_control
from portal.risks.rules import ControlKind, ControlLevel
from portal.slips.model import Suggestion
from portal.slips.queries import control_of, risk_of
from portal.slips.rules import SUGGESTION, SuggestionKind

Made = Risk | Control | ControlCheck
"""What an acceptance made or changed."""


class Terms(NamedTuple):
    """How a suggestion is taken over: the next check of a check, the words, kind and level of a control."""

    next_check_on: Any = None
    text: str = ""
    kind: ControlKind | None = None
    level: ControlLevel | None = None


def accept(suggestion: Suggestion, terms: Terms, *, by: Actor, at: datetime) -> Made:
    """Take a suggestion over into the register, in the name of who accepts it; the event names the slip.

    Raises Stale when it was decided meanwhile, Refused when what it is about is gone or a fact cannot stand.
    """
    require(by, "suggestion.accept", suggestion)
    with writing():
        session().refresh(suggestion, with_for_update=True)
        SUGGESTION.move(suggestion, "accept", by=by)
        made = CARRY_OUT[suggestion.kind](suggestion, terms, by, at)
        suggestion.decided_at, suggestion.decided_by = at, by.name
        suggestion.made_kind, suggestion.made_key = made.__tablename__, made.key
        after = {
            "slip": suggestion.slip.key,
            "kind": suggestion.kind,
            "made": f"{made.__tablename__}/{made.key}",
        }
        audit.record("suggestion.accept", suggestion, by=by, at=at, after=after)
    return made


def decline(suggestion: Suggestion, reason: str, *, by: Actor, at: datetime) -> None:
    """Decline a suggestion with a reason that its holder reads. Raises Stale when it was decided meanwhile."""
    require(by, "suggestion.decline", suggestion)
    with writing():
        session().refresh(suggestion, with_for_update=True)
        SUGGESTION.move(suggestion, "decline", by=by)
        suggestion.reason = reason
        suggestion.decided_at, suggestion.decided_by = at, by.name
        after = {"slip": suggestion.slip.key, "reason": reason}
        audit.record("suggestion.decline", suggestion, by=by, at=at, after=after)


def _check(suggestion: Suggestion, terms: Terms, by: Actor, at: datetime) -> ControlCheck:
    control = _control(suggestion)
    last = last_check(session(), control)
    if last is not None and last.recorded_at > suggestion.added_at:
        raise Refused(_("The control was checked again since; decline this one."))
    assert suggestion.result is not None, "a check says what it found"
    today = clock.local_day(at)
    proposed = max(today, next_check_day(control.frequency, suggestion.added_on))
    found = checking.Found(
        suggestion.result, terms.next_check_on or proposed, suggestion.words, suggestion.photo, suggestion.slip.person,
        suggestion.added_on,
    )  # fmt: skip
    return checking.record(control, found, by=by, at=at)


def _hazard(suggestion: Suggestion, _terms: Terms, by: Actor, at: datetime) -> Risk:
    enterprise = session().get_one(Enterprise, suggestion.enterprise_id)
    facts = {
        "name": suggestion.title, "place": suggestion.place, "description": suggestion.words,
        "identified_on": suggestion.added_on,
    }  # fmt: skip
    return actions.add(enterprise, facts, by=by, at=at)


def _change(suggestion: Suggestion, terms: Terms, by: Actor, at: datetime) -> Control:
    text = terms.text or suggestion.words
    if suggestion.control_key:
        control = _control(suggestion)
        controlling.edit(control, [Change("text", control.text, text)], by=by, at=at)
        return control
    risk = _risk(suggestion)
    facts = {**new_control(risk, ""), "kind": terms.kind, "level": terms.level, "text": text}
    return controlling.add(risk, facts, by=by, at=at)


def _gone(suggestion: Suggestion, _terms: Terms, by: Actor, at: datetime) -> Risk | Control:
    if suggestion.control_key:
        control = _control(suggestion)
        controlling.remove(control, by=by, at=at)
        return control
    risk = _risk(suggestion)
    actions.remove(risk, suggestion.words, by=by, at=at)
    return risk


def _risk(suggestion: Suggestion) -> Risk:
    risk = risk_of(session(), suggestion)
    if risk is None or risk.removed_at is not None:
        raise Refused(_("The risk has been removed meanwhile; decline the suggestion."))
    return risk


def _control(suggestion: Suggestion) -> Control:
    control = control_of(session(), suggestion)
    if control is None or control.removed_at is not None or control.risk.removed_at is not None:
        raise Refused(_("The control has been removed meanwhile; decline the suggestion."))
    return control


CARRY_OUT: Mapping[SuggestionKind, Callable[[Suggestion, Terms, Actor, datetime], Made]] = {
    SuggestionKind.CHECK: _check,
    SuggestionKind.HAZARD: _hazard,
    SuggestionKind.CHANGE: _change,
    SuggestionKind.GONE: _gone,
}
"""Which action of the register carries a kind of suggestion out."""
