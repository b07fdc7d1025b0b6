"""Fields that no form offers change nothing, on every form route. Source: security.md §1, ASVS V15.3.3."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.exceptions import HTTPException

from portal import clock
from portal.access import SYSTEM, act_as
from portal.config import Settings
from portal.db import session
from portal.filings import reviewing
from portal.filings.model import Filing
from tests.build import TOWN, an_enterprise
from tests.security.contents import Rows, contents, differing, keeper
from tests.security.filling import filled
from tests.security.test_routes import EXPECTED, address_of, named_things, routes, signed_in
from tests.security.world import World, the_world

WHO = ("signer", "administrator", "town reviewer", "town inspector", "county reviewer", "town administrator")
"""Between them they are offered every form."""

MANY_FACES = {"registry.show", "review.show", "filings.show", "enforcement.show", "members.index"}
"""Pages that offer different forms to different people; the others are opened by the first who may."""

RANDOM = ("sign_in", "once_key", "sign_in_attempts")


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


def the_forms(app: Flask, world: World, *things: str) -> dict[str, Sent]:
    """One form for each endpoint that takes one; of the pages about these things only, where some are named."""
    forms: dict[str, Sent] = {}
    opened = set()
    for who in WHO:
        client = signed_in(app, world, who)
        for found in routes(app):
            fresh = found.endpoint not in opened or found.endpoint in MANY_FACES
            about = not things or set(things) & set(named_things(found))
            if who in EXPECTED[found.endpoint] and "GET" in (found.methods or ()) and fresh and about:
                opened.add(found.endpoint)
                address = address_of(found, world)
                for action, fields in forms_of(client.browser.get(address), address):
                    forms.setdefault(endpoint_of(app, action), Sent(who, action, fields))
    return {endpoint: sent for endpoint, sent in forms.items() if endpoint in EXPECTED}


def forms_of(answer: Any, address: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if answer.status_code == 200 and answer.mimetype == "text/html":
        for form in BeautifulSoup(answer.text, "html.parser").select("form[method=post]"):
            yield form.get("action") or address, filled(form)


def endpoint_of(app: Flask, address: str) -> str:
    try:
        return str(app.url_map.bind("localhost").match(address.split("?")[0], method="POST")[0])
    except HTTPException:
        return ""


def saved_by_itself(app: Flask, world: World) -> dict[str, Sent]:
    """What scripts send: one field at a time."""
    act_as(SYSTEM)
    risk, control, filing = (world.keys[thing] for thing in ("risk", "control", "filing"))
    place = {"field": "place", "place": "新", "was": "冲压车间2号冲床"}
    department = {"field": "department", "department": "新", "was": "生产部"}
    likelihood = {"field": "L", "L": "6", "was": "3"}
    return {
        "risks.save_field": Sent("filer", f"/risks/{risk}/field", place),
        "risks.save_control": Sent("filer", f"/controls/{control}/field", department),
        "risks.save_grading": Sent("filer", f"/risks/{risk}/grading/field", likelihood),
        "review.accept_row": Sent("town reviewer", f"/review/{filing}/accept", {"path": f"/risks/{risk}"}),
    }


def test_fields_that_no_form_offers_change_nothing(app: Flask, world: World, settings: Settings) -> None:
    compare(app, world, settings, {**the_forms(app, world), **saved_by_itself(app, world)}, least=36)


def test_nor_do_they_while_a_filing_is_looked_at(app: Flask, world: World, settings: Settings) -> None:
    by = world.actors["town reviewer"]
    act_as(by)
    reviewing.open_review(
        session().query(Filing).filter_by(key=world.keys["filing"]).one(), by=by, at=clock.now()
    )
    compare(app, world, settings, the_forms(app, world, "filing"), least=4)


def test_nor_do_they_before_an_enterprise_is_confirmed_or_a_report_submitted(
    app: Flask, world: World, settings: Settings
) -> None:
    act_as(SYSTEM)
    world.keys["enterprise"] = an_enterprise(TOWN, confirmed=False).key
    compare(app, world, settings, the_forms(app, world, "enterprise"), least=5)


def compare(app: Flask, world: World, settings: Settings, forms: dict[str, Sent], least: int) -> None:
    """Send each form twice from the same beginning: as it is offered, and with more."""
    bring_back = keeper(settings)
    taken = []
    for endpoint, sent in forms.items():
        bring_back()
        status, plain = what_follows(app, world, sent, {})
        bring_back()
        forged, with_more = what_follows(app, world, sent, extra(world))
        assert (endpoint, forged, differing(plain, with_more)) == (endpoint, status, [])
        taken += [endpoint] if status < 400 else []
    assert len(taken) >= least, sorted(set(forms) - set(taken))


def what_follows(app: Flask, world: World, sent: Sent, more: dict[str, Any]) -> tuple[int, Rows]:
    client = signed_in(app, world, sent.who)
    offered = {name: value for name, value in more.items() if name not in sent.fields}
    answer = client.browser.post(sent.action, data={**sent.fields, **client.tokens(), **offered})
    return answer.status_code, contents(without=RANDOM)
