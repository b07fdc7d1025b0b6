"""Every unsafe request carries a token of its session and comes from our own pages. Source: security.md §3."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask, url_for

from portal import clock
from tests.build import a_member, an_enterprise
from tests.client import PageClient

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def addresses(app: Flask):
    """Every unsafe route with some address."""
    for found in app.url_map.iter_rules():
        for method in UNSAFE & (found.methods or set()):
            values = {
                name: 2026 if name.endswith(("_id", "year")) else "aaaaaaaaaaaaaaaa"
                for name in found.arguments
            }
            yield method, url_for(found.endpoint, **values)


@pytest.fixture
def signed_in(client):
    return client.sign_in(a_member(an_enterprise(), "filer", "signer", "administrator"))


def test_every_unsafe_route_refuses_a_request_without_token(app, signed_in):
    answers = {
        (method, address): signed_in.browser.open(address, method=method).status_code
        for method, address in addresses(app)
    }
    assert answers
    assert set(answers.values()) == {400}, {asked for asked, status in answers.items() if status != 400}


def test_a_token_of_another_session_is_refused(app, signed_in):
    stranger = PageClient(app).tokens()
    assert signed_in.browser.post("/sign-out", data=stranger).status_code == 400


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost.evil.example", "null"])
def test_a_foreign_origin_is_refused_even_with_the_token(signed_in, origin):
    answer = signed_in.browser.post("/sign-out", data=signed_in.tokens(), headers={"Origin": origin})
    assert answer.status_code == 400


def test_our_own_origin_is_let_in(signed_in):
    answer = signed_in.browser.post(
        "/sign-out", data=signed_in.tokens(), headers={"Origin": "http://localhost"}
    )
    assert answer.status_code == 303


def test_a_token_holds_as_long_as_its_session(signed_in):
    fields = signed_in.tokens()
    with time_machine.travel(clock.now() + timedelta(minutes=59)):
        assert signed_in.browser.post("/account/password", data=fields).status_code == 422


@pytest.mark.parametrize("fields", [{}, {"csrf_token": "stale"}], ids=str)
def test_a_script_with_a_stale_token_is_asked_to_sign_in(signed_in, fields):
    answer = signed_in.browser.post("/sign-out", data=fields, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (401, "signin")
    assert "<html" not in answer.text


def test_an_expired_form_keeps_what_was_typed_and_no_password(client):
    page = client.post(
        "/sign-in", {"csrf_token": "old", "sign_in_name": "typed-by-me", "password": "kept secret"}, 400
    )
    assert "typed-by-me" in str(page)
    assert "kept secret" not in str(page)


def test_no_view_that_changes_something_answers_get(app):
    for found in app.url_map.iter_rules():
        if (
            found.endpoint.rsplit(".", 1)[-1]
            in (
                "sign_out",
                "act_in",
                "end_sign_in",
                "read",
                "read_all",
                "join",
            )
            or found.endpoint == "members.withdraw"
        ):
            assert "GET" not in (found.methods or set())
