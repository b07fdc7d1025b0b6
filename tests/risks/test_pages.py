"""The pages of the register as a browser without script sees them, and the answers to fields that save themselves."""

import json
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from portal.access import SYSTEM, act_as
from portal.db import session
from portal.merging import Change
from portal.registry.model import Enterprise
from portal.risks import actions, controlling
from portal.risks.model import Control, Evidence, Risk
from portal.risks.rules import ConditionAnswer, Grade, Presence
from tests.build import AT, a_member, an_authority, an_enterprise, the_actor
from tests.client import PageClient
from tests.conftest import StatementCount
from tests.risks.build import a_risk

AUTOSAVE = {"HX-Request": "true", "X-Autosave": "true"}
DUST = "JS-DUST-01"


class Row(NamedTuple):
    """A row of the register, by what stays the same from request to request."""

    id: int
    key: str


class Typed(NamedTuple):
    """A field that saves itself: what stood there, what stands there now. `part` of the row's address takes it."""

    name: str
    was: Any
    value: Any
    part: str = "field"


def factor(name: str, was: Any, value: Any) -> Typed:
    """A field of the grading."""
    return Typed(name, was, value, "grading/field")


class Register:
    """An enterprise with a filer at a browser; builds rows and finds them again."""

    def __init__(self, client: PageClient, **facts: Any) -> None:
        act_as(SYSTEM)
        own = an_enterprise(industry_code="338", **facts)
        member = a_member(own, "filer")
        self.own_id, self.actor = own.id, the_actor(member)
        self.client = client.sign_in(member)

    def add(self, grade: Grade | None = Grade.LARGER, **facts: Any) -> Row:
        """A row of the register."""
        act_as(self.actor)
        risk = a_risk(session().get_one(Enterprise, self.own_id), self.actor, grade, **facts)
        return Row(risk.id, risk.key)

    def now(self, risk: Row) -> Risk:
        """The row as it stands."""
        act_as(self.actor)
        return session().get_one(Risk, risk.id)

    def a_control(self) -> Row:
        """The control of a new row."""
        control = self.now(self.add()).controls[0]
        return Row(control.id, control.key)

    def save(self, risk: Row, typed: Typed, status: int = 200) -> BeautifulSoup:
        """A field that saves itself."""
        data = {**self.client.tokens(), "field": typed.name, typed.name: typed.value, "was": typed.was}
        answer = self.client.browser.post(f"/risks/{risk.key}/{typed.part}", data=data, headers=AUTOSAVE)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


@pytest.fixture
def register(client: PageClient) -> Register:
    """The register of the test."""
    return Register(client)


def names(page: BeautifulSoup) -> list[str]:
    """The risks of a list, in its order."""
    return [link.get_text() for link in page.select(".register__name")]


# --- the list ---------------------------------------------------------------------------------------------


def test_the_register_shows_the_highest_grades_first(register: Register):
    for grade in (Grade.LOW, Grade.MAJOR, None, Grade.GENERAL):
        register.add(grade, name=grade.value if grade else "ungraded")
    assert names(register.client.get("/risks")) == ["major", "general", "low", "ungraded"]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ("grade=major", ["red"]),
        ("grade=none", ["new"]),
        ("words=红", []),
        ("words=red", ["red"]),
        ("unit=喷漆", ["new"]),
    ],
)
def test_a_filter_leaves_only_what_fits(register: Register, chosen: str, found: list[str]):
    register.add(Grade.MAJOR, name="red")
    register.add(None, name="new", unit="喷漆")
    assert names(register.client.get(f"/risks?{chosen}")) == found


def test_pages_of_the_register_hold_each_row_once(register: Register):
    for number in range(23):
        register.add(Grade.GENERAL, name=f"n{number:02d}", controls=False)
    first = register.client.get("/risks?size=20")
    second = register.client.get(first.select_one('a[rel="next"]')["href"])
    back = register.client.get(second.select_one('a[rel="prev"]')["href"])
    assert names(first) + names(second) == [f"n{number:02d}" for number in range(23)]
    assert names(back) == names(first)


def test_an_empty_register_tells_where_to_start_from(register: Register):
    page = register.client.get("/risks")
    assert page.select_one('.empty-state a[href="/risks/start"]')


def test_the_register_costs_the_same_with_more_rows(register: Register, statements: StatementCount):
    register.add()
    register.client.get("/risks")
    statements.clear()
    register.client.get("/risks")
    with_one = statements.count
    for _again in range(12):
        register.add(controls=False)
    statements.clear()
    register.client.get("/risks")
    assert statements.count == with_one


# --- one risk ---------------------------------------------------------------------------------------------


def test_a_new_risk_needs_no_more_than_its_name(register: Register):
    page = register.client.get("/risks/new")
    assert "/risks/" in register.client.submit(page, name="冲床伤手")


def test_a_risk_without_name_is_refused_at_the_field(register: Register):
    page = register.client.submit(register.client.get("/risks/new"), 422, name="")
    assert page.select_one('.error-summary a[href="#name"]')


