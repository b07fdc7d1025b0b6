"""Background work of notices."""

from portal import clock
from portal.jobs import job
from portal.notices import mail


@job("notices.send_mail")
def send_mail(mail_id: int) -> None:
    """Send one mail of the outbox."""
    mail.send(mail_id, clock.now())
