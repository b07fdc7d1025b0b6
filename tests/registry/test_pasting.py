"""Rows copied from a spreadsheet into a list of facts, as a browser without script sends them."""

import pytest

from portal.db import session
from portal.registry.model import FactRow
from tests.registry.test_fact_pages import Desk

SPACES = "/enterprise/lists/confined_space/paste"
EQUIPMENT = "/enterprise/lists/special_equipment/paste"


@pytest.fixture
def desk(client):
    return Desk(client)


def rows(desk: Desk) -> list[dict]:
    desk.own()
    return [row.cells for row in session().query(FactRow).order_by(FactRow.id)]


def paste(desk: Desk, address: str, text: str, first: str = "") -> list[dict]:
    """Paste, look, enter; answers the rows that are kept then."""
    seen = desk.client.post(address, {"text": text, "first": first}, status=200)
    assert rows(desk) == [], "looking keeps nothing"
    assert "向“" in seen.h1.get_text()
    assert seen.h1.get_text().count("粘贴") == 1
    desk.client.submit(seen, form=0)
    return rows(desk)


def test_pasted_rows_are_shown_first_and_then_kept(desk):
    kept = paste(desk, SPACES, "调节池\t东北角\t地下\t硫化氢\t是\r\n污泥池\t西侧\t地下\t缺氧\t否\r\n")
    assert [(row["name"], row["kind"], row["entered"]) for row in kept] == [
        ("调节池", "地下", True),
        ("污泥池", "地下", False),
    ]


def test_a_head_tells_the_columns_in_any_order(desk):
    kept = paste(desk, EQUIPMENT, "检验有效期至\t名称\t类别\n2027/3/1\t1号货梯\t电梯")
    assert {name: kept[0][name] for name in ("kind", "name", "checked_until")} == {
        "kind": "电梯",
        "name": "1号货梯",
        "checked_until": "2027-03-01",
    }


def test_without_a_head_the_columns_begin_where_it_was_pasted(desk):
    kept = paste(desk, SPACES, "东北角\t地下", first="place")
    assert (kept[0]["name"], kept[0]["place"], kept[0]["kind"]) == (None, "东北角", "地下")


def test_a_cell_with_a_line_break_stays_one_cell(desk):
    kept = paste(desk, SPACES, '"调节池\n（加盖）"\t东北角')
    assert [row["name"] for row in kept] == ["调节池 （加盖）"]


def test_a_word_that_is_no_choice_is_told_with_its_row_and_nothing_is_kept(desk):
    page = desk.client.post(
        SPACES, {"text": "调节池\t东北角\t地下\t硫化氢\t是\n池\t西\t空中\t缺氧\t否"}, status=200
    )
    assert "第2行“类型”：填写下列之一：地上、地下、密闭设备" in page.get_text()
    assert "添加2行" not in page.get_text()
    assert page.select_one("textarea").get_text().count("\t") == 8, "what was pasted can be mended"
    assert rows(desk) == []


def test_a_number_and_a_day_that_cannot_be_read_are_told_at_their_cells(desk):
    page = desk.client.post(EQUIPMENT, {"text": "电梯\t货梯\t两台\t2027-02-30"}, status=200)
    told = [cell.get_text(strip=True) for cell in page.select("td .field__error")]
    assert len(told) == 2
    assert "2027年2月没有30日" in told[1]


def test_entering_rows_with_errors_keeps_none(desk):
    desk.client.post(SPACES, {"text": "好\n坏\t\t空中", "enter": "yes"}, status=200)
    assert rows(desk) == []


def test_cells_beyond_the_last_column_are_counted_not_swallowed(desk):
    page = desk.client.post(SPACES, {"text": "调节池\t东\t地下\t缺氧\t否\t备注"}, status=200)
    assert "有1个单元格超出最后一列" in page.get_text()


def test_an_unknown_list_is_not_found(desk):
    desk.client.get("/enterprise/lists/nothing/paste", status=404)
