"""Mails: rows of the transaction, sent by a job, one person each, no facts in subjects. Source: security.md §5."""

from contextlib import suppress

import pytest
from flask import current_app
from sqlalchemy import select

from portal import jobs
from portal.accounts import actions as accounts
from portal.accounts import members
from portal.accounts.model import Person
from portal.db import session, writing
from portal.notices import mail
from portal.notices.actions import notify
from portal.notices.model import Mail
from portal.notices.rules import Letter
from tests.accounts.build import an_invitation, visitor
from tests.build import AT, a_member, an_authority, an_enterprise, the_actor
from tests.notices.smtp import a_mail_server

pytestmark = pytest.mark.security

LETTER = Letter("王芳", "wangfang@example.com", "安报", "一行\n又一行")


@pytest.fixture
def server(monkeypatch):
    with a_mail_server() as running:
        changes = {"mail_server": running.address, "mail_sender": "anbao@example.com"}
        settings = current_app.config["SETTINGS"].model_copy(update=changes)
        monkeypatch.setitem(current_app.config, "SETTINGS", settings)
        yield running


def member_with_mail(of, address, *roles):
    member = a_member(of, *roles or ("filer",))
    with writing():
        session().get_one(Person, member.person_id).email = address
    return member


def queue(letter=LETTER):
    with writing():
        mail.queue(letter, AT)


def outbox():
    session().expire_all()
    return session().scalars(select(Mail).order_by(Mail.id)).all()


def test_without_a_mail_server_nothing_is_queued():
    queue()
    assert outbox() == []


def test_a_mail_is_sent_by_the_job_and_its_body_emptied(server):
    queue()
    assert server.kept == []
    jobs.run_due()
    assert [message["To"] for message in server.kept] == ["王芳 <wangfang@example.com>"]
    assert (outbox()[0].sent_at is not None, outbox()[0].body) == (True, "")


def test_a_mail_of_a_deed_that_failed_is_never_sent(server):
    with suppress(ZeroDivisionError), writing():
        mail.queue(LETTER, AT)
        raise ZeroDivisionError
    jobs.run_due()
    assert server.kept == []


def test_a_job_that_runs_twice_sends_once(server):
    queue()
    for _time in range(2):
        mail.send(outbox()[0].id, AT)
    assert len(server.kept) == 1


def test_a_server_that_is_down_loses_no_mail(server):
    queue()
    server.refuses = True
    jobs.run_due()
    assert outbox()[0].sent_at is None
    server.refuses = False
    mail.send(outbox()[0].id, AT)
    assert len(server.kept) == 1


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    "letter",
    [
        Letter("王芳\r\nBcc: x@evil.example", "wangfang@example.com", "安报", "x"),
        Letter("王芳", "wangfang@example.com\r\nBcc: x@evil.example", "安报", "x"),
        Letter("王芳", "wangfang@example.com", "安报\r\nBcc: x@evil.example", "x"),
    ],
)
def test_a_line_break_in_a_header_is_refused_before_it_is_queued(letter):
    with pytest.raises(ValueError, match=r"linefeed|invalid|carriage|CR|LF|ddress"):
        queue(letter)
    assert outbox() == []


def test_a_comma_in_a_name_makes_no_second_recipient(server):
    queue(Letter("a@evil.example, 王芳", "wangfang@example.com", "安报", "x"))
    jobs.run_due()
    assert [line[8:] for line in server.said if line.lower().startswith("rcpt to:")] == [
        "<wangfang@example.com>"
    ]


def test_each_person_of_the_enterprise_gets_a_mail_of_his_own(server):
    enterprise = an_enterprise()
    member_with_mail(enterprise, "one@example.com")
    member_with_mail(enterprise, "two@example.com")
    member_with_mail(an_enterprise(), "other@example.com")
    tell(enterprise)
    jobs.run_due()
    assert sorted(message["To"].addresses[0].addr_spec for message in server.kept) == [
        "one@example.com",
        "two@example.com",
    ]


def tell(to):
    with writing():
        notify(to, "enterprise.registered", at=AT, thing=to, facts={"enterprise": to.name})


def test_the_subject_of_a_notice_carries_no_fact(server):
    enterprise = an_enterprise()
    member_with_mail(enterprise, "one@example.com")
    tell(enterprise)
    jobs.run_due()
    (message,) = server.kept
    assert enterprise.name not in message["Subject"]
    assert enterprise.name in message.get_content()


def test_links_in_mail_name_the_portal(server, app):
    enterprise = an_enterprise()
    boss = a_member(enterprise, "administrator")
    invited = an_invitation(email="new@example.com")
    handed = members.invite(enterprise.organisation, invited, by=the_actor(boss), at=AT)
    jobs.run_due()
    assert handed.mailed
    assert f"{app.config['SETTINGS'].portal_url}/invitation/" in server.kept[0].get_content()


@pytest.mark.parametrize("known", [True, False])
def test_asking_for_a_reset_reads_alike_for_known_and_unknown(server, client, known):
    member = member_with_mail(an_authority(), "one@example.com", "chief")
    name = member.person.sign_in_name if known else "nobody-of-this-name"
    page = client.submit(client.get("/reset"), 200, sign_in_name=name)
    jobs.run_due()
    assert len(server.kept) == known
    assert (
        page.main.get_text()
        == client.submit(client.get("/reset"), 200, sign_in_name="nobody").main.get_text()
    )


def test_asking_again_and_again_does_not_flood_a_mailbox(server):
    member = member_with_mail(an_authority(), "one@example.com", "chief")
    for _time in range(20):
        accounts.ask_for_reset(member.person.sign_in_name, by=visitor(), at=AT)
    jobs.run_due()
    assert len(server.kept) <= 5
