"""The pages of checks, walked as a browser without JavaScript does."""

from datetime import timedelta
from io import BytesIO
from typing import NamedTuple

import pytest
from PIL import Image

from portal import clock
from portal.access import SYSTEM, act_as
from portal.db import session
from portal.registry.model import Enterprise
from portal.risks.checked import ControlCheck
from portal.risks.rules import Grade
from tests.build import a_member, an_authority, an_enterprise, the_actor
from tests.client import PageClient
from tests.risks.build import a_control, a_risk

TODAY = clock.today()
LATE = TODAY - timedelta(days=4)


class Spot(NamedTuple):
    """A filer at a browser, and a control of a larger risk that should have been checked four days ago."""

    client: PageClient
    control: str
    risk: str
    enterprise: str


@pytest.fixture
def spot(client: PageClient, own: Enterprise) -> Spot:
    member, enterprise = a_member(own, "filer"), own.key
    filer, own_id = the_actor(member), own.id
    client.sign_in(member)
    act_as(filer)
    risk = a_risk(session().get_one(Enterprise, own_id), filer, Grade.LARGER, controls=False)
    control = a_control(risk, filer, next_check_on=LATE)
    return Spot(client, control.key, risk.key, enterprise)


def a_jpeg() -> tuple[BytesIO, str]:
    content = BytesIO()
    Image.new("RGB", (64, 48), "white").save(content, "JPEG")
    return BytesIO(content.getvalue()), "现场.jpg"


def test_a_check_is_recorded_on_one_screen_and_the_risk_falls_back(spot: Spot):
    assert "实时" in spot.client.get(f"/risks/{spot.risk}").select_one(".page-header").get_text()
    page = spot.client.get("/checks")
    assert "断电、止血、送医" in page.select_one("main").get_text()
    form = spot.client.get(f"/controls/{spot.control}/check")
    recorded = spot.client.submit(form, result="in_order", photo=a_jpeg())
    assert spot.client.get(recorded).select_one("img.photo") is not None
    assert "实时" not in spot.client.get(f"/risks/{spot.risk}").select_one(".page-header").get_text()


def test_the_risk_says_why_it_is_raised(spot: Spot):
    page = spot.client.get(f"/risks/{spot.risk}")
    assert "管控措施“断电、止血、送医”已逾期4天未检查" in page.select_one(".notice").get_text()


def test_the_register_and_the_home_show_the_live_grade_beside_the_declared(spot: Spot):
    grades = spot.client.get("/risks").select_one(".register__grade").select("[data-grade].grade-tag")
    assert [tag["data-grade"] for tag in grades] == ["larger", "major"]
    home = spot.client.get("/").select_one("main").get_text()
    assert "实时1" in home
    assert "其中1项已失效" in home


def test_out_of_order_without_words_stands_beside_the_note(spot: Spot):
    form = spot.client.get(f"/controls/{spot.control}/check")
    page = spot.client.submit(form, status=422, result="out_of_order")
    assert page.select_one("#note-error").get_text() == "写明异常情况"


def test_a_file_that_is_no_photo_stands_beside_the_photo(spot: Spot):
    form = spot.client.get(f"/controls/{spot.control}/check")
    page = spot.client.submit(form, status=422, result="in_order", photo=(BytesIO(b"%PDF-1.4"), "a.pdf"))
    assert page.select_one("#photo-error").get_text()


def test_ones_own_last_check_is_taken_back(spot: Spot):
    recorded = spot.client.submit(spot.client.get(f"/controls/{spot.control}/check"), result="in_order")
    page = spot.client.get(recorded)
    spot.client.submit(page)
    assert session().query(ControlCheck).one().undone_at is not None
    assert "已撤销" in spot.client.get(f"/risks/{spot.risk}").select_one(".recorded").get_text()


def test_a_check_without_photo_has_none_to_show(spot: Spot):
    recorded = spot.client.submit(spot.client.get(f"/controls/{spot.control}/check"), result="in_order")
    spot.client.get(f"{recorded}/photo", status=404)


def test_the_town_sees_on_the_enterprise_page_what_is_raised(spot: Spot):
    act_as(SYSTEM)
    town = spot.client.sign_in(a_member(an_authority(), "reviewer"))
    panel = town.get(f"/enterprises/{spot.enterprise}").select_one("#live").get_text()
    assert "冲床手工送料" in panel
    assert "已逾期4天未检查" in panel


def test_anothers_control_is_not_checked(spot: Spot):
    act_as(SYSTEM)
    spot.client.sign_in(a_member(an_enterprise(), "filer")).get(f"/controls/{spot.control}/check", status=404)
