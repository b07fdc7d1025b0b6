"""Phones are hidden in lists; whoever looks at one leaves an event. Source: security.md §7, 个人信息保护法 art. 51."""

import pytest
from sqlalchemy import select

from portal.audit import Event
from portal.db import session
from tests.build import OTHER_TOWN, a_member, an_authority, an_enterprise

MEMBERS, MANAGERS = "13800001234", "13800005678"


@pytest.fixture
def enterprise():
    return an_enterprise()


@pytest.fixture
def colleague(enterprise):
    return a_member(enterprise, "filer")


@pytest.fixture
def official():
    return a_member(an_authority(), "reviewer")


def looks():
    """Who looked at which phone, as the chain tells it."""
    found = session().scalars(select(Event).where(Event.verb.endswith(".show_phone")))
    return [(event.person_id, event.thing_kind, event.thing_key, event.after) for event in found]


def place_of(enterprise, fact="safety_manager_phone"):
    return f"/enterprises/{enterprise.key}/phones/{fact}"


def test_no_list_shows_a_phone(client, enterprise, colleague, official):
    client.sign_in(official)
    for address in ("/overview/enterprises", f"/enterprises/{enterprise.key}", "/members"):
        page = client.get(address).get_text()
        assert MEMBERS not in page, address
        assert MANAGERS not in page, address
    assert looks() == []


def test_the_own_enterprise_reads_its_own_facts_in_full(client, colleague):
    assert MANAGERS in client.sign_in(colleague).get("/enterprise").get_text()


def test_who_looks_at_a_members_phone_is_remembered(client, colleague, official):
    client.sign_in(official)
    page = client.post(f"/members/{colleague.key}/phone", status=200)
    assert MEMBERS in page.main.get_text()
    assert looks() == [(official.person_id, "membership", colleague.key, None)]


def test_who_looks_at_an_enterprises_phone_is_remembered(client, enterprise, official):
    client.sign_in(official)
    assert MANAGERS in client.post(place_of(enterprise), status=200).main.get_text()
    assert looks() == [(official.person_id, "enterprise", enterprise.key, {"fact": "safety_manager_phone"})]


def test_in_its_row_the_phone_comes_alone(client, enterprise, official):
    client.sign_in(official)
    headers = {"HX-Request": "true"}
    part = client.browser.post(place_of(enterprise), data=client.tokens(), headers=headers).text
    assert MANAGERS in part
    assert "<html" not in part


def test_the_list_leads_to_the_phone_and_back_where_no_script_runs(client, enterprise, official):
    client.sign_in(official)
    form = client.get("/overview/enterprises").select_one("form.phone")
    address = "/overview/enterprises"
    page = client.post(form["action"], status=200, headers={"Referer": f"http://localhost{address}"})
    assert MANAGERS in page.main.get_text()
    assert page.main.select_one(f'a.btn[href="{address}"]')


@pytest.mark.parametrize("fact", ["code", "password_hash", "safety_manager", "metadata"])
def test_nothing_but_a_phone_is_shown(client, enterprise, official, fact):
    client.sign_in(official).post(place_of(enterprise, fact), status=404)
    assert looks() == []


def test_outside_ones_scope_there_is_no_phone(client, enterprise, colleague):
    client.sign_in(a_member(an_authority(OTHER_TOWN), "reviewer"))
    client.post(place_of(enterprise), status=404)
    client.post(f"/members/{colleague.key}/phone", status=404)
    assert looks() == []
