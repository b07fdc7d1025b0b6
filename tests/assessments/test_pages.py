"""The pages of assessments and of the plan of measures, walked as a browser without JavaScript does."""

from io import BytesIO
from typing import NamedTuple

import pytest
from PIL import Image

from portal.access import SYSTEM, act_as
from portal.accounts.model import Membership
from portal.assessments.model import Assessment, AssessmentFinding
from portal.assessments.standards import DeductPerFinding, Levels
from portal.db import session
from portal.registry.model import Enterprise
from portal.risks import actions as risks
from portal.risks.model import Risk
from tests.assessments.build import a_finding, an_assessment, answer, first_item, row_of, standard
from tests.build import AT, TOWN, a_member, an_authority, the_actor
from tests.client import PageClient
from tests.risks.build import a_risk


class Desk(NamedTuple):
    """A signer at a browser with an open assessment: its key, an item deducted by finding, the row's key."""

    client: PageClient
    assessment: str
    element: str
    row: str
    member: int

    @property
    def section(self) -> str:
        """The address of the item's section."""
        return f"/assessments/{self.assessment}/sections/{self.element}"


@pytest.fixture
def desk(client: PageClient, own: Enterprise) -> Desk:
    member, own_id = a_member(own, "signer"), own.id
    number, actor = member.id, the_actor(member)
    client.sign_in(member)
    act_as(actor)
    assessment = an_assessment(session().get_one(Enterprise, own_id), actor)
    item = first_item(DeductPerFinding)
    return Desk(client, assessment.key, item.element, row_of(assessment, item.id).key, number)


def loses_a_point(desk: Desk) -> None:
    """Answer the desk's item with one finding."""
    actor = the_actor(session().get_one(Membership, desk.member))
    assessment = session().query(Assessment).filter_by(key=desk.assessment).one()
    answer(row_of(assessment, first_item(DeductPerFinding).id), {"findings": 1}, actor)


def test_this_years_assessment_is_opened_from_the_list(client: PageClient, own: Enterprise):
    client.sign_in(a_member(own, "filer"))
    assert client.get("/assessments").select_one(".tile a[href='/assessments/open/self_assessment']")
    opened = client.submit(client.get("/assessments/open/self_assessment"))
    assert "共40项" in client.get(opened).get_text()


def test_an_item_is_answered_without_a_script(desk: Desk):
    page = desk.client.get(desk.section)
    form = page.select(f"#item-{desk.row} form")[0]
    place = page.select("main form").index(form)
    led = desk.client.submit(page, form=place, findings="1")
    assert f"#item-{desk.row}" in led
    card = desk.client.get(desk.section).select_one(f"#item-{desk.row}")
    assert "登记问题和整改措施" in card.get_text()


def test_a_field_saves_itself_and_brings_back_score_and_deduction(desk: Desk):
    sent = {"field": "findings", "findings": "1", "was": "", **desk.client.tokens()}
    answer = desk.client.browser.post(f"/items/{desk.row}/field", data=sent)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'id="score-board"' in text
    assert f"/items/{desk.row}/findings/new" in text


def test_a_step_is_chosen_and_saves_itself(desk: Desk):
    item = first_item(Levels)
    row = row_of(session().query(Assessment).filter_by(key=desk.assessment).one(), item.id)
    code, key = item.scoring.options[0].code, row.key
    sent = {"field": "option", "option": code, **desk.client.tokens()}
    assert desk.client.browser.post(f"/items/{key}/field", data=sent).status_code == 200
    assert row_of(session().query(Assessment).filter_by(key=desk.assessment).one(), item.id).option == code


def test_the_section_leads_to_the_next_open_item(desk: Desk):
    led = desk.client.browser.get(f"/assessments/{desk.assessment}/next").headers["Location"]
    assert "#item-" in led


def test_a_whole_first_level_is_one_list(desk: Desk):
    top = standard().tops[3]
    cards = desk.client.get(f"/assessments/{desk.assessment}/sections/{top.id}").select(".item-card")
    assert len(cards) == sum(top.id in one.path for one in standard().items)


def test_a_section_is_sent_to_a_member_and_found_among_mine(desk: Desk):
    address = f"/assessments/{desk.assessment}/sections/4/send"
    page = desk.client.get(address)
    member = page.select("select[name=member] option")[-1]["value"]
    desk.client.submit(page, member=member, due_on="2027-01-10")
    shown = desk.client.get(f"/assessments/{desk.assessment}")
    assert "2027-01-10" in shown.get_text()
    mine = desk.client.get(f"/assessments/{desk.assessment}?mine=1").select("tbody tr")
    assert 0 < len(mine) < len(shown.select("tbody tr"))
    assert "待您填报" in desk.client.get("/").get_text()


