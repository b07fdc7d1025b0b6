"""Mails: rows of the transaction that causes them, sent afterwards by a job, each to one person.

Subjects carry no facts. Addresses are Address objects (a comma in a string made two recipients). Nothing is queued
where no mail server is set. Source: OWASP ASVS 5.0 V1.3.11.
"""

import smtplib
from collections.abc import Callable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

import structlog
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.access import as_system
from portal.config import Settings
from portal.db import session, writing
from portal.notices.labels import sentence
from portal.notices.model import Mail
from portal.notices.rules import Letter, Recipient

log = structlog.get_logger()

ATTEMPTS = 5
TIMEOUT = 20
"""Seconds that the mail server has to answer."""

LANGUAGE = "zh_Hans"
"""Notices go to people whose language nobody asked."""

Addressees = Callable[[Recipient], list[tuple[str, str]]]
_addressees: list[Addressees] = []


def find_addressees(by: Addressees) -> None:
    """Tell how the people of a recipient (name, address) are found; accounts says so on import."""
    _addressees[:] = [by]


def is_on() -> bool:
    """Whether there is a server to send by."""
    return bool(_settings().mail_server)


def announce(to: Recipient, kind: str, facts: dict[str, str | int], at: datetime) -> None:
    """Queue a mail to each person of the recipient who gave an address. Inside `writing()`."""
    if not is_on():
        return
    with force_locale(LANGUAGE):
        subject = _("Anbao: a new notice")
        body = f"{sentence(kind, facts)}\n\n{_settings().portal_url}/notices"
    for name, address in _addressees[0](to):
        queue(Letter(name, address, subject, body), at)


def queue(letter: Letter, at: datetime) -> None:
    """Put a mail into the outbox. Inside `writing()`. Raises ValueError for a line break in name, address or subject."""
    if not is_on():
        return
    _message(letter)
    row = Mail(
        to_name=letter.to_name, to_address=letter.to_address, subject=letter.subject, body=letter.body, queued_at=at
    )
    session().add(row)
    session().flush()
    _hand_to_job(row.id)