def test_a_field_that_saves_itself_is_kept(register: Register):
    risk = register.add()
    register.save(risk, Typed("consequence", "1～2人重伤", "一人死亡"))
    assert register.now(risk).consequence == "一人死亡"


def test_a_value_that_cannot_stand_is_told_at_its_field(register: Register):
    risk = register.add()
    answer = register.save(risk, Typed("identified_on", "2026-10-08", "2026-2-30"), 422)
    assert "30" in answer.select_one("#identified_on-error").get_text()


def test_an_unknown_field_is_not_found(register: Register):
    answer = register.save(register.add(), Typed("enterprise_id", "1", "1"), 404)
    assert not answer.select("[hx-swap-oob]")


def test_the_second_of_two_is_shown_what_the_first_wrote(register: Register):
    risk = register.add()
    register.save(risk, Typed("consequence", "1～2人重伤", "first"))
    box = register.save(risk, Typed("consequence", "1～2人重伤", "second"), 409).select_one("[data-conflict]")
    assert json.loads(box["data-theirs"]) == ["first"]
    assert register.actor.name in box.get_text()


def test_one_may_save_over_what_one_has_been_shown(register: Register):
    risk = register.add()
    register.save(risk, Typed("consequence", "1～2人重伤", "first"))
    register.save(risk, Typed("consequence", "first", "second"))
    assert register.now(risk).consequence == "second"


@pytest.mark.parametrize(("side", "kept"), [("mine", "second"), ("theirs", "first")])
def test_without_script_a_conflict_is_settled_by_a_button(register: Register, side: str, kept: str):
    risk = register.add()
    page = register.client.get(f"/risks/{risk.key}")
    register.save(risk, Typed("consequence", "1～2人重伤", "first"))
    conflict = register.client.submit(page, 409, form=0, consequence="second")
    assert conflict.select_one("#consequence-conflict")
    register.client.submit(conflict, form=0, take=f"{side} consequence")
    assert register.now(risk).consequence == kept


def test_changes_of_different_fields_both_survive(register: Register):
    risk = register.add()
    page = register.client.get(f"/risks/{risk.key}")
    register.save(risk, Typed("place", "冲压车间2号冲床", "二楼"))
    register.client.submit(page, form=0, consequence="一人死亡")
    assert (register.now(risk).place, register.now(risk).consequence) == ("二楼", "一人死亡")


# --- grading ----------------------------------------------------------------------------------------------


def test_the_arithmetic_comes_back_with_each_factor(register: Register):
    risk = register.add(Grade.LARGER)
    answer = register.save(risk, factor("L", "3", "1"))
    assert "1 × 6 × 15 = 90" in answer.select_one("#arithmetic").get_text()
    assert answer.select_one("#risk-grade [data-grade=general]")


def test_a_risk_begins_with_the_usual_method(register: Register):
    risk = register.add(None)
    register.save(risk, factor("L", "", "3"))
    assert (register.now(risk).method, register.now(risk).grade) == ("lec@1.0", None)


def test_another_method_brings_its_own_factors(register: Register):
    risk = register.add(Grade.LARGER)
    answer = register.save(risk, factor("method", "lec@1.0", "ls5@1.0"))
    assert [field["name"] for field in answer.select("#factors select")] == ["L", "S"]


def test_a_condition_that_does_not_apply_needs_a_reason(register: Register):
    risk = register.add(Grade.LOW)
    register.save(risk, factor("catalogue_code", "", DUST))
    no = ConditionAnswer.DOES_NOT_APPLY.value
    answer = register.save(risk, factor("condition_answer", "", no), 422)
    assert answer.select_one("#condition_reason-error").get_text()
    register.save(risk, factor("condition_reason", "", "湿法作业"))
    register.save(risk, factor("condition_answer", "", no))
    assert register.now(risk).condition_answer is ConditionAnswer.DOES_NOT_APPLY


def test_the_whole_grading_is_kept_without_script(register: Register):
    risk = register.add(Grade.LARGER)
    register.client.submit(register.client.get(f"/risks/{risk.key}"), form=1, C="100")
    assert register.now(risk).grade is Grade.MAJOR


def test_a_risk_without_grade_is_graded_without_script_by_the_method_proposed(register: Register):
    risk = register.add(None)
    register.client.submit(register.client.get(f"/risks/{risk.key}"), form=1, L="6", E="6", C="15")
    assert register.now(risk).method == "lec@1.0"
    assert register.now(risk).grade is Grade.MAJOR


# --- controls and evidence --------------------------------------------------------------------------------


def test_a_new_control_knows_who_answers_for_the_risk(register: Register):
    risk = register.add(controls=False)
    page = register.client.get(f"/risks/{risk.key}/controls/new?kind=training")
    assert page.select_one("#person")["value"] == "赵六"
    register.client.submit(page, text="班前会")
    act_as(register.actor)
    assert [control.text for control in register.now(risk).active_controls] == ["班前会"]