def test_a_finding_is_written_from_a_usual_one_and_followed_to_its_end(desk: Desk):
    loses_a_point(desk)
    usual = desk.client.get(f"/items/{desk.row}/findings/new").select_one(".reason-list__reason")
    page = desk.client.get(usual["href"])
    assert page.select_one("textarea[name=text]").get_text().strip() == usual.get_text()
    assert page.select_one("textarea[name=measure]").get_text().strip()
    led = desk.client.submit(page, person="赵六", money="1,200")
    shown = desk.client.get(led)
    assert usual.get_text() in shown.select_one("h1").get_text()
    assert "1200" in shown.get_text()
    assert usual.get_text() in desk.client.get("/measures").get_text()
    done = desk.client.post(
        f"{led}/report-done", {"done_on": "2026-11-20", "note": "已更换", "file": (a_jpeg(), "现场.jpg")}
    )
    assert "现场.jpg" in desk.client.get(done).get_text()
    desk.client.post(f"{led}/close")
    assert "已关闭" in desk.client.get(led).get_text()
    assert usual.get_text() in desk.client.get("/measures?part=closed").get_text()
    assert usual.get_text() not in desk.client.get("/measures?part=open").select_one("main").get_text()


def a_jpeg() -> BytesIO:
    content = BytesIO()
    Image.new("RGB", (32, 24), "white").save(content, "JPEG")
    return BytesIO(content.getvalue())


def test_done_without_proof_stands_beside_the_note(desk: Desk):
    finding = a_finding_of(desk)
    page = desk.client.post(
        f"/findings/{finding}/report-done", {"done_on": "2026-11-20", "note": ""}, status=422
    )
    assert page.select_one("#note-error").get_text()


def a_finding_of(desk: Desk) -> str:
    actor = the_actor(session().get_one(Membership, desk.member))
    return a_finding(session().query(Assessment).filter_by(key=desk.assessment).one(), actor).key


def test_a_finding_is_changed_and_taken_out(desk: Desk):
    finding = a_finding_of(desk)
    led = desk.client.submit(desk.client.get(f"/findings/{finding}/edit"), person="孙八")
    assert "孙八" in desk.client.get(led).get_text()
    desk.client.post(f"/findings/{finding}/discard")
    assert session().query(AssessmentFinding).count() == 0


def test_the_plan_stands_on_one_page_to_be_printed(desk: Desk):
    a_finding_of(desk)
    for address in (f"/assessments/{desk.assessment}/plan", "/measures/sheet"):
        assert "冲床双手按钮失效" in desk.client.get(address).get_text()


def test_a_row_of_the_register_is_pointed_to_and_struck_when_it_is_gone(desk: Desk):
    actor = the_actor(session().get_one(Membership, desk.member))
    act_as(actor)
    risk = a_risk(session().query(Enterprise).one(), actor)
    key = risk.key
    page = desk.client.get(f"/items/{desk.row}/register?words=冲床")
    desk.client.post(
        f"/items/{desk.row}/register?words=冲床", {"row": page.select_one("button[name=row]")["value"]}
    )
    assert desk.client.get(desk.section).select_one(f"#item-{desk.row} a[href='/risks/{key}']")
    risks.remove(session().query(Risk).one(), "设备已拆除", by=actor, at=AT)
    assert "冲床" in desk.client.get(desk.section).select_one(f"#item-{desk.row} s").get_text()


def test_a_row_that_was_not_offered_is_not_found(desk: Desk):
    desk.client.post(f"/items/{desk.row}/register", {"row": "x"}, status=404)


def test_a_town_reads_the_assessment_and_its_plan_and_changes_nothing(desk: Desk, app):
    finding = a_finding_of(desk)
    act_as(SYSTEM)
    town = PageClient(app).sign_in(a_member(an_authority(TOWN), "reviewer"))
    for address in (f"/assessments/{desk.assessment}", f"/assessments/{desk.assessment}/plan", desk.section):
        assert town.get(address).select("main form") == []
    assert town.get(f"/findings/{finding}").select("main form") == []
    town.post(f"/findings/{finding}/report-done", {"done_on": "2026-11-20", "note": "x"}, status=403)
