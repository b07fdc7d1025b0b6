"""Mails: rows of the transaction that causes them, sent afterwards by a job, each to one person.

Subjects carry no facts. Addresses are Address objects (a comma in a string made two recipients). Nothing is queued
where no mail server is set. Source: OWASP ASVS 5.0 V1.3.11.
"""

import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.db import session, writing
from portal.jobs import enqueue
from portal.notices.labels import sentence
from portal.notices.model import Mail
from portal.notices.rules import Letter, Recipient

TIMEOUT = 20
"""Seconds that the mail server has to answer."""

LANGUAGE = "zh_Hans"
"""Notices go to people whose language nobody asked."""

Addressees = Callable[[Session, Recipient], list[tuple[str, str]]]
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
    for name, address in _addressees[0](session(), to):
        queue(Letter(name, address, subject, body), at)


def queue(letter: Letter, at: datetime) -> None:
    """Put a mail into the outbox. Inside `writing()`. Raises ValueError for a line break in a header."""
    if not is_on():
        return
    _message(letter)
    row = Mail(
        to_name=letter.to_name,
        to_address=letter.to_address,
        subject=letter.subject,
        body=letter.body,
        queued_at=at,
    )
    session().add(row)
    session().flush()
    enqueue("notices.send_mail", mail_id=row.id)


def send(mail_id: int, at: datetime) -> None:
    """Send a queued mail, then empty its body; one that was sent before is left alone.

    Raises OSError or SMTPException when the server cannot take it; the job tries again later.
    """
    row = session().get_one(Mail, mail_id)
    if row.sent_at is not None:
        return
    message = _message(Letter(row.to_name, row.to_address, row.subject, row.body))
    host, _colon, port = _settings().mail_server.partition(":")
    with smtplib.SMTP(host, int(port or 25), timeout=TIMEOUT) as server:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        server.send_message(message)
    with writing() as current:
        sent = current.get_one(Mail, mail_id)
        sent.sent_at, sent.body = at, ""


def _message(letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = Address("安报", addr_spec=_settings().mail_sender)
    message["To"] = Address(letter.to_name, addr_spec=letter.to_address)
    message.set_content(letter.body)
    return message


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
