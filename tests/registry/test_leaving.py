"""Enterprises that are written off, put back, or moved to another town."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.access import act_as, may
from portal.accounts.model import Membership
from portal.accounts.rules import Level
from portal.audit import Event
from portal.db import session
from portal.notices.model import Notice
from portal.problems import Forbidden, Refused
from portal.registry import actions
from portal.registry.model import Enterprise
from portal.registry.regions import COUNTY
from portal.registry.rules import EnterpriseState, WriteOff, WriteOffGround
from tests.build import AT, OTHER_TOWN, TOWN, a_member, an_authority, an_enterprise, the_actor

CLOSED = WriteOff(WriteOffGround.CLOSED, date(2026, 11, 1), "厂房已拆除")


@pytest.fixture
def enterprise():
    return an_enterprise()


@pytest.fixture
def reviewer():
    return a_member(an_authority(), "reviewer")


@pytest.fixture
def county():
    return a_member(an_authority(COUNTY, Level.COUNTY), "reviewer")


def test_a_write_off_keeps_ground_day_and_note(enterprise, reviewer):
    actions.write_off(enterprise, CLOSED, enterprise.version, by=the_actor(reviewer), at=AT)
    kept = (
        enterprise.state,
        enterprise.write_off_ground,
        enterprise.written_off_on,
        enterprise.write_off_note,
    )
    assert kept == (EnterpriseState.WRITTEN_OFF, CLOSED.ground, CLOSED.on, CLOSED.note)


def test_a_written_off_enterprise_edits_no_facts(enterprise, reviewer):
    actions.write_off(enterprise, CLOSED, enterprise.version, by=the_actor(reviewer), at=AT)
    assert not may(the_actor(a_member(enterprise, "filer")), "enterprise.edit", enterprise)


def test_a_written_off_enterprise_can_be_put_back(enterprise, reviewer):
    actions.write_off(enterprise, CLOSED, enterprise.version, by=the_actor(reviewer), at=AT)
    actions.restore(enterprise, enterprise.version, by=the_actor(reviewer), at=AT)
    assert (enterprise.state, enterprise.write_off_ground) == (EnterpriseState.CONFIRMED, None)


def test_another_town_does_not_write_off(enterprise):
    other = a_member(an_authority(OTHER_TOWN), "reviewer")
    with pytest.raises(Forbidden):
        actions.write_off(enterprise, CLOSED, enterprise.version, by=the_actor(other), at=AT)


def test_the_day_of_a_write_off_has_come(client, enterprise, reviewer):
    client.sign_in(reviewer)
    page = client.get(f"/enterprises/{enterprise.key}/write-off")
    client.submit(page, 422, ground="closed", on="2126-01-01")
    client.submit(page, ground="closed", on="2026-11-01")
    assert session().get_one(Enterprise, enterprise.id).state is EnterpriseState.WRITTEN_OFF


# --- moving -------------------------------------------------------------------------------------------------


def test_a_moved_enterprise_is_seen_by_the_new_town_and_not_by_the_old(enterprise, county):
    old, new = (the_actor(a_member(an_authority(town), "reviewer")) for town in (TOWN, OTHER_TOWN))
    bureau, key = the_actor(county), enterprise.id
    act_as(bureau)
    actions.move(session().get_one(Enterprise, key), OTHER_TOWN, "迁址", by=bureau, at=AT)
    assert (seen_by(old), seen_by(new)) == ([], [key])


def seen_by(actor):
    act_as(actor)
    return session().scalars(select(Enterprise.id)).all()


def test_its_people_go_along_and_its_events_stay(enterprise, county, reviewer):
    member = a_member(enterprise, "filer")
    actions.write_off(enterprise, CLOSED, enterprise.version, by=the_actor(reviewer), at=AT)
    before = enterprise.region_path
    actions.move(enterprise, OTHER_TOWN, "迁址", by=the_actor(county), at=AT)
    session().expire_all()
    happened = session().scalars(select(Event).where(Event.verb == "enterprise.write_off")).one()
    assert session().get_one(Membership, member.id).region_path.endswith(f"/{OTHER_TOWN}/")
    assert happened.region_path == before


def test_the_enterprise_and_both_towns_are_told_of_a_move(enterprise, county):
    offices = {an_authority(TOWN).id, an_authority(OTHER_TOWN).id}
    actions.move(enterprise, OTHER_TOWN, "迁址", by=the_actor(county), at=AT)
    told = session().scalars(select(Notice)).all()
    assert {row.authority_id for row in told} == {None, *offices}


def test_a_town_does_not_move_an_enterprise(enterprise, reviewer):
    with pytest.raises(Forbidden):
        actions.move(enterprise, OTHER_TOWN, "迁址", by=the_actor(reviewer), at=AT)


def test_a_move_to_the_same_town_is_refused(enterprise, county):
    with pytest.raises(Refused):
        actions.move(enterprise, TOWN, "迁址", by=the_actor(county), at=AT)


def test_the_county_moves_on_the_page(client, enterprise, county):
    client.sign_in(county)
    client.submit(client.get(f"/enterprises/{enterprise.key}/move"), town=OTHER_TOWN, reason="迁址")
    assert session().get_one(Enterprise, enterprise.id).region_code == OTHER_TOWN
