"""What must be traceable is an event, and the chain tells of a change. Source: security.md §7, ASVS V16.3."""

import pytest
from sqlalchemy import select

from portal import audit, clock
from portal.accounts import members
from portal.accounts.rules import Place, Role
from portal.audit import Event
from portal.db import session
from portal.registry.model import Enterprise
from tests.build import PASSWORD, a_member, an_authority, an_enterprise, the_actor


@pytest.fixture
def filer():
    return a_member(an_enterprise(), "filer")


def verbs():
    return list(session().scalars(select(Event.verb).order_by(Event.id)))


def sign_in(client, member, password=PASSWORD, status=303):
    client.post("/sign-in", {"sign_in_name": member.person.sign_in_name, "password": password}, status=status)


def test_coming_and_going_are_events(client, filer):
    sign_in(client, filer, "not the right password 9", 422)
    sign_in(client, filer)
    client.post("/sign-out")
    assert verbs() == ["account.refuse_sign_in", "account.sign_in", "account.sign_out"]


def test_a_refusal_is_an_event_of_who_asked(client, filer):
    client.sign_in(filer).get("/members/invite", status=403)
    event = session().scalars(select(Event)).one()
    assert (event.verb, event.person_id) == ("access.deny", filer.person_id)
    assert (event.enterprise_id, event.after) == (
        filer.enterprise_id,
        {"endpoint": "members.invite", "method": "GET"},
    )


def test_a_refusal_names_the_thing_by_its_key_alone(client, filer):
    key = session().get_one(Enterprise, filer.enterprise_id).key
    client.sign_in(filer).post(f"/enterprises/{key}/confirm", status=403)
    assert session().scalars(select(Event)).one().after["enterprise_key"] == key


def test_what_is_not_found_is_no_event(client, filer):
    client.sign_in(filer).get("/filings/aaaaaaaaaaaaaaaa", status=404)
    assert verbs() == []


def test_a_change_of_roles_is_an_event_with_both(filer):
    boss = a_member(session().get_one(Enterprise, filer.enterprise_id), "administrator")
    members.change_place(
        filer, Place(frozenset({Role.SIGNER})), filer.version, by=the_actor(boss), at=clock.now()
    )
    event = session().scalars(select(Event)).one()
    assert (event.verb, event.before["roles"], event.after["roles"]) == (
        "membership.edit",
        ["filer"],
        ["signer"],
    )


def test_the_chain_holds_over_refusals_and_looks(client, filer):
    client.sign_in(filer).get("/members/invite", status=403)
    client.post(f"/members/{filer.key}/phone", status=200)
    official = a_member(an_authority(), "observer")
    client.sign_in(official).post(f"/members/{filer.key}/phone", status=200)
    assert verbs() == ["access.deny", "membership.show_phone", "membership.show_phone"]
    assert list(audit.broken_links()) == []


def test_no_event_holds_a_phone_or_a_name_of_a_person(client, filer):
    client.sign_in(filer).post(f"/members/{filer.key}/phone", status=200)
    event = session().scalars(select(Event)).one()
    assert filer.person.phone not in str((event.before, event.after))
