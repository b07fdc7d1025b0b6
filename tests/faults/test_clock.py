"""A clock that jumps: three days ahead when the portal starts, and back again when somebody has set it right."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from portal import audit, clock
from portal.access import SYSTEM, act_as
from portal.accounts import members
from portal.accounts.model import Membership
from portal.accounts.rules import Role
from portal.audit import Event
from portal.config import Settings
from portal.db import session
from portal.filings import actions
from portal.filings.rules import Occasion
from portal.registry.model import Enterprise
from portal.risks.kind import CODE
from tests.accounts.build import an_invitation
from tests.build import a_member, an_enterprise, the_actor
from tests.client import PageClient
from tests.faults.people import Person
from tests.faults.processes import Portal

THREE_DAYS, EIGHT_DAYS = timedelta(days=3), timedelta(days=8)
LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
needs_faketime = pytest.mark.skipif(not LIBRARY, reason="apt-get install libfaketime")


@pytest.fixture
def boss() -> Membership:
    """The administrator of an enterprise."""
    return a_member(an_enterprise(), "administrator", "filer")


@pytest.fixture
def ahead(portal: Portal, settings: Settings):
    """The same portal, as it would start some days later."""
    later: list[Portal] = []

    def start(by: timedelta) -> Portal:
        portal.kill()
        fake = {"LD_PRELOAD": str(LIBRARY), "FAKETIME": f"+{by.days}d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        later.append(Portal(settings, **fake).start())
        return later[-1]

    yield start
    for started in later:
        started.kill()


def path_of(handed: members.Handed) -> str:
    return re.sub(r"^https?://[^/]+", "", handed.address)


def opened(portal: Portal, link: str) -> int:
    """The status of the page to which a link leads."""
    visitor = Person(portal)
    return visitor.get(visitor.get(link).location).status


@needs_faketime
def test_three_days_later_nobody_is_signed_in_and_everybody_can_be(portal: Portal, boss: Membership, ahead):
    name = boss.person.sign_in_name
    person = Person(portal.start()).sign_in_as(name)
    assert person.get("/account").status == 200
    person.portal = ahead(THREE_DAYS)
    assert person.get("/account").status == 303
    assert person.sign_in_as(name).get("/account").status == 200


@needs_faketime
def test_a_sign_in_of_the_future_ends_when_the_clock_is_set_right(portal: Portal, boss: Membership, ahead):
    person = Person(ahead(THREE_DAYS)).sign_in(boss)
    assert person.get("/account").status == 200
    person.portal = portal.start()
    assert person.get("/account").status == 303


@needs_faketime
def test_links_hold_for_their_own_time(boss: Membership, ahead):
    by = the_actor(boss)
    own = session().get_one(Enterprise, boss.enterprise_id)
    invited = path_of(members.invite(own.organisation, an_invitation(Role.FILER), by=by, at=clock.now()))
    reset = path_of(members.reset(a_member(own, "filer"), by=by, at=clock.now()))
    later = ahead(THREE_DAYS)
    assert (opened(later, invited), opened(later, reset)) == (200, 404)
    assert opened(ahead(EIGHT_DAYS), invited) == 404


@needs_faketime
def test_a_deadline_of_tomorrow_is_missed_in_three_days(portal: Portal, boss: Membership, ahead):
    by = the_actor(boss)
    name, key = boss.person.sign_in_name, boss.enterprise_id
    act_as(by)
    own = session().get_one(Enterprise, key)
    actions.start(own, CODE, Occasion.CHANGE, clock.today() - timedelta(days=14), by=by, at=clock.now())
    act_as(SYSTEM)
    assert "overdue" not in task(Person(portal.start()).sign_in_as(name))
    assert "overdue" in task(Person(ahead(THREE_DAYS)).sign_in_as(name))


def task(person: Person) -> str:
    """What the start page says of the change report."""
    found = re.search(
        r"Change of the risk report \d+, no\. 1 (.*?) in preparation", person.get("/?lang=en").words
    )
    assert found
    return found[1]


def test_events_follow_the_chain_and_not_the_clock(client: PageClient, boss: Membership):
    """What was done while the clock was ahead stays before what was done after it was set right."""
    by, right = the_actor(boss), clock.now()
    act_as(by)
    own = session().get_one(Enterprise, by.enterprise_id)
    with time_machine.travel(right + THREE_DAYS):
        filing = actions.start(own, CODE, Occasion.CHANGE, clock.today(), by=by, at=clock.now())
    key = filing.key
    actions.discard(filing, by=by, at=right)
    act_as(SYSTEM)
    events = session().scalars(select(Event.verb).where(Event.thing_key == key).order_by(Event.sequence))
    assert events.all() == ["filing.start", "filing.discard"]
    assert list(audit.broken_links()) == []
