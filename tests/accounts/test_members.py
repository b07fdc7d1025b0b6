"""Who belongs to an organisation: invited, joined, changed, ended."""

import pytest
from sqlalchemy import select

from portal.access import act_as
from portal.accounts import members, queries
from portal.accounts.model import Invitation, JoinRequest, Membership, Person
from portal.accounts.rules import Level, Place, Role
from portal.audit import Event
from portal.db import session, writing
from portal.problems import Forbidden, NotFound, Refused, Stale
from portal.registry.regions import COUNTY
from tests.accounts.build import a_second_place, an_account, an_invitation, organisation_of, visitor
from tests.build import AT, OTHER_TOWN, a_member, an_authority, an_enterprise, the_actor

SIGNER = Place(frozenset({Role.SIGNER}))


@pytest.fixture
def enterprise():
    return an_enterprise()


@pytest.fixture
def boss(enterprise):
    return a_member(enterprise, "administrator")


@pytest.fixture
def colleague(enterprise):
    return a_member(enterprise, "filer")


def invite(of, by, *roles, **facts):
    handed = members.invite(organisation_of(of), an_invitation(*roles, **facts), by=the_actor(by), at=AT)
    return handed.address.rsplit("/", 1)[-1]


def test_who_accepts_joins_with_the_roles_of_the_invitation(enterprise, boss):
    members.accept(invite(enterprise, boss, Role.SIGNER, Role.FILER), an_account(), by=visitor(), at=AT)
    joined = session().scalars(select(Membership).order_by(Membership.id.desc())).first()
    assert (joined.enterprise_id, joined.roles) == (enterprise.id, [Role.FILER, Role.SIGNER])


def test_who_has_an_account_joins_with_it(enterprise, boss):
    outsider = a_member(an_enterprise(), "signer")
    token = invite(enterprise, boss)
    members.join(token, by=the_actor(outsider), at=AT)
    assert len(queries.own_memberships(session(), outsider.person_id)) == 2


def test_nobody_joins_twice(enterprise, boss, colleague):
    with pytest.raises(Refused):
        members.join(invite(enterprise, boss), by=the_actor(colleague), at=AT)


def test_a_taken_sign_in_name_is_refused_at_its_field(enterprise, boss, colleague):
    account = an_account(sign_in_name=colleague.person.sign_in_name.upper())
    with pytest.raises(Refused) as caught:
        members.accept(invite(enterprise, boss), account, by=visitor(), at=AT)
    assert caught.value.field == "sign_in_name"


@pytest.mark.parametrize("name", ["abc", "has blank inside?", "王芳王芳", "a" * 41, "-begins"])
def test_a_sign_in_name_is_4_to_40_letters_and_digits(enterprise, boss, name):
    with pytest.raises(Refused) as caught:
        members.accept(invite(enterprise, boss), an_account(sign_in_name=name), by=visitor(), at=AT)
    assert caught.value.field == "sign_in_name"


def test_an_enterprise_has_no_reviewers(enterprise, boss):
    with pytest.raises(Refused) as caught:
        invite(enterprise, boss, Role.REVIEWER)
    assert caught.value.field == "roles"


def test_an_inspector_needs_the_number_of_a_certificate():
    town = an_authority()
    with pytest.raises(Refused) as caught:
        invite(town, a_member(town, "administrator"), Role.INSPECTOR)
    assert caught.value.field == "certificate_number"


def test_changed_roles_are_kept_with_what_was_before(boss, colleague):
    members.change_place(colleague, SIGNER, colleague.version, by=the_actor(boss), at=AT)
    happened = session().scalars(select(Event).where(Event.verb == "membership.edit")).one()
    assert (happened.before["roles"], happened.after["roles"]) == (["filer"], ["signer"])


@pytest.mark.security
def test_nobody_changes_his_own_roles(boss):
    with pytest.raises(Forbidden):
        members.change_place(boss, SIGNER, boss.version, by=the_actor(boss), at=AT)


@pytest.mark.security
def test_nobody_ends_his_own_membership(boss):
    with pytest.raises(Forbidden):
        members.end(boss, by=the_actor(boss), at=AT)


def test_a_filer_changes_nobodys_roles(boss, colleague):
    with pytest.raises(Forbidden):
        members.change_place(boss, SIGNER, boss.version, by=the_actor(colleague), at=AT)


def test_an_administrator_changes_nobody_of_another_enterprise(boss):
    other = a_member(an_enterprise(), "filer")
    with pytest.raises(Forbidden):
        members.change_place(other, SIGNER, other.version, by=the_actor(boss), at=AT)


def test_a_towns_administrator_does_not_change_people_of_enterprises(colleague):
    official = a_member(an_authority(), "administrator")
    with pytest.raises(Forbidden):
        members.change_place(colleague, SIGNER, colleague.version, by=the_actor(official), at=AT)


def test_roles_changed_on_an_old_page_are_refused(boss, colleague):
    seen = colleague.version
    members.change_place(colleague, SIGNER, seen, by=the_actor(boss), at=AT)
    with pytest.raises(Stale):
        members.change_place(colleague, SIGNER, seen, by=the_actor(boss), at=AT)


def test_an_ended_member_is_listed_no_more(enterprise, boss, colleague):
    members.end(colleague, by=the_actor(boss), at=AT)
    assert [row.key for row in queries.members(session(), enterprise.organisation, the_actor(boss))] == [
        boss.key
    ]


def test_an_administrator_does_not_reset_who_belongs_elsewhere_too(boss, colleague):
    a_second_place(colleague, an_authority(), Role.REVIEWER)
    with pytest.raises(Refused):
        members.reset(colleague, by=the_actor(boss), at=AT)


