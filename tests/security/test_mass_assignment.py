"""Fields that no form offers change nothing, on every form route. Source: security.md §1, ASVS V15.3.3."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from portal.config import Settings
from tests.client import PageClient
from tests.security.contents import Rows, contents, keeper
from tests.security.filling import filled
from tests.security.test_routes import address_of, routes, signed_in
from tests.security.world import World, the_world

WHO = ("signer", "administrator", "town reviewer", "town inspector", "town administrator", "county reviewer")
"""Between them they are offered every form."""

UNSEEN = {"accounts.reset", "accounts.invitation", "accounts.join", "registry.resubmit", "decisions.restore"}


class Sent(NamedTuple):
    """A form as somebody sends it."""

    who: str
    action: str
    fields: dict[str, Any]


@pytest.fixture
def world(settings: Settings) -> World:
    if not settings.sqlite:
        pytest.skip("compares two runs from one file; what forms read does not depend on the database")
    return the_world()


def extra(world: World) -> dict[str, Any]:
    """What an attacker adds: the owner, the state, the roles, ids and keys."""
    own, other = world.actors["own signer"], world.actors["other signer"]
    return {
        "enterprise_id": other.enterprise_id, "enterprise": other.enterprise_id, "region_path": other.region_path,
        "state": "approved", "_state": "approved", "stage": 9, "role_codes": "chief", "role": "chief",
        "authority_id": world.actors["county chief"].authority_id, "person_id": other.person_id,
        "membership_id": own.membership_id, "id": 1, "key": "aaaaaaaaaaaaaaaa", "version": 99, "active": "1",
        "kind": "authority", "level": "county", "decided_at": "2020-01-01", "removed_at": "2020-01-01",
        "password_hash": "x", "digest": "x", "is_admin": "1",
    }  # fmt: skip


def forms_of(app: Flask, world: World, who: str) -> Iterator[tuple[str, Sent]]:
    """Every form of every page that somebody may open, by the endpoint that it is sent to."""
    client = signed_in(app, world, who)
    for found in routes(app):
        if "GET" not in (found.methods or set()):
            continue
        address = address_of(found, world)
        answer = client.browser.get(address)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            for form in client.get(address).select("main form[method=post]"):
                action = form.get("action") or address
                yield endpoint_of(app, action), Sent(who, action, filled(form))


def endpoint_of(app: Flask, address: str) -> str:
    try:
        return str(app.url_map.bind("localhost").match(address.split("?")[0], method="POST")[0])
    except HTTPException:
        return ""


def sent_and_seen(app: Flask, world: World, sent: Sent, more: dict[str, Any]) -> tuple[int, Rows]:
    client: PageClient = signed_in(app, world, sent.who)
    offered = {name: value for name, value in more.items() if name not in sent.fields}
    fields = {**sent.fields, **client.tokens(), **offered}
    status = client.browser.post(sent.action, data=fields).status_code
    return status, contents(without=("sign_in", "once_key", "sign_in_attempts"))


def test_fields_that_no_form_offers_change_nothing(app: Flask, world: World, settings: Settings) -> None:
    forms: dict[str, Sent] = {}
    for who in WHO:
        for endpoint, sent in forms_of(app, world, who):
            forms.setdefault(endpoint, sent)
    more = extra(world)
    bring_back = keeper(settings)
    done = set()
    for endpoint, sent in forms.items():
        bring_back()
        plain, without = sent_and_seen(app, world, sent, {})
        bring_back()
        forged, with_more = sent_and_seen(app, world, sent, more)
        assert (forged, with_more) == (plain, without), endpoint
        if plain < 400:
            done.add(endpoint)
    print(sorted(set(forms) - done)); print(sorted({r.endpoint for r in routes(app) if "POST" in r.methods} - set(forms)))
