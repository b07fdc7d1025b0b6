"""One-time links: looking changes nothing, the form works once, the token does not travel. Source: security.md §2."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal import clock
from portal.accounts import members
from portal.accounts.model import Invitation, Membership, ResetLink
from portal.accounts.rules import Role
from portal.db import session
from tests.accounts.build import GOOD, an_account, an_invitation
from tests.build import a_member, an_enterprise, the_actor
from tests.client import PageClient


@pytest.fixture
def enterprise():
    return an_enterprise()


@pytest.fixture
def boss(enterprise):
    return a_member(enterprise, "administrator")


@pytest.fixture
def invitation(enterprise, boss):
    handed = members.invite(
        enterprise.organisation, an_invitation(Role.SIGNER), by=the_actor(boss), at=clock.now()
    )
    return path_of(handed)


@pytest.fixture
def reset(enterprise, boss):
    handed = members.reset(a_member(enterprise, "filer"), by=the_actor(boss), at=clock.now())
    return path_of(handed)


def path_of(handed):
    return re.sub(r"^https?://[^/]+", "", handed.address)


def fill_in(**changes):
    account = an_account()
    return {
        "name": account.name, "phone": account.phone, "sign_in_name": account.sign_in_name, "password": GOOD, **changes
    }  # fmt: skip


def accept(client, path, status=303):
    client.browser.get(path)
    return client.post("/invitation", fill_in(), status=status)


def joined(enterprise):
    return session().scalars(select(Membership).where(Membership.enterprise_id == enterprise.id)).all()


def test_opening_an_invitation_twice_uses_nothing_up(client, invitation, enterprise):
    for _time in range(2):
        assert client.browser.get(invitation).status_code == 303
        client.get("/invitation")
    accept(client, invitation)
    assert len(joined(enterprise)) == 2


def test_the_token_leaves_the_address_at_once(client, invitation):
    answer = client.browser.get(invitation)
    assert answer.headers["Location"] == "/invitation"
    page = client.get("/invitation")
    assert invitation.rsplit("/", 1)[-1] not in str(page)


def test_an_invitation_works_once(client, app, invitation, enterprise):
    accept(client, invitation)
    accept(PageClient(app), invitation, status=404)
    assert len(joined(enterprise)) == 2


@pytest.mark.parametrize(("days", "status"), [(6, 303), (8, 404)])
def test_an_invitation_holds_for_seven_days(client, invitation, days, status):
    with time_machine.travel(clock.now() + timedelta(days=days)):
        accept(client, invitation, status)


def test_a_withdrawn_invitation_holds_no_longer(client, invitation, boss):
    members.withdraw(session().scalars(select(Invitation)).one(), by=the_actor(boss), at=clock.now())
    accept(client, invitation, status=404)


def test_an_invitation_gives_the_roles_that_it_names_and_no_others(client, invitation, enterprise):
    client.browser.get(invitation)
    client.post("/invitation", fill_in(roles="administrator", role_codes="administrator", enterprise_id="1"))
    assert [row.role_codes for row in joined(enterprise)] == [["administrator"], ["signer"]]


@pytest.mark.parametrize("table", [Invitation, ResetLink])
def test_the_table_keeps_a_digest_of_the_token(table, invitation, reset):
    kept = session().scalars(select(table.token_digest)).one()
    assert re.fullmatch(r"[0-9a-f]{64}", kept)
    assert kept not in invitation + reset


def test_a_token_has_256_random_bits(invitation):
    assert len(invitation.rsplit("/", 1)[-1]) >= 43


def test_opening_a_reset_link_twice_uses_nothing_up(client, reset):
    for _time in range(2):
        client.browser.get(reset)
        client.get("/reset/password")
    client.post("/reset/password", {"new_password": GOOD})


def test_a_reset_link_works_once(client, app, reset):
    client.browser.get(reset)
    client.post("/reset/password", {"new_password": GOOD})
    again = PageClient(app)
    again.browser.get(reset)
    again.post("/reset/password", {"new_password": GOOD + " again"}, status=404)


@pytest.mark.parametrize(("minutes", "status"), [(29, 303), (31, 404)])
def test_a_reset_link_holds_for_thirty_minutes(client, reset, minutes, status):
    with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
        client.browser.get(reset)
        client.post("/reset/password", {"new_password": GOOD}, status=status)


def test_a_new_reset_link_ends_the_one_before(client, reset, boss, enterprise):
    person_id = session().scalars(select(ResetLink.person_id)).one()
    member = session().scalars(select(Membership).where(Membership.person_id == person_id)).one()
    members.reset(member, by=the_actor(boss), at=clock.now())
    client.browser.get(reset)
    client.get("/reset/password", status=404)


def test_a_weak_password_does_not_use_the_link_up(client, reset):
    client.browser.get(reset)
    client.post("/reset/password", {"new_password": "short"}, status=422)
    client.post("/reset/password", {"new_password": GOOD})


def test_links_name_the_portal_and_not_the_host_of_the_request(enterprise, boss, app):
    handed = members.invite(enterprise.organisation, an_invitation(), by=the_actor(boss), at=clock.now())
    assert handed.address.startswith(app.config["SETTINGS"].portal_url + "/invitation/")
