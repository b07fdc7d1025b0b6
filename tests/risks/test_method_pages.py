"""The pages of grading methods without script; a risk's page with an own matrix and with the risk before controls."""

import pytest
from bs4 import BeautifulSoup

from portal.access import SYSTEM, act_as
from portal.db import session
from portal.risks.known_methods import method_of
from portal.risks.method_model import GradingMethod, MethodState
from portal.risks.rules import Grade
from tests.build import OTHER_TOWN, TOWN, a_member, an_authority, the_actor, the_county
from tests.client import PageClient, fields_of
from tests.conftest import StatementCount
from tests.risks.build_methods import SMALL, a_copy_of, a_draft, a_drawing, a_version_in_force
from tests.risks.test_pages import Register, Typed, factor


class Office:
    """The county bureau with its administrator at a browser."""

    def __init__(self, client: PageClient) -> None:
        act_as(SYSTEM)
        member = a_member(the_county(), "administrator")
        self.actor = the_actor(member)
        self.client = client.sign_in(member)

    def row(self, key: str) -> GradingMethod:
        """A version as it stands."""
        act_as(self.actor)
        return session().query(GradingMethod).filter_by(key=key).one()

    def draw(self, page: BeautifulSoup, status: int = 303, **changes: str):
        """Send the drawing of a page with some fields changed, by its last button."""
        form = page.select("main form")[-1]
        return self.client.submit(page, status, form=-1, **{**fields_of(form), **changes})


@pytest.fixture
def office(client: PageClient) -> Office:
    """The bureau of the test."""
    return Office(client)


def key_of(address: str) -> str:
    """The key at the end of an address."""
    return address.rstrip("/").rsplit("/", 1)[-1]


# --- drawing ----------------------------------------------------------------------------------------------


def test_a_copy_is_drawn_kept_and_shown(office: Office):
    page = office.client.get("/methods/new?base=ls5@1.0")
    address = office.draw(page, name="如皋矩阵", cell_2_3="larger")
    row = office.row(key_of(address))
    assert (row.method, row.name, row.state) == ("ls5@2", "如皋矩阵", MethodState.DRAFT)
    shown = office.client.get(address)
    assert len(shown.select(".risk-matrix--described tbody td")) == 25


def test_a_new_matrix_of_any_size_is_drawn_without_script(office: Office):
    page = office.client.get("/methods/new?rows=4&columns=3")
    words = {f"l_words_{i}": f"频次{i}" for i in range(4)} | {f"s_words_{j}": f"后果{j}" for j in range(3)}
    cells = {f"cell_{i}_{j}": "low" for i in range(4) for j in range(3)}
    address = office.draw(page, name="小矩阵", family="RG4", **words, **cells)
    row = office.row(key_of(address))
    assert (row.method, len(method_of(row).grid)) == ("rg4@1", 12)


def test_every_cell_must_be_filled_and_what_was_typed_stays(office: Office):
    page = office.client.get("/methods/new?base=ls5@1.0")
    answer = office.draw(page, 422, name="名称在此", cell_0_0="", cell_4_4="")
    assert "共有 2 格" in answer.select_one(".error-summary").get_text()
    assert answer.select_one("#name")["value"] == "名称在此"
    assert answer.select_one(".error-summary a")["href"] == "#cell_0_0"


def test_a_falling_grade_is_named_at_its_cell(office: Office):
    page = office.client.get("/methods/new?base=ls5@1.0")
    answer = office.draw(page, 422, cell_4_4="low")
    assert "不得降低" in answer.select_one("#cell_4_4-error").get_text()


@pytest.mark.parametrize(
    ("value", "words"), [("", "填写取值"), ("0", "大于零"), ("2", "高于下一档"), ("x", "数字")]
)
def test_values_rise_from_step_to_step(office: Office, value: str, words: str):
    page = office.client.get("/methods/new?base=ls5@1.0")
    answer = office.draw(page, 422, l_value_2=value)
    assert words in answer.select_one("#l_value_2-error").get_text()


def test_another_size_is_shown_before_anything_is_kept(office: Office):
    page = office.client.get("/methods/new?base=ls5@1.0")
    answer = office.draw(page, 200, rows="6", columns="3", resize="yes", name="改档")
    assert len(answer.select("[data-cell]")) == 18
    assert (answer.select_one("#name")["value"], answer.select_one("#l_words_5").get_text().strip()) == (
        "改档",
        "",
    )
    act_as(SYSTEM)
    assert session().query(GradingMethod).count() == 0


