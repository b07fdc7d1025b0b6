"""A sign-in leads to pages of the portal and nowhere else. Source: security.md §3."""

import pytest

from portal.accounts.returning import safe_next
from tests.build import PASSWORD, a_member, an_enterprise

FOREIGN = [
    "//evil.example", "https://evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example",
    "/\n/evil.example",
    "///evil.example", "evil.example", "javascript:alert(1)", "/sign-in\r\nSet-Cookie: a=b", "//evil.example/account",
    "/no-such-page", "/sign-out", "", " /account", "/%09/evil.example", "http:/account", "/.//evil.example",
]  # fmt: skip


@pytest.mark.parametrize("address", FOREIGN)
def test_an_address_that_is_no_page_of_ours_leads_home(address):
    assert safe_next(address) == "/"


@pytest.mark.parametrize("address", ["/account", "/members?x=1", "/enterprises?q=%E5%A6%82&after=a.b"])
def test_a_page_of_ours_is_where_one_goes(address):
    assert safe_next(address) == address


@pytest.mark.parametrize("address", FOREIGN)
def test_the_sign_in_never_sends_the_browser_away(client, address):
    member = a_member(an_enterprise(), "filer")
    fields = {"sign_in_name": member.person.sign_in_name, "password": PASSWORD, "next": address}
    assert client.post("/sign-in", fields) == "/"


def test_who_is_asked_to_sign_in_comes_back_to_the_page(client):
    member = a_member(an_enterprise(), "filer")
    led = client.browser.get("/members?x=1").headers["Location"]
    fields = {"sign_in_name": member.person.sign_in_name, "password": PASSWORD}
    assert client.submit(client.get(led), **fields) == "/members?x=1"
