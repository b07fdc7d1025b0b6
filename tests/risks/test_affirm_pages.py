"""The pages at the beginning of a report year, as a signer meets them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.access import SYSTEM, act_as
from portal.db import writing
from portal.risks.hazards import equipment_for
from portal.risks.model import Risk
from portal.risks.rules import Grade
from tests.client import PageClient
from tests.risks.test_affirming import LastYear


@pytest.fixture
def story() -> LastYear:
    """A report of more than a year ago, as of today."""
    story = LastYear()
    act_as(SYSTEM)
    before = clock.now() - timedelta(days=400)
    with writing() as current:
        for risk in current.scalars(select(Risk)):
            risk.first_filed_at = risk.last_filed_at = risk.changed_at = before
    return story


def test_home_tells_how_far_the_confirmation_has_come(app, story):
    client = PageClient(app).sign_in(story.member)
    page = client.get("/risks/affirm")
    assert "已确认 0 / 4 条" in page.get_text()
    client.post(f"/risks/{story.keys[Grade.MAJOR]}/affirm", {"answer": "unchanged"})
    assert "已确认 1 / 4 条" in client.get("/risks/affirm").get_text()


def test_one_press_answers_a_row_and_the_part_for_htmx_holds_state_and_progress(app, story):
    client = PageClient(app).sign_in(story.member)
    key = story.keys[Grade.LARGER]
    client.get("/risks/affirm")
    answer = client.post(
        f"/risks/{key}/affirm", {"answer": "unchanged"}, status=200, headers={"HX-Request": "true"}
    )
    assert "无变化" in answer.select_one(f"#state-{key}").get_text()
    assert "1 / 4" in answer.select_one("#affirm-progress[hx-swap-oob]").get_text()


def test_changed_leads_to_the_row_and_waits_for_the_change(app, story):
    client = PageClient(app).sign_in(story.member)
    key = story.keys[Grade.LARGER]
    assert client.post(f"/risks/{key}/affirm", {"answer": "changed"}) == f"/risks/{key}"
    assert "待修改" in client.get("/risks/affirm").select_one(f"#state-{key}").get_text()


def test_gone_asks_why_and_leads_back(app, story):
    client = PageClient(app).sign_in(story.member)
    key = story.keys[Grade.MAJOR]
    page = client.get(f"/risks/{key}/gone")
    client.submit(page, status=422)
    assert client.submit(page, reason="产线拆除").endswith(f"/risks/affirm#{key}")
    assert "产线拆除" in client.get("/risks/affirm").get_text()


def test_the_button_for_the_rest_answers_the_lower_rows_and_a_forged_one_is_refused(app, story):
    client = PageClient(app).sign_in(story.member)
    page = client.get("/risks/affirm")
    client.post("/risks/affirm", {"grades": ["general", "low"]})
    assert "已确认 2 / 4 条" in client.get("/risks/affirm").get_text()
    refused = client.post("/risks/affirm", {"grades": ["major"]}, status=422)
    assert "必须逐条确认" in refused.get_text()
    assert page.select("form [name=grades]")


def test_the_start_page_leads_to_last_year_and_to_the_usual_hazards_of_the_ticked_equipment(app, story):
    client = PageClient(app).sign_in(story.member)
    page = client.get("/risks/start")
    assert page.select_one('a[href="/risks/affirm"]')
    first, second = equipment_for("338")[:2]
    one = client.get(f"/risks/usual?flag={first.flag}").select("[name=codes]")
    both = client.get(f"/risks/usual?flag={first.flag}&flag={second.flag}").select("[name=codes]")
    assert {box["value"] for box in one} < {box["value"] for box in both}
    assert len(both) < len(client.get("/risks/usual").select("[name=codes]"))
