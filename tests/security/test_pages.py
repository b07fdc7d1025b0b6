"""What holds for every page that somebody may open: it changes nothing, its forms count once, its headers stand."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from tests.client import PageClient
from tests.security.contents import contents, differing
from tests.security.test_headers import POLICY
from tests.security.test_mass_assignment import endpoint_of
from tests.security.test_routes import EXPECTED, address_of, routes, signed_in
from tests.security.world import World, the_world

WHO = ("signer", "administrator", "town reviewer", "county chief")
PRINTS = {"documents.download"}
"""Who downloads a paper before the worker has printed it does not wait for the worker."""

KEPT_FOR_EVER = {"stylesheet"}


class Opened(NamedTuple):
    """An answer to one GET."""

    endpoint: str
    answer: TestResponse

    @property
    def is_page(self) -> bool:
        return self.answer.status_code == 200 and self.answer.mimetype == "text/html"


@pytest.fixture
def world() -> World:
    return the_world()


def opened(app: Flask, world: World, client: PageClient, who: str, **headers: str) -> Iterator[Opened]:
    """Everything that somebody may look at."""
    for found in routes(app):
        if (
            "GET" in (found.methods or ())
            and who in EXPECTED[found.endpoint]
            and found.endpoint not in PRINTS
        ):
            yield Opened(found.endpoint, client.browser.get(address_of(found, world), headers=headers))


@pytest.mark.parametrize("who", WHO)
def test_looking_changes_nothing_and_every_answer_is_hardened(app: Flask, world: World, who: str) -> None:
    client = signed_in(app, world, who)
    before = contents(without=("sign_in",))
    for found in opened(app, world, client, who):
        check_headers(found)
        if found.is_page and found.endpoint != "gallery":
            check_forms(app, found)
    assert differing(before, contents(without=("sign_in",))) == []


def check_headers(found: Opened) -> None:
    headers = found.answer.headers
    sandboxed = headers.get("Content-Disposition", "").startswith("attachment")
    assert headers["Content-Security-Policy"] == ("sandbox; default-src 'none'" if sandboxed else POLICY), (
        found
    )
    assert headers["X-Content-Type-Options"] == "nosniff", found
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin", found
    assert headers["Cache-Control"] == "no-store" or found.endpoint in KEPT_FOR_EVER, found


def check_forms(app: Flask, found: Opened) -> None:
    for form in BeautifulSoup(found.answer.text, "html.parser").select("form[method=post]"):
        action = form.get("action") or found.answer.request.path
        hidden = {field["name"] for field in form.select("input[type=hidden]")}
        assert "csrf_token" in hidden, (found.endpoint, action)
        view = app.view_functions[endpoint_of(app, action)]
        assert "once" in hidden or view.repeatable, (found.endpoint, action)  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["signer", "town reviewer"])
def test_a_part_of_a_page_says_that_it_depends_on_who_asks(app: Flask, world: World, who: str) -> None:
    client = signed_in(app, world, who)
    for found in opened(app, world, client, who, **{"HX-Request": "true"}):
        assert found.answer.status_code < 400 or found.answer.status_code in (404, 409, 422), found
        if found.is_page and "<html" not in found.answer.text and "HX-Location" not in found.answer.headers:
            assert "HX-Request" in found.answer.headers["Vary"], found
            assert "<html" in client.browser.get(found.answer.request.path).text, found


def test_a_script_of_a_visitor_is_told_to_open_the_sign_in(app: Flask, world: World) -> None:
    client = PageClient(app)
    for found in routes(app):
        if "visitor" not in EXPECTED[found.endpoint]:
            for method in sorted((found.methods or set()) - {"HEAD", "OPTIONS"}):
                answer = client.browser.open(
                    address_of(found, world),
                    method=method,
                    data=client.tokens(),
                    headers={"HX-Request": "true"},
                )
                assert (answer.status_code, answer.headers.get("HX-Trigger")) == (401, "signin"), (
                    found.endpoint
                )
                assert "<html" not in answer.text, found.endpoint


def test_a_script_without_the_right_gets_a_sentence_and_no_page(app: Flask, world: World) -> None:
    client = signed_in(app, world, "county observer")
    for found in routes(app):
        if "county observer" not in EXPECTED[found.endpoint]:
            for method in sorted((found.methods or set()) - {"HEAD", "OPTIONS"}):
                answer = client.browser.open(
                    address_of(found, world),
                    method=method,
                    data=client.tokens(),
                    headers={"HX-Request": "true"},
                )
                assert answer.status_code in (403, 404), found.endpoint
                assert "<html" not in answer.text, found.endpoint
