"""Lists of other makers: heads in other words and rows, everyday names, merged cells; confirmed once, remembered."""

import pytest

from portal.access import Actor
from portal.db import session
from portal.notices.model import Notice
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.risks.model import Control, ImportedRow, Risk
from portal.risks.rules import ControlKind, Grade
from portal.spreadsheets.book import Book, BookKind, Merge, Sheet
from portal.workbooks import actions
from portal.workbooks.actions import GivenFile
from portal.workbooks.checking import rows_of
from portal.workbooks.jobs import save as save_in_background
from portal.workbooks.model import Workbook
from portal.workbooks.rules import WorkbookState
from portal.workbooks.shapes import find_table
from portal.workbooks.values import Unreadable
from portal.workbooks.values import read as read_cell
from tests.build import AT, a_code
from tests.spreadsheets.test_reading import OLD_LIST
from tests.workbooks.lists import FACTORY_ROWS, factory_list, filled_template


def brought_in(of: Enterprise, content: bytes, by: Actor, name: str = "清单.xlsx") -> Workbook:
    """A list after its check; what was guessed of its heads is confirmed."""
    workbook = actions.add(of, GivenFile(name, content), by=by, at=AT)
    if workbook.state is WorkbookState.READ:
        actions.match(workbook, workbook.columns, by=by, at=AT)
    return workbook


def of_csv(text: str) -> bytes:
    return text.encode("gb18030")


def test_the_list_of_a_factory_is_understood(as_filer, filer):
    workbook = brought_in(as_filer, factory_list(), filer)
    assert list(workbook.columns.values()) == [
        "unit", "risk_point", "name", "accident_types", "L", "E", "C", "engineering", "management",
        "responsible_person", "responsible_phone",
    ]  # fmt: skip
    assert workbook.counts == (2, 0, 0, 2)
    assert [(line, why) for line, why, _words in workbook.skipped] == [
        (1, "title"), (2, "title"), (9, "total"), (10, "signature"),
    ]  # fmt: skip


def test_its_good_rows_are_saved_with_unit_grade_and_controls(as_filer, filer):
    actions.save(brought_in(as_filer, factory_list(), filer), by=filer, at=AT)
    first, second = session().query(Risk).order_by(Risk.number)
    assert (first.unit, first.grade, first.accident_types) == ("冲压车间", Grade.LARGER, ["2025-04"])
    assert (second.unit, second.grade) == ("冲压车间", Grade.GENERAL)
    kinds = [(one.kind, one.text) for one in session().query(Control).filter(Control.risk_id == first.id)]
    assert kinds == [(ControlKind.ENGINEERING, "双手按钮"), (ControlKind.MANAGEMENT, "操作规程")]


def test_a_wrong_cell_is_named_with_its_row_column_and_head(as_filer, filer):
    found = brought_in(as_filer, factory_list(), filer).findings
    assert [(one.line, one.column, one.head, one.code) for one in found] == [
        (7, 5, "L", "off_scale"), (8, 4, "易发生的事故类型", "unknown_accident_type"),
    ]  # fmt: skip
    assert found[0].values == {"held": "很高", "offered": "0.1、0.2、0.5、1、3、6、10"}


def test_mended_and_uploaded_again_only_the_mended_rows_are_new(as_filer, filer):
    actions.save(brought_in(as_filer, factory_list(), filer), by=filer, at=AT)
    rows = [list(row) for row in FACTORY_ROWS]
    rows[2][5], rows[3][4] = "1", "火灾"
    again = actions.add(as_filer, GivenFile("清单.xlsx", factory_list(rows)), by=filer, at=AT)
    assert again.state is WorkbookState.CHECKED  # what was confirmed is remembered
    assert again.counts == (2, 0, 2, 0)


def test_columns_in_another_order_are_remembered_too(as_filer, filer):
    brought_in(as_filer, of_csv("风险点,危险源,等级\n冲床,压伤,橙\n"), filer, "a.csv")
    again = actions.add(
        as_filer, GivenFile("b.csv", of_csv("等级,危险源,风险点\n橙,压伤,冲床\n")), by=filer, at=AT
    )
    assert again.columns == {0: "grade", 1: "name", 2: "risk_point"}
    assert again.state is WorkbookState.CHECKED


def test_a_bare_grade_becomes_a_direct_judgement_by_the_list(as_filer, filer):
    actions.save(brought_in(as_filer, of_csv("危险源,等级\n压伤,橙色\n"), filer, "a.csv"), by=filer, at=AT)
    risk = session().query(Risk).one()
    assert (risk.direct_grade, risk.direct_reason, risk.grade) == (Grade.LARGER, "按企业原清单", Grade.LARGER)


def test_an_xls_is_brought_in(as_filer, filer):
    assert brought_in(as_filer, OLD_LIST.read_bytes(), filer, "list.xls").counts == (1, 0, 0, 1)


def test_the_same_place_named_twice_is_told(as_filer, filer):
    workbook = brought_in(as_filer, of_csv("危险源,等级\n压伤,低\n压伤,低\n"), filer, "a.csv")
    assert [(one.line, one.code, one.values) for one in workbook.findings] == [
        (3, "same_as_line", {"line": "2"})
    ]


