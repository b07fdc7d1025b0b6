"""The accounts of the demo city: named, derived, good enough, and right."""

import json

import pytest
from sqlalchemy import select

from portal.access import PUBLIC, SYSTEM, act_as
from portal.accounts import passwords
from portal.accounts.actions import sign_in
from portal.accounts.model import Person
from portal.accounts.passwords import Policy, weakness
from portal.accounts.rules import Credentials
from portal.db import session
from portal.demo import listing, people
from portal.demo.city import companies, offices
from portal.demo.passwords import password_of
from tests.demo.conftest import NOW

pytestmark = pytest.mark.timeout(600)

ROLES = {
    "filer", "signer", "administrator", "town_reviewer", "county_reviewer", "county_inspector", "county_chief",
    "county_observer", "county_administrator",
}  # fmt: skip


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_derived_password_keeps_the_strictest_policy(app, role):
    strict = Policy(12, classes=3)
    assert (
        weakness(password_of(role, "a secret of this instance"), strict, ["如皋市砚湖火腿食品有限公司"])
        is None
    )


def test_another_instance_has_other_passwords():
    assert password_of("filer", "one secret") != password_of("filer", "another secret")


def test_one_account_per_role_is_named(city):
    found = listing.accounts(everybody=False)
    assert {one.role for one in found} == ROLES
    assert len(found) == len(ROLES)


def test_every_account_named_can_sign_in(city):
    for one in listing.accounts(everybody=False):
        act_as(PUBLIC)
        assert sign_in(Credentials(one.sign_in, one.password), by=PUBLIC, at=NOW)


def test_the_command_names_everybody_as_json(city, app):
    found = json.loads(app.test_cli_runner().invoke(args=["demo", "accounts", "--json"]).output)
    everybody = [
        one.sign_in
        for home in (*offices(), *companies())
        for one in (getattr(home, "staff", None) or home.people)
    ]
    assert {one["sign_in"] for one in found} == set(everybody)
    assert all(set(one) == {"role", "sign_in", "password", "organisation", "first_page"} for one in found)


def test_no_quick_hash_outlives_the_loading(city):
    act_as(SYSTEM)
    kept = {person.password_hash for person in session().scalars(select(Person))}
    assert not any(passwords.needs_rehash(one) for one in kept)
    assert people.secret()
