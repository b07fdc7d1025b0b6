"""The holder's side of a slip: its link opens it, its token (kept in the browser's session) is all that is asked.

Unknown, expired and revoked answer alike. Opening changes nothing in the database. The holder acts as PUBLIC, so what
the slip shows is read beside the visitor's own session and handed out as plain values.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from flask import session as cookie
from flask_babel import lazy_gettext as _l
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.access import UNSCOPED, as_system
from portal.accounts.sessions import digest
from portal.clock import local_day
from portal.db import session
from portal.problems import NotFound, TooMany
from portal.registry.model import Enterprise
from portal.risks.living import Lapse, lapses_of
from portal.risks.model import Control, Risk
from portal.risks.rules import CheckResult, Frequency, Grade
from portal.slips.model import Slip, Suggestion
from portal.slips.rules import SuggestionKind, SuggestionState

COOKIE = "slips"
SLIPS_IN_A_BROWSER = 5
SHOWN = 30
"""So many of the holder's own suggestions are shown, newest first."""

GONE = _l(
    "This slip holds no longer: it was revoked or its days are over. Ask whoever gave it to you for a new one."
)
PER_MINUTE = RateLimitItemPerMinute(60)
_asked = MovingWindowRateLimiter(MemoryStorage())


class Ticket(NamedTuple):
    """What a browser shows of a slip: the code in the address, and the token that was taken out of one."""

    code: str
    token: str


def refuse_too_many(address: str) -> None:
    """Raise TooMany when an address asks more than sixty times a minute; a whole workshop may share one."""
    if not _asked.hit(PER_MINUTE, "slip", address):
        raise TooMany(_l("Too many requests from this address. Wait a minute, then try again."))


def forget_askers() -> None:
    """Begin to count anew."""
    _asked.storage.reset()


def take(token: str, at: datetime) -> str:
    """Keep the token of an opened link in the browser's session; answers the code of its page. 1 statement.

    Raises NotFound alike for unknown, expired and revoked.
    """
    slip = open_slip(session(), token, at)
    kept = {**cookie.get(COOKIE, {}), slip.key: token}
    cookie[COOKIE] = dict(list(kept.items())[-SLIPS_IN_A_BROWSER:])
    return slip.key


def ticket(code: str) -> Ticket:
    """The ticket of a page; its token is empty where this browser opened no such link."""
    return Ticket(code, str(cookie.get(COOKIE, {}).get(code, "")))


def open_slip(session: Session, token: str, at: datetime) -> Slip:
    """The slip of a token. Raises NotFound alike for unknown, expired and revoked. 1 statement."""
    statement = select(Slip).where(
        Slip.token_digest == digest(token), Slip.revoked_at.is_(None), Slip.expires_at > at
    )
    found = session.scalars(
        statement.execution_options(**{UNSCOPED: "the token decides who asks"})
    ).one_or_none()
    if found is None:
        raise NotFound(GONE)
    return found


def slip_of(session: Session, shown: Ticket, at: datetime) -> Slip:
    """The slip of a ticket. Raises NotFound as `open_slip` does. 1 statement."""
    slip = open_slip(session, shown.token, at)
    if slip.key != shown.code:
        raise NotFound(GONE)
    return slip


# --- what it shows ----------------------------------------------------------------------------------------


class HeldControl(NamedTuple):
    """A control as a slip shows it; who answers for it stays inside the enterprise."""

    key: str
    text: str
    frequency: Frequency | None
    next_check_on: date | None
    lapse: Lapse | None


class HeldRisk(NamedTuple):
    """A row as a slip shows it: name, place, grade, controls."""

    key: str
    code: str
    name: str
    unit: str
    place: str
    grade: Grade | None
    controls: Sequence[HeldControl]


class HeldSuggestion(NamedTuple):
    """What the holder suggested, and what became of it."""

    kind: SuggestionKind
    state: SuggestionState
    result: CheckResult | None
    about: str
    words: str
    added_at: datetime
    reason: str


@dataclass(frozen=True)
class Held:
    """A slip as its holder sees it. 5 statements, whatever the number of rows."""

    code: str
    person: str
    post: str
    enterprise: str
    expires_at: datetime
    risks: Sequence[HeldRisk]
    suggestions: Sequence[HeldSuggestion]

    def risk(self, key: str) -> HeldRisk:
        """One of its rows. Raises NotFound for any other."""
        found = next((one for one in self.risks if one.key == key), None)
        if found is None:
            raise NotFound
        return found

    def control(self, key: str) -> tuple[HeldRisk, HeldControl]:
        """A control of one of its rows, with the row. Raises NotFound for any other."""
        for risk in self.risks:
            for control in risk.controls:
                if control.key == key:
                    return risk, control
        raise NotFound


def held(shown: Ticket, at: datetime) -> Held:
    """What the slip shows. Raises NotFound alike for unknown, expired and revoked."""
    with as_system("the token decides who asks, and shows the slip's own rows alone"):
        current = session()
        slip = slip_of(current, shown, at)
        risks = [_held_risk(risk, local_day(at)) for risk in _risks(current, slip)]
        enterprise = current.scalars(select(Enterprise.name).where(Enterprise.id == slip.enterprise_id)).one()
        names = {risk.key: risk.name for risk in risks}
        suggestions = [_held_suggestion(one, names) for one in _suggestions(current, slip)]
        return Held(slip.key, slip.person, slip.post, enterprise, slip.expires_at, risks, suggestions)


def _risks(session: Session, slip: Slip) -> Sequence[Risk]:
    statement = (
        select(Risk)
        .where(
            Risk.enterprise_id == slip.enterprise_id, Risk.key.in_(slip.risk_keys), Risk.removed_at.is_(None)
        )
        .options(selectinload(Risk.controls))
        .order_by(Risk.unit, Risk.number)
    )
    return session.scalars(statement).all()


def _suggestions(session: Session, slip: Slip) -> Sequence[Suggestion]:
    statement = select(Suggestion).where(Suggestion.slip_id == slip.id).order_by(Suggestion.id.desc())
    return session.scalars(statement.limit(SHOWN)).all()


def _held_risk(risk: Risk, on: date) -> HeldRisk:
    controls = [_held_control(control, on) for control in risk.active_controls]
    controls.sort(key=lambda one: (one.lapse is None, one.next_check_on or date.max))
    return HeldRisk(risk.key, risk.code, risk.name, risk.unit, risk.place, risk.grade, controls)


def _held_control(control: Control, on: date) -> HeldControl:
    lapse = next(iter(lapses_of([control], on)), None)
    return HeldControl(control.key, control.text, control.frequency, control.next_check_on, lapse)


def _held_suggestion(one: Suggestion, names: dict[str, str]) -> HeldSuggestion:
    about = one.title or names.get(one.risk_key, "")
    return HeldSuggestion(one.kind, one.state, one.result, about, one.words, one.added_at, one.reason)
