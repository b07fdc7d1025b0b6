"""Slows guessing of passwords, in the database, so that every process counts alike.

An attempt is counted before the password is verified and taken back when it was right: many at once gain nothing.
Per account: five failures in a row are free, then pauses of 1, 2, 4, 8, 15 minutes; after a hundred only a reset
link opens it. Per address: a hundred failures in fifteen minutes, for a whole town may share one.
Source: OWASP ASVS 5.0 V6.1.1, V6.3.1; NIST SP 800-63B-4, 3.2.2.
"""

import hashlib
import hmac
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from portal.access import as_system
from portal.accounts.model import Attempts
from portal.accounts.rules import (
    ADDRESS_FAILURES,
    ADDRESS_WINDOW,
    FAILURES_UNTIL_RESET,
    FORGET_AFTER,
    folded_name,
    pause_after,
)
from portal.db import session, writing
from portal.problems import TooMany


@dataclass(frozen=True)
class Attempt:
    """One try at a password. `open`: whether the account takes tries now; a right password alone is not enough."""

    account: str
    address: str
    open: bool


def begin(sign_in_name: str, address: str, at: datetime) -> Attempt:
    """Count a try as failed until `succeeded` says otherwise. Raises TooMany when the address has tried too often."""
    account = _subject("account", folded_name(sign_in_name))
    place = _subject("address", address)
    with as_system("tries are counted in a transaction of their own, whoever tries"), writing():
        session().execute(delete(Attempts).where(Attempts.last_at < at - FORGET_AFTER))
        _count_address(place, at)
        return Attempt(account, place, _count_account(account, at))


def succeeded(attempt: Attempt) -> None:
    """Take the try back: the account starts anew, the address has one failure less. Inside `writing()`."""
    current = session()
    tried = current.get(
        Attempts, attempt.address, with_for_update=True
    )  # address before account, as `begin` does
    if tried is not None:
        tried.failures = max(tried.failures - 1, 0)
        current.flush()
    current.execute(delete(Attempts).where(Attempts.subject == attempt.account))


def forgive(sign_in_name: str) -> None:
    """Let an account start anew after its password was reset. Inside `writing()`."""
    session().execute(delete(Attempts).where(Attempts.subject == _subject("account", sign_in_name)))


def _count_address(subject: str, at: datetime) -> None:
    tried = _attempts(subject, at)
    if at - tried.since >= ADDRESS_WINDOW:
        tried.since, tried.failures = at, 0
    if tried.failures >= ADDRESS_FAILURES:
        raise TooMany(_l("Too many failed sign-ins from this address. Wait 15 minutes, then try again."))
    tried.failures, tried.last_at = tried.failures + 1, at


def _count_account(subject: str, at: datetime) -> bool:
    tried = _attempts(subject, at)
    if tried.failures >= FAILURES_UNTIL_RESET or (tried.paused_until and at < tried.paused_until):
        return False
    tried.failures, tried.last_at = tried.failures + 1, at
    tried.paused_until = at + pause_after(tried.failures)
    return True


def _attempts(subject: str, at: datetime) -> Attempts:
    current = session()
    if current.get(Attempts, subject, with_for_update=True) is None:
        with suppress(IntegrityError), current.begin_nested():  # another process may begin the same count
            current.add(Attempts(subject=subject, failures=0, since=at, last_at=at))
    return current.get_one(Attempts, subject, with_for_update=True)


def _subject(kind: str, value: str) -> str:
    """A keyed digest: what people typed into the wrong field is not kept."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return f"{kind}:{hmac.new(key, value.encode(), hashlib.sha256).hexdigest()}"
