"""Arguments of an address are no orders to those who build the links of a page. Source: security.md §3."""

import pytest

from tests.build import a_member, an_authority, an_enterprise

MADE_UP = [
    "_scheme=javascript&_external=1&_anchor=%0aalert(1)", "_external=1", "_method=POST", "endpoint=accounts.sign_out",
    "_anchor=x", "self=1", "filename=x", "values=1", "_external=1&_scheme=http&_host=evil.example",
]  # fmt: skip


OURS = ("/", "#", "?", "tel:")


def links(page):
    return [element[name] for name in ("href", "action") for element in page.select(f"[{name}]")]


@pytest.mark.parametrize("query", MADE_UP)
def test_every_link_of_a_page_stays_in_the_portal(client, query):
    an_enterprise()
    client.sign_in(a_member(an_authority(), "chief"))
    for address in ("/enterprises", "/overview/enterprises", "/overview/enterprises/export", "/papers"):
        found = links(client.get(f"{address}?{query}&size=20"))
        assert [link for link in found if not link.startswith(OURS)] == []
        assert not [link for link in found if link.startswith("//")]


@pytest.mark.parametrize("query", MADE_UP)
def test_a_register_with_filters_keeps_its_links_too(client, query):
    client.sign_in(a_member(an_enterprise(), "filer"))
    found = links(client.get(f"/risks?{query}&words=x"))
    assert [link for link in found if not link.startswith(OURS)] == []


@pytest.mark.parametrize("path", ["//evil.example", "/%2F/evil.example", "/\\evil.example", "/no-such-page"])
def test_a_page_that_does_not_exist_links_home(client, path):
    answer = client.browser.get(path)
    assert "evil.example" not in answer.text
