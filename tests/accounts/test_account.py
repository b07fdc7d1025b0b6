"""What a person does with his own account."""

from datetime import timedelta
from itertools import pairwise

import pytest
from flask import current_app
from sqlalchemy import select

from portal.accounts import actions
from portal.accounts.model import OldPassword, Person
from portal.accounts.passwords import hash_password, verify
from portal.accounts.rules import Contact, Credentials, PasswordChange, Role, device_name
from portal.audit import Event
from portal.db import session, writing
from portal.problems import NotFound, Refused
from tests.accounts.build import GOOD, a_second_place, visitor
from tests.build import AT, PASSWORD, a_member, an_enterprise, the_actor


@pytest.fixture
def member():
    return a_member(an_enterprise(), "signer")


@pytest.fixture
def dengbao(monkeypatch):
    settings = current_app.config["SETTINGS"].model_copy(update={"password_profile": "dengbao"})
    monkeypatch.setitem(current_app.config, "SETTINGS", settings)


def change(member, new, old=PASSWORD):
    actions.change_password(PasswordChange(old, new), "", by=the_actor(member), at=AT)


def test_a_change_of_password_asks_for_the_old_one(member):
    with pytest.raises(Refused) as caught:
        change(member, GOOD, old="not the old one 12")
    assert caught.value.field == "password"


def test_a_weak_new_password_is_refused_at_its_field(member):
    with pytest.raises(Refused) as caught:
        change(member, member.person.sign_in_name + "1234")
    assert caught.value.field == "new_password"


def test_the_old_password_is_no_new_one(member):
    with pytest.raises(Refused):
        change(member, PASSWORD)


def test_a_change_of_password_is_an_event_without_the_password(member):
    change(member, GOOD)
    happened = session().scalars(select(Event).where(Event.verb == "account.change_password")).one()
    assert (happened.before, happened.after) == (None, None)


def test_under_nist_no_old_hashes_are_kept(member):
    change(member, GOOD)
    assert session().scalars(select(OldPassword)).all() == []


@pytest.mark.usefixtures("dengbao")
def test_under_dengbao_the_last_five_passwords_are_not_used_again(member):
    row = [f"Tulip moon river {word}" for word in ("one", "two", "three", "four", "five", "six")]
    with writing():
        session().get_one(Person, member.person_id).password_hash = hash_password(row[0])
    for old, new in pairwise(row[:5]):
        change(member, new, old)
    with pytest.raises(Refused):
        change(member, row[0], row[4])
    change(member, row[5], row[4])
    change(member, row[0], row[5])


@pytest.mark.usefixtures("dengbao")
@pytest.mark.parametrize(("days", "led"), [(89, False), (91, True)])
def test_under_dengbao_a_password_of_90_days_leads_to_its_change_and_nowhere_else(client, member, days, led):
    with writing():
        person = session().get_one(Person, member.person_id)
        person.password_changed_at = actions.clock.now() - timedelta(days=days)
    client.sign_in(member)
    answer = client.browser.get("/members")
    assert (answer.headers.get("Location") == "/account/password") is led


def test_a_right_confirmation_passes(member):
    actions.confirm_password(the_actor(member), PASSWORD)


def test_a_wrong_confirmation_is_refused_and_kept_as_an_event(member):
    with pytest.raises(Refused) as caught:
        actions.confirm_password(the_actor(member), "not the password 12")
    assert caught.value.field == "password"
    assert session().scalars(select(Event.verb)).all()[-1] == "account.refuse_confirmation"


def test_a_wrong_confirmation_leaves_the_form_usable(client, member):
    client.sign_in(member)
    page = client.get("/account/contact")
    again = client.submit(page, 422, password="not the password 12", phone="13911112222")
    client.submit(again, 303, password=PASSWORD)
    assert session().get_one(Person, member.person_id).phone == "13911112222"


def test_phone_and_mail_enter_the_chain_as_digests(member):
    actions.change_contact(Contact("13911112222", "a@example.com"), PASSWORD, by=the_actor(member), at=AT)
    happened = session().scalars(select(Event).where(Event.verb == "account.change_contact")).one()
    assert "13911112222" not in str(happened.after)
    assert "example" not in str(happened.after)


def test_nobody_acts_where_he_does_not_belong(member):
    other = a_member(an_enterprise(), "signer")
    with pytest.raises(NotFound):
        actions.act_in(other.key, "", by=the_actor(member), at=AT)


def test_acting_elsewhere_is_an_event_of_that_organisation(member):
    other = an_enterprise()
    place = a_second_place(member, other, Role.FILER)
    actions.act_in(place.key, "", by=the_actor(member), at=AT)
    happened = session().scalars(select(Event).where(Event.verb == "account.sign_in")).one()
    assert (happened.enterprise_id, happened.membership_id) == (other.id, place.id)


def test_a_reset_lets_a_paused_account_start_anew(member):
    name = member.person.sign_in_name
    for _time in range(6):
        with pytest.raises(Refused):
            actions.sign_in(Credentials(name, "not the password 12"), by=visitor(), at=AT)
    with writing():
        address = actions.new_reset_link(session().get_one(Person, member.person_id), AT)
    actions.reset_password(address.rsplit("/", 1)[-1], GOOD, by=visitor(), at=AT)
    assert actions.sign_in(Credentials(name, GOOD), by=visitor(), at=AT)


def test_a_password_reset_takes_the_new_one(member):
    with writing():
        address = actions.new_reset_link(session().get_one(Person, member.person_id), AT)
    actions.reset_password(address.rsplit("/", 1)[-1], GOOD, by=visitor(), at=AT)
    session().expire_all()
    assert verify(session().get_one(Person, member.person_id).password_hash, GOOD)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) (KHTML, like Gecko) Chrome/86.0 Safari/537.36", "Chrome 86, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge 120, Windows"),
        ("Mozilla/5.0 (iPhone; iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari 17, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128, Linux"),
        ("curl/8.0 <script>", ""),
    ],
)  # fmt: skip
def test_a_browser_is_called_as_people_know_it(user_agent, name):
    assert device_name(user_agent) == name


@pytest.mark.parametrize("address", ["/account", "/account/password", "/account/contact"])
def test_pages_of_the_account_stand(client, member, address):
    client.sign_in(member).get(address)
