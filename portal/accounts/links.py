"""One-time links: 256 random bits, of which only the digest is kept. Opening one changes nothing; its form does.

The token stands in the address of the first request only: it moves into the browser's session, and the page with
the form has an address without it (mail scanners, histories and referrers learn nothing that still works).
Source: OWASP ASVS 5.0 V6.4; mail scanners open every link.
"""

import secrets
from datetime import datetime

from flask import current_app
from flask import session as cookie
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.access import UNSCOPED
from portal.accounts.model import Invitation, ResetLink
from portal.accounts.sessions import digest
from portal.problems import NotFound

TOKEN_BYTES = 32
COOKIE = "link"
GONE = _l("This link holds no longer: it was used, withdrawn or is too old. Ask for a new one.")


def new_token() -> str:
    """A token of 256 random bits, for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def address_of(endpoint: str, token: str) -> str:
    """The whole address of a link, from the portal's own name and no other."""
    path = current_app.url_map.bind("").build(endpoint, {"token": token})
    return f"{current_app.config['SETTINGS'].portal_url}{path}"


def take(token: str) -> None:
    """Keep the token of an opened link in the browser's session, instead of its address."""
    cookie[COOKIE] = token


def taken() -> str:
    """The token of the link that this browser opened last; empty when there is none."""
    return str(cookie.get(COOKIE, ""))


def drop() -> None:
    """Forget the link once it is used."""
    cookie.pop(COOKIE, None)


def open_invitation(session: Session, token: str, at: datetime) -> Invitation:
    """The invitation of a token. Raises NotFound alike for unknown, used, withdrawn, expired. 1 statement."""
    found = session.scalars(
        select(Invitation)
        .where(
            Invitation.token_digest == digest(token), Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > at,
        )
        .execution_options(**{UNSCOPED: "the token decides who asks"})
    ).one_or_none()  # fmt: skip
    if found is None:
        raise NotFound(GONE)
    return found


def open_reset(session: Session, token: str, at: datetime) -> ResetLink:
    """The reset link of a token. Raises NotFound alike for unknown, used, expired. 1 statement."""
    found = session.scalars(
        select(ResetLink).where(
            ResetLink.token_digest == digest(token), ResetLink.used_at.is_(None), ResetLink.expires_at > at
        )
    ).one_or_none()
    if found is None:
        raise NotFound(GONE)
    return found


def end_resets(session: Session, person_id: int, at: datetime) -> None:
    """End the reset links of a person that still hold. Inside `writing()`."""
    living = (ResetLink.person_id == person_id, ResetLink.used_at.is_(None), ResetLink.expires_at > at)
    session.execute(update(ResetLink).where(*living).values(expires_at=at))
