"""Signing in: one door, one answer, one verification."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts import actions, passwords
from portal.accounts.model import Person, SignIn
from portal.accounts.rules import Credentials, Role
from portal.audit import Event
from portal.db import session, writing
from portal.problems import Refused
from tests.accounts.build import a_second_place, visitor
from tests.build import AT, PASSWORD, a_member, an_authority, an_enterprise, the_actor


@pytest.fixture
def member():
    return a_member(an_enterprise(), "filer")


def signing_in(member, password=PASSWORD, at=AT):
    return actions.sign_in(Credentials(member.person.sign_in_name, password), by=visitor(), at=at)


def test_the_right_password_opens_a_sign_in(member):
    token = signing_in(member)
    assert len(token) >= 43
    assert session().scalars(select(SignIn)).one().membership_id == member.id


def test_the_table_keeps_the_digest_of_a_token_and_not_the_token(member):
    assert signing_in(member) != session().scalars(select(SignIn)).one().token_digest


def test_a_name_is_folded_before_it_is_compared(member):
    typed = Credentials(f" {member.person.sign_in_name.upper()}　", PASSWORD)
    assert actions.sign_in(typed, by=visitor(), at=AT)


def test_a_wrong_password_opens_nothing_and_is_an_event(member):
    with pytest.raises(Refused):
        signing_in(member, "another password 43")
    assert session().scalars(select(SignIn)).all() == []
    refusal = session().scalars(select(Event).where(Event.verb == "account.refuse_sign_in")).one()
    assert refusal.thing_key == member.person.key


def test_who_belongs_nowhere_any_more_is_refused(member):
    with writing():
        member.ended_at = AT
    with pytest.raises(Refused):
        signing_in(member)


def test_an_inactive_person_is_refused(member):
    with writing():
        session().get_one(Person, member.person_id).active = False
    with pytest.raises(Refused):
        signing_in(member)


def test_signing_in_again_ends_the_sign_in_that_the_browser_carried(member):
    first = signing_in(member)
    actions.sign_in(Credentials(member.person.sign_in_name, PASSWORD), first, by=visitor(), at=AT)
    assert [row.ended_at for row in session().scalars(select(SignIn).order_by(SignIn.id))] == [AT, None]


def test_who_has_several_memberships_begins_where_he_acted_last(member):
    second = a_second_place(member, an_authority(), Role.REVIEWER)
    signing_in(member)
    actions.act_in(second.key, "", by=the_actor(member), at=AT + timedelta(minutes=1))
    signing_in(member, at=AT + timedelta(minutes=2))
    newest = session().scalars(select(SignIn).order_by(SignIn.id.desc())).first()
    assert newest.membership_id == second.id


def test_a_hash_of_older_parameters_is_renewed_at_sign_in(member):
    old = passwords.PasswordHasher(time_cost=2, memory_cost=64, parallelism=1).hash(PASSWORD)
    with writing():
        session().get_one(Person, member.person_id).password_hash = old
    signing_in(member)
    session().expire_all()
    assert session().get_one(Person, member.person_id).password_hash != old
