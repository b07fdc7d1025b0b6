"""Home, reports and start page: what is owed, by when, why; only what makes sense can be begun."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import select

from portal import clock
from portal.access import SYSTEM, Actor, act_as
from portal.calendar import actions as calendar
from portal.calendar.rules import Announcement, YearState
from portal.db import session, writing
from portal.filings import actions as filings
from portal.filings.model import Filing
from portal.filings.rules import Declaration, Occasion
from portal.registry.model import Enterprise
from portal.risks import actions
from portal.risks.model import Risk
from portal.risks.rules import Grade
from tests.build import PASSWORD, TOWN, a_member, an_authority, an_enterprise, the_actor, the_county
from tests.client import PageClient
from tests.risks.build import a_grading, a_risk

START = "/filings/start/risk_report"


class Signer(NamedTuple):
    """A membership's id, and the actor that it makes."""

    id: int
    actor: Actor


@pytest.fixture
def member() -> Signer:
    """A signer of an enterprise that has filed this year's regular report."""
    joined = a_member(an_enterprise(industry_code="338"), "signer")
    member = Signer(joined.id, the_actor(joined))
    an_authority(TOWN)
    signer, now = member.actor, clock.now() - timedelta(days=20)
    act_as(signer)
    own = session().get_one(Enterprise, signer.enterprise_id)
    a_risk(own, signer, identified_on=clock.local_day(now), name="冲床")
    filing = filings.start(own, "risk_report", Occasion.REGULAR, now.date(), by=signer, at=now)
    filings.submit(filing, Declaration(filing.version, PASSWORD), by=signer, at=now)
    return member


def change(member, days: int) -> date:
    """Grade the reported risk up, so many days ago; answers the last day of the change report."""
    signer, at = member.actor, clock.now() - timedelta(days=days)
    act_as(signer)
    risk = session().scalars(select(Risk)).one()
    actions.grade(risk, risk.grading, a_grading(Grade.MAJOR), by=signer, at=at)
    act_as(SYSTEM)
    return clock.local_day(at) + timedelta(days=15)


def newest() -> Filing:
    act_as(SYSTEM)
    return session().scalars(select(Filing).order_by(Filing.id.desc())).first()


def test_home_tells_of_an_owed_change_report_with_its_reason_and_last_day(app, member):
    due = change(member, 2)
    page = PageClient(app).sign_in(member).get("/")
    text = page.get_text()
    assert due.isoformat() in text
    assert "R001 冲床，较大→重大" in text
    assert page.select_one(f'a[href="{START}?occasion=change"]')


def test_home_tells_a_new_enterprise_of_its_first_report(app):
    member = a_member(an_enterprise(accepted_on=clock.today()), "filer")
    text = PageClient(app).sign_in(member).get("/").get_text()
    assert (clock.today() + timedelta(days=30)).isoformat() in text
    assert "首次报告" in text


def test_home_names_the_next_yearly_report_where_nothing_is_owed(app, member):
    text = PageClient(app).sign_in(member).get("/").get_text()
    assert f"{clock.today().year + 1}年3月31日" in text


def test_the_change_report_is_begun_with_its_reasons_and_days_filled_in(app, member):
    due = change(member, 3)
    client = PageClient(app).sign_in(member)
    page = client.get(f"{START}?occasion=change")
    assert "省政府令第140号" in page.get_text()
    client.submit(page)
    begun = newest()
    assert (begun.occasion, begun.due_on) == (Occasion.CHANGE, due)
    assert begun.reason.endswith("R001 冲床，较大→重大")
    assert begun.reason in client.get(f"/filings/{begun.key}").get_text()


def test_the_day_of_a_change_can_be_earlier_and_never_later_than_today(app, member):
    change(member, 3)
    client = PageClient(app).sign_in(member)
    earlier = clock.today() - timedelta(days=10)
    page = client.get(f"{START}?occasion=change")
    client.submit(page, began_on=(clock.today() + timedelta(days=1)).isoformat(), status=422)
    client.submit(page, began_on=earlier.isoformat())
    assert newest().began_on == earlier


def test_a_regular_report_that_is_filed_cannot_be_begun_again(app, member):
    client = PageClient(app).sign_in(member)
    page = client.get(START)
    assert [box["value"] for box in page.select("[name=occasion]")] == ["change"]
    client.submit(page, occasion="regular", status=422)


def test_when_all_is_under_way_the_page_leads_to_the_draft(app, member):
    change(member, 3)
    client = PageClient(app).sign_in(member)
    client.submit(client.get(f"{START}?occasion=change"))
    page = client.get(START)
    assert page.select("main form") == []
    assert page.select_one(f'a[href="/filings/{newest().key}"]')


def test_the_list_of_reports_offers_what_may_be_begun(app, member):
    change(member, 30)
    page = PageClient(app).sign_in(member).get("/filings?kind=risk_report")
    assert "逾期" in page.get_text()
    offered = [link["href"] for link in page.select("main .begin-row a")]
    assert [address for address in offered if address.startswith(START)] == [f"{START}?occasion=change"]


def test_a_look_that_ends_in_a_year_not_announced_is_marked_until_it_is(app, member):
    act_as(SYSTEM)
    with writing() as current:
        current.scalars(select(Filing)).one().review_due_on = date(2099, 1, 5)
    reviewer = PageClient(app).sign_in(a_member(an_authority(TOWN), "reviewer"))
    assert "推算" in reviewer.get("/review").get_text()
    clerk = the_actor(a_member(the_county(), "administrator"))
    act_as(clerk)
    said = Announcement(YearState.ANNOUNCED, "国办发明电〔2098〕1号", "")
    calendar.announce(2099, said, by=clerk, at=clock.now())
    assert "推算" not in reviewer.get("/review").get_text()


def test_the_town_sees_on_the_page_of_an_enterprise_what_it_owes(app, member):
    act_as(SYSTEM)
    reviewer = PageClient(app).sign_in(a_member(an_authority(TOWN), "reviewer"))
    key = session().get_one(Enterprise, member.actor.enterprise_id).key
    assert "没有应报未报的报告" in reviewer.get(f"/enterprises/{key}").get_text()
    change(member, 20)
    assert "R001 冲床，较大→重大" in reviewer.get(f"/enterprises/{key}").get_text()
