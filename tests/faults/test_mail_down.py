"""The mail server is away: what people do succeeds all the same, and the mail goes out when it is back."""

import socket

import pytest
from sqlalchemy import select

from portal.access import SYSTEM, act_as
from portal.accounts.model import Person as Somebody
from portal.config import Settings
from portal.db import session, writing
from portal.filings.model import Filing
from portal.filings.rules import FilingState
from portal.notices.model import Mail, Notice
from tests.faults.people import Person
from tests.faults.processes import HOST, Portal, Process, Worker, until
from tests.faults.world import SIGNED, a_ready_report, a_report_under_review
from tests.notices.smtp import MailServer, a_mail_server

ADDRESS = "safety@example.com"


def a_silent_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server((HOST, 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.mark.timeout(240)
def test_a_filing_succeeds_and_the_mail_follows(settings: Settings):
    review, another = a_report_under_review(), a_ready_report()
    with writing() as current:
        for person in current.scalars(select(Somebody)):
            person.email = ADDRESS
    port = a_silent_port()
    mail = {"MAIL_SERVER": f"{HOST}:{port}", "MAIL_SENDER": "anbao@example.com"}
    portal, worker = Portal(settings, **mail), Worker(settings, **mail)
    try:
        portal.start()
        if not settings.sqlite:
            worker.launch()
        signer, reviewer = (
            Person(portal).sign_in_as(another.signer),
            Person(portal).sign_in_as(review.reviewers[0]),
        )
        assert signer.post(another.submit, {**signer.form(another.submit), **SIGNED}).status == 303
        approved = reviewer.post(review.to("approve"), reviewer.form(review.to("approve")))
        assert approved.status == 303
        at_work: Process = portal if settings.sqlite else worker
        until(lambda: at_work.says("job.failed"))
        everything_is_done_but_the_mail(review.filing_key)
        with a_mail_server(port) as server:
            until(lambda: arrived(server), 120)
    finally:
        portal.kill()
        worker.kill()


def everything_is_done_but_the_mail(filing_key: str) -> None:
    """The decision and its notice stand; the mail waits."""
    session().rollback()
    act_as(SYSTEM)
    assert (
        session().scalars(select(Filing._state).where(Filing.key == filing_key)).one() is FilingState.APPROVED
    )
    assert session().scalars(select(Notice.kind)).all() == ["filing.approved"]
    assert session().scalars(select(Mail.sent_at)).all() == [None]


def arrived(server: MailServer) -> bool:
    """Whether the one mail came, and the outbox knows."""
    session().rollback()
    sent = session().scalars(select(Mail.sent_at)).one()
    return len(server.kept) == 1 and sent is not None