def test_a_short_name_that_is_taken_is_named_at_its_field(office: Office):
    page = office.client.get("/methods/new?base=ls5@1.0")
    answer = office.draw(page, 422, family="lec")
    assert answer.select_one("#family-error").get_text()


def test_a_draft_is_changed_and_discarded(office: Office):
    key = a_draft(office.actor, a_drawing(SMALL)).key
    page = office.client.get(f"/methods/{key}/edit")
    office.draw(page, name="另一个名称")
    assert office.row(key).name == "另一个名称"
    office.client.submit(office.client.get(f"/methods/{key}/discard"))
    office.client.get(f"/methods/{key}", 404)


def test_who_sends_an_old_page_of_a_draft_is_told(office: Office):
    key = a_draft(office.actor, a_drawing(SMALL)).key
    old = office.client.get(f"/methods/{key}/edit")
    office.draw(office.client.get(f"/methods/{key}/edit"), name="第一个")
    office.draw(old, 409, name="第二个")
    assert office.row(key).name == "第一个"


def test_bands_of_lec_are_drawn_and_named_where_they_do_not_fall(office: Office):
    page = office.client.get("/methods/new?base=lec@1.0")
    answer = office.draw(page, 422, larger="400")
    assert "低于上一等级" in answer.select_one("#larger-error").get_text()
    address = office.draw(answer, larger="180", larger_belongs="y")
    page = office.client.get(address)
    assert "180 ≤ D ≤ 320" in page.get_text()


# --- force ------------------------------------------------------------------------------------------------


def test_a_version_is_put_in_force_and_withdrawn(office: Office):
    key = a_draft(office.actor).key
    office.client.submit(office.client.get(f"/methods/{key}"), form=0, begins="今天")
    assert office.row(key).state is MethodState.IN_FORCE
    office.client.submit(office.client.get(f"/methods/{key}/withdraw"), reason="取值有误")
    assert office.row(key).state is MethodState.WITHDRAWN


@pytest.mark.parametrize("day", ["", "2020-01-01"])
def test_a_day_that_does_not_do_is_named(office: Office, day: str):
    key = a_draft(office.actor).key
    answer = office.client.submit(office.client.get(f"/methods/{key}"), 422, form=0, begins=day)
    assert answer.select_one("#begins-error").get_text()


def test_a_town_sees_what_is_in_force_and_no_drafts(office: Office, app):
    draft = a_draft(office.actor).key
    force = a_version_in_force(office.actor, a_drawing(family="other")).key
    act_as(SYSTEM)
    town = PageClient(app).sign_in(a_member(an_authority(TOWN), "administrator"))
    town.get(f"/methods/{draft}", 403)
    assert "复制为新版本" not in town.get(f"/methods/{force}").get_text()


def test_the_list_asks_as_often_for_many_versions_as_for_one(office: Office, statements: StatementCount):
    a_version_in_force(office.actor)
    office.client.get("/methods")
    statements.clear()
    office.client.get("/methods")
    with_one = statements.count
    for number in range(4):
        a_version_in_force(office.actor, a_drawing(family=f"more{number}"))
    office.client.get("/methods")
    statements.clear()
    assert len(office.client.get("/methods").select("tbody tr")) == 13
    assert statements.count == with_one


# --- a version's page ---------------------------------------------------------------------------------------


def test_values_are_tried_out(office: Office):
    page = office.client.get("/methods/shipped/lec@1.0?L=3&E=6&C=15")
    assert "3 × 6 × 15 = 270" in page.select_one(".arithmetic").get_text()


@pytest.mark.parametrize("values", ["L=4&E=6&C=15", "L=x&E=6&C=15", "L=3", "L=1e999&E=1&C=1"])
def test_values_off_the_scale_try_nothing(office: Office, values: str):
    assert not office.client.get(f"/methods/shipped/lec@1.0?{values}").select(".arithmetic")


@pytest.mark.parametrize("name", ["direct@1.0", "ls9@1.0"])
def test_what_is_no_method_by_factors_is_not_found(office: Office, name: str):
    office.client.get(f"/methods/shipped/{name}", 404)


# --- rehearsal --------------------------------------------------------------------------------------------