def test_a_removed_control_can_be_taken_back(register: Register):
    risk = register.add()
    control = register.now(risk).controls[0]
    register.client.post(f"/controls/{control.key}/remove")
    page = register.client.get(f"/risks/{risk.key}")
    assert not register.now(risk).active_controls
    register.client.post(page.select_one('form[action$="/restore"]')["action"])
    assert len(register.now(risk).active_controls) == 1


def test_a_control_in_the_panel_is_a_part_of_a_page(register: Register):
    control = register.a_control()
    answer = register.client.browser.get(f"/controls/{control.key}", headers={"HX-Request": "true"})
    assert "<html" not in answer.get_data(as_text=True)


def a_photo() -> BytesIO:
    """A small picture."""
    held = BytesIO()
    Image.new("RGB", (8, 8), "white").save(held, "JPEG")
    held.seek(0)
    return held


def upload(register: Register, control: Row, file: BytesIO, name: str, status: int) -> Any:
    """Send a file as evidence."""
    data = {"file": (file, name)}
    return register.client.post(
        f"/controls/{control.key}/evidence", data, status, content_type="multipart/form-data"
    )


def test_evidence_goes_out_as_an_attachment_under_its_own_name(register: Register):
    control = register.a_control()
    upload(register, control, a_photo(), "现场.jpg", 303)
    act_as(register.actor)
    key = session().get_one(Control, control.id).evidence[0].key
    answer = register.client.browser.get(f"/evidence/{key}")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_file_that_is_not_taken_is_refused_by_name(register: Register):
    control = register.a_control()
    page = upload(register, control, BytesIO(b"MZ"), "工具.exe", 422)
    assert "工具.exe" in page.select_one("#file-error").get_text()
    act_as(register.actor)
    assert not session().query(Evidence).count()


# --- leaving, coming, zero --------------------------------------------------------------------------------


def test_a_risk_leaves_the_register_only_with_a_reason(register: Register):
    risk = register.add()
    page = register.client.get(f"/risks/{risk.key}/remove")
    assert register.client.submit(page, 422, reason="").select_one("#reason-error").get_text()
    register.client.submit(page, reason="产线已拆除")
    assert register.now(risk).removed_at


def test_a_removed_risk_is_only_read_and_can_be_restored(register: Register):
    risk = register.add()
    act_as(register.actor)
    actions.remove(register.now(risk), "拆除", by=register.actor, at=AT)
    page = register.client.get(f"/risks/{risk.key}")
    assert not page.select("[data-autosave]")
    register.client.submit(page)
    assert register.now(risk).removed_at is None


def test_ticked_hazards_come_into_the_register_once(register: Register):
    page = register.client.get("/risks/usual")
    code = page.select_one("input[name=codes]")["value"]
    register.client.submit(page, codes=code)
    assert not register.client.get("/risks/usual").select_one(f'input[value="{code}"]')
    assert len(names(register.client.get("/risks"))) == 1


def test_answers_to_the_trade_are_kept_with_their_notes(register: Register):
    page = register.client.get("/risks/zero")
    code = page.select_one("fieldset.question")["id"]
    sent = {f"answer-{code}": Presence.ABSENT.value, f"note-{code}": "外协加工"}
    register.client.submit(page, **sent)
    again = register.client.get("/risks/zero")
    assert again.select_one(f'[name="note-{code}"]')["value"] == "外协加工"


# --- who sees what ----------------------------------------------------------------------------------------


def test_a_regulator_reads_the_row_and_changes_nothing(register: Register, app: Any):
    risk = register.add()
    act_as(SYSTEM)
    page = PageClient(app).sign_in(a_member(an_authority(), "reviewer")).get(f"/risks/{risk.key}")
    assert not page.select("main form")
    assert "赵六" in page.get_text()


def test_another_enterprise_does_not_find_the_row(register: Register, app: Any):
    risk = register.add()
    assert Register(PageClient(app)).client.get(f"/risks/{risk.key}", 404)


def test_who_only_reads_is_not_offered_to_add(client: PageClient):
    own = an_enterprise()
    page = client.sign_in(a_member(own, "administrator")).get("/risks")
    assert not page.select('a[href="/risks/new"]')


def test_a_control_saves_its_fields_by_themselves(register: Register):
    control = register.a_control()
    data = {**register.client.tokens(), "field": "person", "person": "钱七", "was": "赵六"}
    answer = register.client.browser.post(f"/controls/{control.key}/field", data=data, headers=AUTOSAVE)
    assert answer.status_code == 200
    act_as(register.actor)
    assert session().get_one(Control, control.id).person == "钱七"


def test_a_check_that_is_overdue_is_marked_in_the_register(register: Register):
    risk = register.add()
    control = register.now(risk).controls[0]
    change = Change("next_check_on", control.next_check_on, date(2026, 1, 5))
    controlling.edit(control, [change], by=register.actor, at=AT)
    assert register.client.get("/risks").select_one(".register__check .status-tag--late")


def test_the_controls_opened_directly_are_the_whole_page(register: Register):
    risk = register.add()
    assert register.client.get(f"/risks/{risk.key}/controls").select_one("#controls .controls__text")