def test_the_list_of_another_enterprise_is_refused(as_filer, filer):
    text = f"某公司 统一社会信用代码：{a_code(4242)}\n危险源,等级\n压伤,低\n"
    with pytest.raises(Refused, match="别的企业"):
        brought_in(as_filer, of_csv(text), filer, "a.csv")


def test_a_file_without_heads_is_refused(as_filer, filer):
    with pytest.raises(Refused, match="表头"):
        brought_in(as_filer, of_csv("你好\n"), filer, "a.csv")


def test_the_name_of_the_risk_must_be_among_the_columns(as_filer, filer):
    workbook = actions.add(as_filer, GivenFile("a.csv", of_csv("风险点,等级\n冲床,低\n")), by=filer, at=AT)
    with pytest.raises(Refused):
        actions.match(workbook, {0: "risk_point"}, by=filer, at=AT)


def test_a_cancelled_workbook_writes_nothing(as_filer, filer):
    workbook = brought_in(as_filer, of_csv("危险源,等级\n压伤,低\n"), filer, "a.csv")
    actions.cancel(workbook, by=filer, at=AT)
    assert (workbook.state, session().query(Risk).count()) == (WorkbookState.CANCELLED, 0)


def test_an_import_can_be_read_row_by_row_without_names_of_people(as_filer, filer):
    workbook = brought_in(as_filer, of_csv("危险源,责任人\n压伤,张三\n"), filer, "a.csv")
    actions.save(workbook, by=filer, at=AT)
    row = session().query(ImportedRow).one()
    assert (row.workbook_key, row.line, row.after["name"]) == (workbook.key, 2, "压伤")
    assert "张三" not in str(row.after)


def test_many_rows_are_saved_in_the_background_and_the_enterprise_is_told(as_filer, filer, monkeypatch):
    monkeypatch.setattr(actions, "MANY_ROWS", 0)
    workbook = brought_in(as_filer, of_csv("危险源,等级\n压伤,低\n"), filer, "a.csv")
    actions.begin(workbook, by=filer, at=AT)
    assert workbook.state is WorkbookState.SAVING
    save_in_background(workbook.id)
    session().refresh(workbook)
    assert (workbook.state, workbook.ended_by) == (WorkbookState.SAVED, filer.name)
    assert session().query(Notice).one().kind == "workbook.saved"
    save_in_background(workbook.id)
    assert session().query(Risk).count() == 1


def test_a_filled_template_needs_no_confirmation(as_filer, filer):
    content = filled_template({"name": "压伤", "unit": "冲压车间", "L": "3", "E": "6", "C": "15"})
    workbook = actions.add(as_filer, GivenFile("模板.xlsx", content), by=filer, at=AT)
    assert (workbook.state, workbook.counts) == (WorkbookState.CHECKED, (1, 0, 0, 0))


def test_a_risk_over_several_merged_rows_is_one_row_with_all_its_controls():
    rows = (("危险源", "管控措施"), ("压伤", "光栅"), ("", "双手按钮"), ("触电", "漏电保护"))
    table = find_table(Book(BookKind.XLSX, (Sheet("清单", False, rows, (Merge(1, 0, 2, 0),)),)))
    found = rows_of(table, {0: "name", 1: "controls"}, AT.date()).wishes
    assert [(one.facts["name"], list(one.loose)) for one in found] == [
        ("压伤", ["光栅", "双手按钮"]),
        ("触电", ["漏电保护"]),
    ]


# fmt: off
EVERYDAY = [
    ("grade", "红色风险", Grade.MAJOR), ("grade", "Ⅱ级", Grade.LARGER), ("grade", "３级", Grade.GENERAL),
    ("grade", "蓝", Grade.LOW), ("accident_types", "机械伤害、触电", ("2025-04", "2025-06")),
    ("accident_types", "中毒和窒息", ("2025-23", "2025-24")),
    ("accident_types", "1.火灾 2.高坠", ("2025-09", "2025-10")), ("accident_types", "触电（1986版）", ("1986-05",)),
    ("code", "ｒ7", "R007"), ("code", "FX-01", ""), ("had_accident", "是", True),
    ("method", "作业条件危险性分析法", "lec@1.0"),
]
# fmt: on
DAYS = ["2026-01-05", "2026/1/5", "2026.1.5", "20260105", "2026年1月5日", "２０２６-1-5", "46027"]
NO_DAYS = {"2026-02-30": "no_such_day", "2027-01-01": "in_future", "上周": "no_day"}


@pytest.mark.parametrize(("key", "words", "value"), EVERYDAY)
def test_everyday_words_are_understood(key, words, value):
    assert read_cell(key, words, AT.date()) == value


@pytest.mark.parametrize("words", DAYS)
def test_a_day_is_read_in_every_usual_way(words):
    assert read_cell("identified_on", words, AT.date()).isoformat() == "2026-01-05"


@pytest.mark.parametrize(("words", "code"), NO_DAYS.items())
def test_a_day_that_cannot_be_is_told(words, code):
    with pytest.raises(Unreadable) as problem:
        read_cell("identified_on", words, AT.date())
    assert problem.value.code == code
