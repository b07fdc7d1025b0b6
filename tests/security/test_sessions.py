"""Sign-ins live in the table: what it ends is ended, whatever a cookie still says. Source: security.md §3."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal import clock
from portal.accounts import actions, members
from portal.accounts.model import Membership, Person, SignIn
from portal.accounts.passwords import verify
from portal.accounts.rules import PasswordChange, Place, Role
from portal.db import session, writing
from portal.registry.model import Enterprise
from tests.accounts.build import GOOD, a_second_place
from tests.build import PASSWORD, a_member, an_authority, an_enterprise, the_actor
from tests.client import PageClient

ENTRY = "/account"


@pytest.fixture
def member():
    return a_member(an_enterprise(), "filer")


@pytest.fixture
def signed_in(client, member):
    sign_in(client, member)
    return client


def sign_in(client: PageClient, member: Membership, password: str = PASSWORD) -> str:
    name = member.person.sign_in_name
    return client.post("/sign-in", {"sign_in_name": name, "password": password})


def token_of(client: PageClient) -> str:
    with client.browser.session_transaction() as cookie:
        return cookie.get("_user_id", "")


def is_in(client: PageClient) -> bool:
    return client.browser.get(ENTRY).status_code == 200


def test_signing_in_opens_the_door(signed_in):
    assert is_in(signed_in)


def test_a_cookie_copied_before_sign_out_opens_nothing(signed_in, app):
    copied = token_of(signed_in)
    signed_in.post("/sign-out")
    thief = PageClient(app)
    with thief.browser.session_transaction() as cookie:
        cookie["_user_id"] = copied
    assert not is_in(thief)


def test_a_session_begun_before_sign_in_does_not_live_on(client, member):
    with client.browser.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    sign_in(client, member)
    with client.browser.session_transaction() as cookie:
        assert "planted" not in cookie


def test_each_sign_in_has_a_new_token(client, member):
    sign_in(client, member)
    first = token_of(client)
    client.post("/sign-out")
    sign_in(client, member)
    assert token_of(client) != first


def test_a_changed_password_signs_other_browsers_out_and_not_this_one(signed_in, member, app):
    other = PageClient(app)
    sign_in(other, member)
    signed_in.post("/account/password", {"password": PASSWORD, "new_password": GOOD})
    assert (is_in(signed_in), is_in(other)) == (True, False)


def test_changed_roles_sign_the_member_out(signed_in, member):
    boss = a_member(session().get_one(Enterprise, member.enterprise_id), "administrator")
    place = Place(frozenset({Role.SIGNER}))
    members.change_place(member, place, member.version, by=the_actor(boss), at=clock.now())
    assert not is_in(signed_in)


def test_an_ended_membership_signs_the_member_out(signed_in, member):
    with writing():
        session().get_one(Membership, member.id).ended_at = clock.now()
    assert not is_in(signed_in)


def test_a_closed_account_is_signed_out(signed_in, member):
    with writing():
        session().get_one(Person, member.person_id).active = False
    assert not is_in(signed_in)


@pytest.mark.parametrize(("minutes", "lives"), [(59, True), (61, False)])
def test_a_person_of_an_enterprise_is_out_after_an_idle_hour(signed_in, minutes, lives):
    with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
        assert is_in(signed_in) is lives


@pytest.mark.parametrize(("minutes", "lives"), [(29, True), (31, False)])
def test_an_official_is_out_after_half_an_idle_hour(client, minutes, lives):
    sign_in(client, a_member(an_authority(), "reviewer"))
    with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
        assert is_in(client) is lives


def test_nobody_stays_longer_than_twelve_hours(signed_in):
    began = clock.now()
    for hours in range(1, 25):
        with time_machine.travel(began + timedelta(minutes=30 * hours - 1)):
            assert is_in(signed_in)
    with time_machine.travel(began + timedelta(hours=12, minutes=1)):
        assert not is_in(signed_in)


def test_polling_does_not_prolong_a_session(signed_in):
    began = clock.now()
    with time_machine.travel(began + timedelta(minutes=40)):
        signed_in.browser.get(ENTRY, headers={"X-Polling": "1"})
    with time_machine.travel(began + timedelta(minutes=61)):
        assert not is_in(signed_in)


def test_one_sees_and_ends_ones_own_sign_ins(signed_in, member, app):
    other = PageClient(app)
    sign_in(other, member)
    signed_in.submit(signed_in.get(ENTRY))
    assert (is_in(signed_in), is_in(other)) == (True, False)


def test_an_administrator_signs_a_member_out_everywhere(signed_in, member, app):
    boss = PageClient(app)
    boss.sign_in(a_member(session().get_one(Enterprise, member.enterprise_id), "administrator"))
    boss.post(f"/members/{member.key}/end-sign-ins")
    assert not is_in(signed_in)


def test_anothers_sign_in_is_not_found(signed_in, app):
    stranger = PageClient(app)
    sign_in(stranger, a_member(an_enterprise(), "filer"))
    key = session().scalars(select(SignIn.key).order_by(SignIn.id.desc())).first()
    signed_in.post(f"/account/sign-ins/{key}/end", status=404)
    assert is_in(stranger)


def test_acting_elsewhere_begins_a_new_session(signed_in, member):
    place = a_second_place(member, an_enterprise(), Role.FILER)
    before = token_of(signed_in)
    signed_in.post(f"/account/places/{place.key}/act")
    assert token_of(signed_in) != before
    assert place.organisation in signed_in.get(ENTRY).get_text()


def test_nobody_acts_in_anothers_membership(signed_in):
    other = a_member(an_enterprise(), "administrator")
    signed_in.post(f"/account/places/{other.key}/act", status=404)


def test_the_cookie_is_closed_to_scripts_and_to_foreign_pages(client, member):
    answer = client.browser.post(
        "/sign-in", data={**client.tokens(), "sign_in_name": member.person.sign_in_name, "password": PASSWORD}
    )
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("anbao="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_new_password_opens_and_the_old_does_not(member):
    actions.change_password(PasswordChange(PASSWORD, GOOD), "", by=the_actor(member), at=clock.now())
    person = session().get_one(Person, member.person_id)
    assert (verify(person.password_hash, GOOD), verify(person.password_hash, PASSWORD)) == (True, False)
