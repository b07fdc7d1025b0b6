"""The risks that are raised now, as the authority counts and lists them."""

from datetime import timedelta

import pytest

from portal.access import SYSTEM, Actor, act_as
from portal.db import session
from portal.oversight.raised import Narrowed, RaisedRow, raised_count, raised_risks
from portal.registry.model import Enterprise
from portal.risks import checking
from portal.risks.checking import Found
from portal.risks.model import Control, Risk
from portal.risks.rules import CheckResult, Grade
from tests.build import AT, OTHER_TOWN, TOWN, a_member, an_authority, an_enterprise, the_actor
from tests.client import PageClient
from tests.risks.build import CHECK_ON, a_control, a_risk

LATE = CHECK_ON + timedelta(days=2)
ALL = Narrowed()


def with_risks(town: str, *grades: Grade) -> Actor:
    """An enterprise of a town with risks of these grades, each with one control to be checked on CHECK_ON."""
    act_as(SYSTEM)
    enterprise = an_enterprise(town)
    own, filer = enterprise.id, the_actor(a_member(enterprise, "filer"))
    act_as(filer)
    for grade in grades:
        a_risk(session().get_one(Enterprise, own), filer, grade)
    return filer


@pytest.fixture
def town() -> Actor:
    return the_actor(a_member(an_authority(), "chief"))


def listed(chosen: Narrowed = ALL, limit: int = 50) -> list[RaisedRow]:
    return raised_risks(session(), chosen, None, LATE, limit)


def test_counted_is_what_is_red_or_orange_now(town: Actor):
    with_risks(TOWN, *Grade)
    with_risks(TOWN, Grade.LOW)
    act_as(town)
    assert raised_count(session(), LATE) == (3, 1)
    assert {(row.grade, row.live) for row in listed()} == {
        (Grade.MAJOR, Grade.MAJOR), (Grade.LARGER, Grade.MAJOR), (Grade.GENERAL, Grade.LARGER),
    }  # fmt: skip


def test_nothing_is_raised_while_the_checks_are_not_due(town: Actor):
    with_risks(TOWN, Grade.LARGER)
    act_as(town)
    assert raised_count(session(), CHECK_ON) == (0, 0)


def test_a_town_counts_its_own_enterprises_alone(town: Actor):
    with_risks(OTHER_TOWN, Grade.MAJOR)
    act_as(town)
    assert raised_count(session(), LATE) == (0, 0)
    assert listed() == []


def test_the_longest_lapsed_comes_first_with_its_number_of_controls(town: Actor):
    filer = with_risks(TOWN, Grade.LARGER, Grade.LARGER)
    second = session().query(Risk).filter(Risk.number == 2).one()
    a_control(second, filer)
    checking.record(second.controls[0], Found(CheckResult.OUT_OF_ORDER, LATE, "急停失灵"), by=filer, at=AT)
    act_as(town)
    assert [(row.since, row.lapsed) for row in listed()] == [(AT.date(), 2), (CHECK_ON, 1)]


def test_the_list_goes_on_behind_a_row_and_is_narrowed(town: Actor):
    with_risks(TOWN, Grade.LARGER, Grade.LARGER, Grade.LARGER)
    act_as(town)
    first = listed(limit=2)
    rest = raised_risks(session(), ALL, (first[-1].since, first[-1].id), LATE, 50)
    assert len({row.id for row in first + rest}) == 3
    assert listed(Narrowed(region_code=OTHER_TOWN)) == []
    assert len(listed(Narrowed(words=first[0].enterprise))) == 3


def test_the_number_and_its_list_cost_one_statement_each(town: Actor, statements):
    with_risks(TOWN, *Grade)
    act_as(town)
    statements.clear()
    raised_count(session(), LATE)
    listed()
    assert statements.count == 2


def test_the_number_of_the_overview_leads_to_the_list(client: PageClient):
    filer = with_risks(TOWN, Grade.LARGER)
    control = session().query(Control).one()
    checking.record(control, Found(CheckResult.OUT_OF_ORDER, LATE, "急停失灵"), by=filer, at=AT)
    act_as(SYSTEM)
    page = client.sign_in(a_member(an_authority(), "chief")).get("/overview")
    tile = page.select_one('a.tile[href="/overview/raised"]')
    assert tile.select_one(".tile__value").get_text() == "1"
    assert "冲床手工送料" in client.get(tile["href"]).select_one("main").get_text()
