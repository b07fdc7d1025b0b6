"""Notices: told in the transaction of the deed, seen by the organisation, read by each for himself."""

from contextlib import suppress

import pytest
from sqlalchemy import select

from portal.access import act_as
from portal.db import session, writing
from portal.notices import actions, queries
from portal.notices.actions import notify
from portal.notices.model import Notice
from portal.notices.rules import Recipient
from portal.registry.model import Enterprise
from tests.build import AT, OTHER_TOWN, a_member, an_authority, an_enterprise, the_actor

KIND = "enterprise.registered"


@pytest.fixture
def enterprise():
    return an_enterprise()


@pytest.fixture
def member(enterprise):
    return a_member(enterprise, "filer")


def tell(to, count=1, by=None):
    thing = to if isinstance(to, Enterprise) else an_enterprise()
    recipient = to if isinstance(to, Enterprise) else to.recipient
    with writing():
        for _time in range(count):
            notify(recipient, KIND, at=AT, thing=thing, facts={"enterprise": thing.name})


def unread(member):
    return queries.unread_count(session(), the_actor(member))


def test_a_notice_is_unread_by_every_member_of_the_enterprise(enterprise, member):
    other = a_member(enterprise, "signer")
    tell(enterprise)
    assert (unread(member), unread(other)) == (1, 1)


def test_what_one_has_read_the_other_has_not(enterprise, member):
    other = a_member(enterprise, "signer")
    tell(enterprise)
    actions.read(session().scalars(select(Notice)).one(), by=the_actor(member), at=AT)
    assert (unread(member), unread(other)) == (0, 1)


def test_reading_twice_is_reading_once(enterprise, member):
    tell(enterprise)
    for _time in range(2):
        actions.read(session().scalars(select(Notice)).one(), by=the_actor(member), at=AT)
    assert unread(member) == 0


def test_all_are_read_at_once(enterprise, member):
    tell(enterprise, 3)
    assert actions.read_all(by=the_actor(member), at=AT) == 3
    assert unread(member) == 0


def test_another_enterprise_is_told_nothing(enterprise, member):
    tell(an_enterprise())
    assert unread(member) == 0


def test_an_authority_does_not_count_what_its_enterprises_are_told(enterprise):
    official = a_member(an_authority(), "reviewer")
    tell(enterprise)
    assert unread(official) == 0
    assert queries.inbox(session(), the_actor(official)) == []


def test_an_authority_counts_what_it_is_told_itself():
    town = an_authority()
    official = a_member(town, "reviewer")
    tell(town)
    tell(an_authority(OTHER_TOWN))
    assert unread(official) == 1


def test_an_enterprise_tells_its_town_within_its_own_scope(enterprise, member):
    town = an_authority()
    recipient, actor, key = town.recipient, the_actor(member), enterprise.id
    act_as(actor)
    with writing() as current:
        one = current.get_one(Enterprise, key)
        notify(recipient, KIND, at=AT, thing=one, facts={"enterprise": one.name})
        assert current.scalars(select(Notice)).all() == []


def test_a_notice_of_a_deed_that_failed_was_never_told(enterprise, member):
    with suppress(ZeroDivisionError), writing():
        notify(enterprise, KIND, at=AT, thing=enterprise, facts={"enterprise": "x"})
        raise ZeroDivisionError
    assert unread(member) == 0


def test_a_kind_without_words_is_a_bug(enterprise):
    with pytest.raises(AssertionError, match="register_notices"), writing():
        notify(enterprise, "nobody.said", at=AT, thing=enterprise, facts={})


@pytest.mark.parametrize("owners", [(None, None), (1, 1)])
def test_a_notice_goes_to_one_organisation(owners):
    with pytest.raises(ValueError, match="one"):
        Recipient("/32/", *owners)


@pytest.mark.parametrize("count", [1, 40])
def test_counting_and_listing_take_one_statement_each(enterprise, member, statements, count):
    tell(enterprise, count)
    actor = the_actor(member)
    act_as(actor)
    statements.clear()
    assert (queries.unread_count(session(), actor), statements.count) == (count, 1)
    assert (len(queries.inbox(session(), actor, limit=20)), statements.count) == (min(count, 20), 2)


def test_beyond_a_hundred_nobody_counts(enterprise, member):
    tell(enterprise, 103)
    assert unread(member) == queries.COUNT_LIMIT


# --- pages --------------------------------------------------------------------------------------------------


def test_the_bell_tells_how_many_are_unread(client, enterprise, member):
    tell(enterprise, 2)
    page = client.sign_in(member).get("/members")
    assert page.select_one(".bell__count").get_text().startswith("2")


def test_opening_a_notice_reads_it_and_leads_to_the_thing(client, enterprise, member):
    tell(enterprise)
    client.sign_in(member)
    assert client.submit(client.get("/notices"), form=-1) == f"/enterprises/{enterprise.key}"
    assert unread(member) == 0


def test_looking_at_the_inbox_reads_nothing(client, enterprise, member):
    tell(enterprise)
    client.sign_in(member).get("/notices")
    assert unread(member) == 1


def test_the_inbox_says_the_fact_in_the_line(client, enterprise, member):
    tell(enterprise)
    assert enterprise.name in client.sign_in(member).get("/notices").select_one(".notice-row").get_text()


def test_all_are_marked_as_read_on_the_page(client, enterprise, member):
    tell(enterprise, 3)
    client.sign_in(member)
    client.submit(client.get("/notices"), form=0)
    assert unread(member) == 0


def test_the_inbox_shows_every_notice_once_page_by_page(client, enterprise, member):
    tell(enterprise, 45)
    client.sign_in(member)
    page, seen = client.get("/notices?size=20"), 0
    while True:
        seen += len(page.select(".notice-row"))
        after = page.select_one("a[rel=next]")
        if after is None:
            break
        page = client.get(after["href"])
    assert seen == 45


def test_an_empty_inbox_says_what_will_stand_there(client, member):
    assert client.sign_in(member).get("/notices").select_one(".empty-state")


def test_anothers_notice_is_not_found(client, enterprise, member):
    tell(an_enterprise())
    key = session().scalars(select(Notice.key)).one()
    client.sign_in(member).post(f"/notices/{key}/read", status=404)


def test_a_notice_to_an_enterprise_is_not_its_towns_to_read(client, enterprise):
    tell(enterprise)
    key = session().scalars(select(Notice.key)).one()
    client.sign_in(a_member(an_authority(), "reviewer")).post(f"/notices/{key}/read", status=403)
