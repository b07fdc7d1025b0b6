"""What every answer says to the browser. Source: security.md §3."""

import pytest

from tests.build import a_member, an_enterprise

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
PAGES = ["/sign-in", "/register", "/no-such-page", "/account", "/members"]


@pytest.fixture
def signed_in(client):
    return client.sign_in(a_member(an_enterprise(), "filer", "administrator"))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()"),
        ("Cache-Control", "no-store"),
    ],
)
def test_every_page_carries_the_header(signed_in, address, name, value):
    assert signed_in.browser.get(address).headers[name] == value


def test_over_http_the_browser_is_not_told_to_upgrade(signed_in):
    headers = signed_in.browser.get("/account").headers
    assert "Strict-Transport-Security" not in headers
    assert "upgrade-insecure-requests" not in headers["Content-Security-Policy"]


def test_a_session_that_is_over_answers_htmx_with_401_and_asks_for_a_sign_in(client):
    answer = client.browser.get("/account", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (401, "signin")


def test_a_page_with_fragments_varies_by_who_asks(signed_in):
    assert "HX-Request" in signed_in.browser.get("/notices").headers["Vary"]
