"""Signed-in browsers: the cookie carries a random token, the table decides; Flask-Login reads it.

Sessions end after idle time (30 min authority, 60 min enterprise: settings), at 12 hours, at sign-out, at a change
of password or roles. Polling does not prolong them (header `X-Polling`). A password older than the profile allows
leads to its change and nowhere else. Source: ASVS V7; GB/T 22239-2019.
"""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import select, update

from portal import clock
from portal.access import PUBLIC, UNSCOPED, Actor, act_as
from portal.accounts.model import Authority, Membership, Person, ResetLink, SignIn
from portal.accounts.passwords import policy
from portal.accounts.rules import device_name
from portal.backup import after_restore
from portal.db import new_key, session, writing
from portal.web.pages import lead_to

TOKEN_BYTES = 32
TOUCH_EVERY = timedelta(minutes=1)
KEPT = ("link",)
"""What of a visitor's session outlives his sign-in: the one-time link that he opened before."""

WITH_OLD_PASSWORD = ("accounts.change_password", "accounts.sign_out", "static", "healthz")
"""Where one whose password has aged can still go."""


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login holds: the token and the actor it stands for."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.id = token
        self.actor = actor


def init_app(app: Flask) -> None:
    """Let Flask-Login find the actor of every request, before anything is loaded."""
    manager = LoginManager(app, add_context_processor=False)  # a problem's page must not ask the database
    manager.user_loader(_find)
    manager.session_protection = None
    app.before_request(_bind_actor)
    app.before_request(_ask_for_new_password)


def digest(token: str) -> str:
    """What the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_sign_in(membership: Membership, at: datetime) -> str:
    """A new sign-in for a membership; returns the token. Inside `writing()`."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    device = device_name(request.user_agent.string or "")
    session().add(
        SignIn(
            token_digest=digest(token), person_id=membership.person_id, membership_id=membership.id, began_at=at,
            seen_at=at, address=request.remote_addr or "", device=device,
        )
    )  # fmt: skip
    return token


def end_sign_in(token: str, at: datetime) -> None:
    """End the sign-in of one token. Inside `writing()`."""
    session().execute(
        update(SignIn)
        .where(SignIn.token_digest == digest(token), SignIn.ended_at.is_(None))
        .values(ended_at=at)
    )


def current_token() -> str:
    """The token that this browser's cookie carries; empty for a visitor."""
    return str(cookie.get("_user_id", ""))


def end_sign_ins(person_id: int, at: datetime, keep: str = "") -> None:
    """End every sign-in of a person, but for the one with the token to keep. Inside `writing()`."""
    session().execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.token_digest != digest(keep))
        .values(ended_at=at)
    )


@after_restore
def end_everything(at: datetime) -> None:
    """An older state has come back: what it holds as living sign-ins and reset links may have ended since."""
    session().execute(update(SignIn).where(SignIn.ended_at.is_(None)).values(ended_at=at))
    session().execute(update(ResetLink).where(ResetLink.expires_at > at).values(expires_at=at))


def _bind_actor() -> None:
    g.actor = replace(PUBLIC, address=request.remote_addr or "")
    act_as(PUBLIC)
    if request.endpoint != "static" and current_user.is_authenticated:
        g.actor = current_user.actor
        act_as(g.actor)


def _ask_for_new_password() -> Any:
    if g.get("password_is_old") and request.endpoint not in WITH_OLD_PASSWORD:
        return lead_to(url_for("accounts.change_password"))
    return None


def _find(token: str) -> SignedIn | None:
    """The signed-in actor of a token; None when it is unknown, ended, idle or old. 1 statement."""
    statement = (
        select(SignIn, Membership, Person, Authority)
        .join(Membership, Membership.id == SignIn.membership_id)
        .join(Person, Person.id == SignIn.person_id)
        .outerjoin(Authority, Authority.id == Membership.authority_id)
        .where(SignIn.token_digest == digest(token), SignIn.ended_at.is_(None), Membership.ended_at.is_(None))
        .execution_options(**{UNSCOPED: "the token decides who asks"})
    )
    row = session().execute(statement).one_or_none()
    at = clock.now()
    if row is None or not row.Person.active or _lapsed(row.SignIn, row.Membership, at):
        return None
    actor = _actor(row.Membership, row.Person, row.Authority)
    g.sign_in_key = row.SignIn.key
    g.password_is_old = _is_old(row.Person.password_changed_at, at)
    if at - row.SignIn.seen_at > TOUCH_EVERY and "X-Polling" not in request.headers:
        _touch(row.SignIn.id, at)
    return SignedIn(token, actor)


def _lapsed(found: SignIn, membership: Membership, at: datetime) -> bool:
    settings = current_app.config["SETTINGS"]
    idle = settings.idle_minutes_authority if membership.authority_id else settings.idle_minutes_enterprise
    return at - found.seen_at > timedelta(minutes=idle) or at - found.began_at > timedelta(
        hours=settings.session_hours
    )


def _is_old(changed_at: datetime, at: datetime) -> bool:
    longest = policy().longest_age
    return longest is not None and at - changed_at > longest


def _touch(sign_in_id: int, at: datetime) -> None:
    with writing():
        session().execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=at))


def _actor(membership: Membership, person: Person, authority: Authority | None) -> Actor:
    return Actor(
        kind="authority" if authority else "enterprise",
        name=person.name,
        organisation=membership.organisation,
        person_id=person.id,
        membership_id=membership.id,
        roles=frozenset(membership.role_codes),
        enterprise_id=membership.enterprise_id,
        authority_id=membership.authority_id,
        region_path=membership.region_path,
        level=authority.level.value if authority else "",
        address=request.remote_addr or "",
    )


def remember(token: str) -> None:
    """Renew the cookie's session around a fresh token; of the visitor's session only what is in KEPT survives."""
    kept = {name: cookie[name] for name in KEPT if name in cookie}
    cookie.clear()
    cookie.update({**kept, "_user_id": token, "_fresh": True, "nonce": new_key()})


def forget() -> None:
    """Empty the cookie's session."""
    cookie.clear()