def test_a_link_used_by_two_lets_one_in(enterprise, boss):
    token = invite(enterprise, boss)
    members.accept(token, an_account(), by=visitor(), at=AT)
    with pytest.raises(NotFound):
        members.accept(token, an_account(), by=visitor(), at=AT)


# --- who asks to join ---------------------------------------------------------------------------------------


@pytest.fixture
def request_to_join(enterprise):
    with writing() as current:
        person = members.new_person(an_account(), members.hash_of_new(an_account(), []), AT)
        key = members.ask_to_join(current.merge(person), enterprise.organisation, AT).id
    return session().get_one(JoinRequest, key)


def test_the_administrator_lets_a_person_join(enterprise, boss, request_to_join):
    members.accept_join_request(request_to_join, SIGNER, by=the_actor(boss), at=AT)
    assert queries.belongs(session(), request_to_join.person_id, enterprise.organisation)


def test_the_town_lets_a_person_join(enterprise, request_to_join):
    reviewer = a_member(an_authority(), "reviewer")
    members.accept_join_request(request_to_join, SIGNER, by=the_actor(reviewer), at=AT)
    assert queries.belongs(session(), request_to_join.person_id, enterprise.organisation)


@pytest.mark.parametrize(
    "who", ["filer of the enterprise", "observer of the town", "reviewer of another town", "county"]
)
def test_nobody_else_lets_a_person_join(enterprise, request_to_join, who):
    somebody = {
        "filer of the enterprise": lambda: a_member(enterprise, "filer"),
        "observer of the town": lambda: a_member(an_authority(), "observer"),
        "reviewer of another town": lambda: a_member(an_authority(OTHER_TOWN), "reviewer"),
        "county": lambda: a_member(an_authority(COUNTY, Level.COUNTY), "reviewer"),
    }[who]()
    with pytest.raises(Forbidden):
        members.accept_join_request(request_to_join, SIGNER, by=the_actor(somebody), at=AT)


def test_a_declined_person_who_belongs_nowhere_has_no_account_any_more(boss, request_to_join):
    members.decline_join_request(request_to_join, by=the_actor(boss), at=AT)
    assert not session().get_one(Person, request_to_join.person_id).active


def test_a_request_is_decided_once(boss, request_to_join):
    members.decline_join_request(request_to_join, by=the_actor(boss), at=AT)
    with pytest.raises(Refused):
        members.accept_join_request(request_to_join, SIGNER, by=the_actor(boss), at=AT)


# --- lists and pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_of_members_takes_one_statement(enterprise, boss, statements, count):
    for _time in range(count):
        a_member(enterprise, "filer")
    actor, of = the_actor(boss), enterprise.organisation
    act_as(actor)
    statements.clear()
    assert len(queries.members(session(), of, actor)) == count + 1
    assert statements.count == 1


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_of_authorities_takes_one_statement(statements, count):
    actor = the_actor(a_member(an_authority(COUNTY, Level.COUNTY), "chief"))
    for _time in range(count):
        a_member(an_authority(), "reviewer")
    act_as(actor)
    statements.clear()
    rows = queries.authorities(session(), actor)
    assert ([row.members for row in rows], statements.count) == ([1] * (count + 1), 1)


def test_the_administrator_invites_on_the_page_and_sees_the_link_once(client, boss):
    client.sign_in(boss)
    shown = client.submit(client.get("/members/invite"), 200, name="赵六", roles="signer")
    assert "/invitation/" in shown.select_one("textarea").get_text()
    assert "/invitation/" not in str(client.get("/members").main)
    assert session().scalars(select(Invitation)).one().name == "赵六"


@pytest.mark.security
def test_a_forged_role_is_not_taken(client, boss):
    client.sign_in(boss)
    client.submit(client.get("/members/invite"), 422, name="赵六", roles="reviewer")


def test_the_administrator_changes_roles_on_the_page(client, boss, colleague):
    client.sign_in(boss)
    client.submit(client.get(f"/members/{colleague.key}"), form=0, roles="signer")
    assert session().get_one(Membership, colleague.id).roles == [Role.SIGNER]


def test_the_page_before_an_end_names_the_person(client, boss, colleague):
    client.sign_in(boss)
    page = client.get(f"/members/{colleague.key}/end")
    assert colleague.person.name in page.main.get_text()
    client.submit(page)
    assert session().get_one(Membership, colleague.id).ended_at is not None


def test_the_administrator_answers_a_request_on_the_page(client, enterprise, boss, request_to_join):
    client.sign_in(boss)
    assert request_to_join.person.name in client.get("/members").main.get_text()
    client.submit(client.get(f"/join-requests/{request_to_join.key}/accept"), form=1, roles="filer")
    assert queries.belongs(session(), request_to_join.person_id, enterprise.organisation)


def test_a_filer_sees_colleagues_and_no_buttons(client, boss, colleague):
    client.sign_in(colleague)
    page = client.get("/members")
    assert boss.person.name in page.main.get_text()
    assert page.main.select("a.btn, button:not(.phone button)") == []


def test_phones_are_masked_in_the_list(client, colleague):
    assert "138****1234" in client.sign_in(colleague).get("/members").main.get_text()


def test_the_countys_administrator_invites_into_a_town(client):
    official = a_member(an_authority(COUNTY, Level.COUNTY), "administrator")
    town = an_authority()
    client.sign_in(official)
    client.get("/authorities")
    client.get(f"/authorities/{town.key}")
    client.submit(client.get(f"/authorities/{town.key}/invite"), 200, name="赵六", roles="reviewer")
    assert session().scalars(select(Invitation)).one().authority_id == town.id


def test_a_towns_administrator_does_not_invite_into_another_town(client):
    client.sign_in(a_member(an_authority(), "administrator"))
    other = an_authority(OTHER_TOWN)
    client.get(f"/authorities/{other.key}/invite", status=403)