def test_a_rehearsal_shows_grades_towns_and_rows(office: Office, app):
    register = Register(PageClient(app))
    risk = register.add(Grade.LARGER, name="甲风险")
    register.save(risk, Typed("method", "lec@1.0", "ls5@1.0", "grading/field"))
    register.save(risk, factor("L", "", "3"))
    register.save(risk, factor("S", "", "4"))
    key = a_draft(office.actor, a_copy_of("ls5@1.0", c34="3"), "ls5@1.0").key
    page = office.client.get(f"/methods/{key}/rehearsal")
    assert [tile.get_text() for tile in page.select(".tile__value")] == ["1", "0", "1", "0"]
    assert "甲风险" in page.get_text()


def test_a_rehearsal_without_risks_says_so(office: Office):
    key = a_draft(office.actor).key
    assert "没有按同类因素评定的风险" in office.client.get(f"/methods/{key}/rehearsal").get_text()


# --- the risk's page ----------------------------------------------------------------------------------------


def test_a_risk_is_graded_by_an_own_matrix_field_by_field(office: Office, app):
    a_version_in_force(office.actor, a_drawing(SMALL, family="rg3"))
    register = Register(PageClient(app))
    risk = register.add(None)
    register.save(risk, Typed("method", "lec@1.0", "rg3@1", "grading/field"))
    page = register.client.get(f"/risks/{risk.key}")
    assert "发生频次" in page.select_one('label[for="L"]').get_text()
    register.save(risk, factor("L", "", "3"))
    answer = register.save(risk, factor("S", "", "2"))
    assert register.now(risk).grade is Grade.LARGER
    shown = answer.select_one("#arithmetic").get_text()
    assert ("3 × 2" in shown, "=" in shown, "发生频次第2档" in shown) == (True, False, True)


def test_the_risk_before_controls_saves_itself_and_doubts_are_told(client: PageClient):
    register = Register(client)
    risk = register.add(Grade.LARGER)
    for name, value in (("inherent_l", "0.5"), ("inherent_e", "6"), ("inherent_c", "15")):
        answer = register.save(risk, factor(name, "", value))
    assert "两者必有一处填错" in answer.select_one("#arithmetic").get_text()
    register.save(risk, factor("inherent_l", "0.5", "10"))
    assert register.now(risk).inherent_grade is Grade.MAJOR
    page = client.get("/risks")
    assert "固有：重大" in page.select_one(".register__grade").get_text()


def test_two_at_one_factor_before_controls_are_told(client: PageClient):
    register = Register(client)
    risk = register.add(Grade.LARGER)
    register.save(risk, factor("inherent_l", "", "6"))
    answer = register.save(risk, factor("inherent_l", "", "3"), 409)
    assert answer.select_one("#inherent_l-conflict .conflict__text")


def test_the_whole_grading_is_sent_without_script(client: PageClient):
    register = Register(client)
    risk = register.add(Grade.LARGER)
    page = client.get(f"/risks/{risk.key}")
    client.submit(page, form=1, inherent_l="10", inherent_e="6", inherent_c="15")
    assert (register.now(risk).inherent_grade, register.now(risk).grade) == (Grade.MAJOR, Grade.LARGER)


def test_a_new_risk_is_graded_without_script(client: PageClient):
    register = Register(client)
    risk = register.add(None)
    client.submit(client.get(f"/risks/{risk.key}"), form=1, L="3", E="6", C="15")
    assert (register.now(risk).method, register.now(risk).grade) == ("lec@1.0", Grade.LARGER)


def test_the_old_version_of_a_row_is_named_as_out_of_force(office: Office, app):
    register = Register(PageClient(app))
    risk = register.add(None)
    register.save(risk, Typed("method", "lec@1.0", "ls5@1.0", "grading/field"))
    register.save(risk, factor("L", "", "3"))
    a_version_in_force(office.actor, a_copy_of("ls5@1.0"), "ls5@1.0")
    assert (
        "已停用" in register.client.get(f"/risks/{risk.key}").select_one('label[for="method-2"]').get_text()
    )
    answer = register.save(risk, factor("S", "", "3"), 422)
    assert "已停用" in answer.select_one("#method-error").get_text()


def test_regulators_of_another_town_rehearse_their_own_risks(office: Office, app):
    key = a_version_in_force(office.actor).key
    act_as(SYSTEM)
    PageClient(app).sign_in(a_member(an_authority(OTHER_TOWN), "chief")).get(f"/methods/{key}/rehearsal")
