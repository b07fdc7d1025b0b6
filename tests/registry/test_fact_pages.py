"""The pages of the facts as a browser without script sees them, and the answers to fields that save themselves."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup

from portal.access import SYSTEM, act_as
from portal.db import session
from portal.merging import Change
from portal.registry import telling
from portal.registry.model import Enterprise, FactRow
from portal.registry.questions import parts
from tests.build import AT, a_member, an_authority, an_enterprise, the_actor

AUTOSAVE = {"HX-Request": "true", "X-Autosave": "true"}


class Desk:
    """A filer at a browser, whose enterprise has told nothing yet."""

    def __init__(self, client: Any) -> None:
        act_as(SYSTEM)
        own = an_enterprise(told=False, key_sectors=["spray"])
        self.town = a_member(an_authority(), "reviewer").id
        member = a_member(own, "filer")
        self.own_id, self.actor, self.key = own.id, the_actor(member), own.key
        self.client = client.sign_in(member)

    def own(self) -> Enterprise:
        act_as(self.actor)
        return session().get_one(Enterprise, self.own_id)

    def tell(self, part: str, **answers: Any) -> None:
        changes = [Change(name, None, value) for name, value in answers.items()]
        telling.tell(self.own(), parts()[part], changes, by=self.actor, at=AT)

    def add_row(self, code: str, **cells: Any) -> FactRow:
        return telling.add_row(self.own(), code, cells, by=self.actor, at=AT)

    def save(self, part: str, name: str, value: Any, was: Any = "", status: int = 200) -> BeautifulSoup:
        data = {**self.client.tokens(), "field": name, name: value, "was": was}
        answer = self.client.browser.post(f"/enterprise/facts/{part}/field", data=data, headers=AUTOSAVE)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return BeautifulSoup(answer.get_data(as_text=True), "html.parser")

    def value(self, part: str, name: str) -> str:
        return str(self.client.get(f"/enterprise/facts/{part}").select_one(f"#{name}")["value"])


@pytest.fixture
def desk(client):
    return Desk(client)


def text(page: BeautifulSoup, selector: str) -> str:
    return " ".join(page.select_one(selector).get_text(" ", strip=True).split())


def test_the_facts_are_a_list_of_parts_with_their_states(desk):
    desk.tell("workforce", agency_workers=4)
    rows = {row.select_one("a").get_text(): row.get_text(" ", strip=True) for row in
            desk.client.get("/enterprise").select(".part-list__part")}  # fmt: skip
    assert "已完成" in rows["企业基本信息"]
    assert "进行中" in rows["从业人员与班次"]
    assert "未开始" in rows["喷涂"]
    assert "有限空间" not in rows


def test_numbers_are_tidied_as_people_type_them(desk):
    desk.save("workforce", "agency_workers", "１２ 人")
    desk.save("insurance", "safety_spending", "1，234.5")
    assert desk.value("workforce", "agency_workers") == "12"
    assert desk.value("insurance", "safety_spending") == "1234.5"


def test_a_saved_answer_brings_state_lacking_and_computed_values_with_it(desk):
    desk.save("workforce", "joined_last_year", "9")
    desk.save("workforce", "left_last_year", "6")
    answer = desk.save("workforce", "staff_last_year", "57")
    assert "5.26%" in text(answer, "#computed")
    assert "已填3项" in text(answer, "#part-state")
    assert "单班作业人数" in text(answer, "#lacking")
    assert "上一年进厂人数" not in text(answer, "#lacking")


def test_what_is_hard_to_believe_is_said_at_once(desk):
    answer = desk.save("workforce", "agency_workers", "61")
    assert "外用工61人，多于从业人员60人" in text(answer, "#lacking")
    assert "有问题" in text(answer, "#part-state")


def test_an_impossible_number_is_refused_beside_its_field(desk):
    answer = desk.save("workforce", "agency_workers", "-3", status=422)
    assert "填写0至999999999的数" in text(answer, "#agency_workers-error")


def test_two_people_in_one_answer_are_shown_the_conflict(desk):
    desk.save("workforce", "agency_workers", "4")
    answer = desk.save("workforce", "agency_workers", "7", status=409)
    assert "改为“4”" in text(answer, "#agency_workers-conflict")
    desk.save("workforce", "agency_workers", "7", was="4")
    assert desk.value("workforce", "agency_workers") == "7"


def test_without_script_a_part_is_saved_whole(desk):
    page = desk.client.get("/enterprise/facts/insurance")
    led = desk.client.submit(
        page, form=0, injury_insured="60", liability_insured="yes", safety_spending="24.5"
    )
    assert led == "/enterprise/facts/insurance"
    assert desk.value("insurance", "injury_insured") == "60"


def test_without_script_a_conflict_stands_at_its_field(desk):
    page = desk.client.get("/enterprise/facts/workforce")
    desk.tell("workforce", agency_workers=4)
    after = desk.client.submit(page, 409, form=0, agency_workers="7", one_shift_workers="40")
    assert "改为“4”" in text(after, "#agency_workers-conflict")
    assert after.select_one("#one_shift_workers-conflict").get_text(strip=True) == ""


def test_what_is_known_says_where_from_and_is_not_asked_again(desk):
    page = desk.client.get("/enterprise/facts/workforce")
    assert "60 人 来自企业基本信息" in text(page, ".summary-list")
    assert page.select_one("#workers") is None


def test_a_sector_shows_the_list_that_another_part_asks(desk):
    desk.add_row("chemical", name="稀释剂")
    page = desk.client.get("/enterprise/facts/hazchem_use")
    assert "稀释剂 来自“危险化学品”清单" in text(page, ".summary-list")


def test_an_unknown_part_is_not_found(desk):
    desk.client.get("/enterprise/facts/nothing", status=404)
    desk.client.get("/enterprise/facts/basic", status=404)


def test_a_conflict_in_the_basic_facts_is_told_in_words(desk):
    address = f"/enterprises/{desk.key}/edit"
    one, other = desk.client.get(address), desk.client.get(address)
    desk.client.submit(one, business_state="stopped")
    told = desk.client.submit(other, 409, business_state="moving")
    assert "停产" in text(told, ".notice--caution")


# --- lists ----------------------------------------------------------------------------------------------------


def test_a_row_is_added_changed_removed_and_restored(desk):
    cells = {"name": "调节池", "place": "东北角", "kind": "地下", "hazard": "硫化氢", "entered": "yes"}
    led = desk.client.post("/enterprise/lists/confined_space", cells)
    assert led == "/enterprise/facts/installations#list-confined_space"
    desk.own()
    key = session().query(FactRow).one().key
    page = desk.client.get("/enterprise/facts/installations")
    assert page.select_one(f"#cell-{key}-name")["value"] == "调节池"
    desk.client.post(f"/fact-rows/{key}/remove")
    assert page_has_no(desk, key)
    desk.client.post(f"/fact-rows/{key}/restore")
    assert not page_has_no(desk, key)


def page_has_no(desk: Desk, key: str) -> bool:
    return desk.client.get("/enterprise/facts/installations").select_one(f"#cell-{key}-name") is None


def test_a_wrong_cell_of_a_new_row_is_told_and_nothing_typed_is_lost(desk):
    page = desk.client.post("/enterprise/lists/chemical", {"name": "稀释剂", "stock": "many"}, status=422)
    assert page.select_one("#new-chemical-name")["value"] == "稀释剂"
    assert "填写数" in text(page, "#new-chemical-stock-error")


def test_a_cell_saves_itself(desk):
    row = desk.add_row("chemical", name="稀释剂")
    data = {**desk.client.tokens(), "field": "stock", "stock": "０.５ t", "was": ""}
    answer = desk.client.browser.post(f"/fact-rows/{row.key}/field", data=data, headers=AUTOSAVE)
    assert answer.status_code == 200
    desk.own()
    assert session().query(FactRow).one().cells["stock"] == "0.5"


def test_without_script_a_row_is_saved_whole_and_a_conflict_is_told(desk):
    row = desk.add_row("chemical", name="稀释剂", place="甲库")
    seen = {
        "seen": json.dumps(
            {"name": ["稀释剂"], "place": ["乙库"], "cas": [""], "yearly": [""], "stock": [""]}
        )
    }
    page = desk.client.post(f"/fact-rows/{row.key}", {**seen, "name": "稀释剂", "place": "丙库"}, status=409)
    assert "甲库" in text(page, f"#cell-{row.key}-place-conflict")


# --- key sectors ----------------------------------------------------------------------------------------------


def test_unticking_a_sector_with_answers_asks_first_and_says_what_happens(desk):
    desk.tell("spray", painters=6)
    page = desk.client.get("/enterprise/facts/sectors")
    asked = desk.client.submit(page, 422, chosen="dust")
    assert "喷涂已填有内容" in asked.get_text()
    assert desk.client.submit(asked, chosen="dust", sure="y") == "/enterprise"
    assert desk.own().key_sectors == ["dust"]


# --- for reading ----------------------------------------------------------------------------------------------


def test_an_authority_reads_what_is_told(desk, app):
    from portal.accounts.model import Membership
    from tests.client import PageClient

    desk.tell("insurance", injury_insured=60, liability_insured=True)
    desk.add_row("chemical", name="稀释剂")
    act_as(SYSTEM)
    town = PageClient(app).sign_in(session().get_one(Membership, desk.town))
    told = text(town.get(f"/enterprises/{desk.key}"), "#safety")
    assert "工伤保险投保人数 60 人" in told
    assert "稀释剂" in told
