"""Nobody learns from an answer whether an account or a company exists. Source: security.md §2."""

import re

import pytest
from flask import current_app
from sqlalchemy import select

from portal import clock
from portal.accounts import passwords
from portal.accounts.model import JoinRequest, Person, SignIn
from portal.db import session, writing
from portal.notices.model import Notice
from portal.registry.model import Enterprise
from tests.build import PASSWORD, a_code, a_member, an_authority, an_enterprise
from tests.client import PageClient
from tests.registry.build import registration_fields

WRONG = "not the right password 9"


@pytest.fixture
def member():
    return a_member(an_enterprise(), "filer")


@pytest.fixture
def verifications(monkeypatch):
    """Counts the argon2 verifications that run."""
    counted = []
    real = passwords.PasswordHasher.verify
    monkeypatch.setattr(passwords.PasswordHasher, "verify", lambda *args: counted.append(1) or real(*args))
    return counted


def unknown(member):
    return {"sign_in_name": "nobody-of-this-name", "password": WRONG}


def wrong(member):
    return {"sign_in_name": member.person.sign_in_name, "password": WRONG}


def inactive(member):
    with writing():
        session().get_one(Person, member.person_id).active = False
    return {"sign_in_name": member.person.sign_in_name, "password": PASSWORD}


def left(member):
    with writing():
        member.ended_at = clock.now()
    return {"sign_in_name": member.person.sign_in_name, "password": PASSWORD}


def paused(member):
    guesser = PageClient(current_app._get_current_object())
    for _try in range(5):
        guesser.post("/sign-in", wrong(member), status=422)
    return {"sign_in_name": member.person.sign_in_name, "password": PASSWORD}


def told(answer) -> str:
    """A page without what differs from request to request: keys, tokens, what was typed."""
    return re.sub(r'value="[^"]*"|content="[^"]*"', "", str(answer))


@pytest.mark.parametrize("path", [wrong, inactive, left, paused])
def test_every_failed_sign_in_reads_like_an_unknown_name(path, member, client):
    compared = client.post("/sign-in", path(member), status=422)
    assert told(compared) == told(client.post("/sign-in", unknown(member), status=422))


@pytest.mark.parametrize("path", [unknown, wrong, inactive, left, paused])
def test_every_failed_sign_in_runs_one_verification(path, member, client, verifications):
    fields = path(member)
    verifications.clear()
    client.post("/sign-in", fields, status=422)
    assert len(verifications) == 1


def test_a_right_sign_in_runs_one_verification(member, client, verifications):
    client.post("/sign-in", {"sign_in_name": member.person.sign_in_name, "password": PASSWORD})
    assert len(verifications) == 1


@pytest.mark.parametrize(("link", "form"), [("/invitation", "/invitation"), ("/reset", "/reset/password")])
@pytest.mark.parametrize("token", ["unknown-token", "用过", "a" * 500])
def test_a_link_that_does_not_hold_reads_like_no_link(link, form, token, client, app):
    client.browser.get(f"{link}/{token}")
    answers = [told(browser.get(form, status=404)) for browser in (client, PageClient(app))]
    assert without_number(answers[0]) == without_number(answers[1])


def without_number(page: str) -> str:
    """A problem page without the number to quote."""
    return re.sub(r"[0-9a-f]{12}", "", page)


def test_registering_a_known_code_answers_like_a_new_one(client, app):
    known = an_enterprise()
    new = PageClient(app)
    first = client.submit(client.get("/register"), **registration_fields(code=known.code))
    second = new.submit(new.get("/register"), **registration_fields(code=a_code(777777)))
    assert first == second
    assert told(client.get(first)) == told(new.get(second))


def test_the_holder_of_a_claimed_code_and_its_town_are_told(client):
    town = an_authority()
    known = an_enterprise()
    client.submit(client.get("/register"), **registration_fields(code=known.code))
    told_to = {(row.enterprise_id, row.authority_id) for row in session().scalars(select(Notice))}
    assert told_to == {(known.id, None), (None, town.id)}


def test_who_claims_a_known_code_sees_nothing_of_it(client):
    known = an_enterprise()
    fields = registration_fields(code=known.code)
    client.submit(client.get("/register"), **fields)
    client.post(
        "/sign-in", {"sign_in_name": fields["sign_in_name"], "password": fields["password"]}, status=422
    )
    assert session().scalars(select(JoinRequest)).one().enterprise_id == known.id
    assert session().scalars(select(SignIn)).all() == []


def test_a_claim_changes_nothing_of_the_enterprise(client):
    known = an_enterprise()
    before = (known.name, known.version)
    client.submit(client.get("/register"), **registration_fields(code=known.code, name="另一家有限公司"))
    again = session().get_one(Enterprise, known.id)
    assert (again.name, again.version) == before
