"""The user's own workbook given back: wrong cells coloured and commented, all else as it was."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from portal.spreadsheets.annotating import LIST, Remark, annotate
from portal.spreadsheets.reading import read
from tests.spreadsheets.test_reading import OLD_LIST

SHEET = "我的'新'清单"


@pytest.fixture
def own() -> bytes:
    """A workbook with a look of its own: fonts, fills, a formula, a comment, a drop-down, merged cells."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet["A1"] = "标题"
    sheet.merge_cells("A1:C1")
    for row in range(2, 6):
        sheet.append([f"第{row}行", row, None])
    sheet["B3"].font, sheet["B3"].fill = Font(bold=True), PatternFill("solid", fgColor="FF00FF00")
    sheet["B4"] = "=SUM(B2:B3)"
    sheet["A5"].comment = Comment("企业自己的批注", "张三")
    sheet.add_data_validation(DataValidation("list", formula1='"高,低"', sqref="C2:C9"))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def given_back(content: bytes, *remarks: Remark) -> bytes:
    """The annotated workbook."""
    return annotate(content, read(content, "x.xlsx"), SHEET, remarks)


def test_a_wrong_cell_is_coloured_and_commented(own):
    sheet = load_workbook(BytesIO(given_back(own, Remark(3, 1, "数", "填 1 至 9 <之一>"))))[SHEET]
    assert sheet["B3"].comment.text == "填 1 至 9 <之一>"
    assert sheet["B3"].fill.fgColor.rgb == "FFFFC9C3"
    assert (sheet["B3"].value, sheet["B3"].font.bold) == (3, True)


def test_an_empty_cell_can_be_remarked_upon(own):
    sheet = load_workbook(BytesIO(given_back(own, Remark(2, 6, "列", "补上"))))[SHEET]
    assert (sheet["G2"].comment.text, sheet["G2"].value) == ("补上", None)


def test_two_remarks_on_one_cell_stand_in_one_comment(own):
    sheet = load_workbook(BytesIO(given_back(own, Remark(3, 0, "列", "一"), Remark(3, 0, "列", "二"))))[SHEET]
    assert sheet["A3"].comment.text == "一\n二"


def test_all_else_of_the_workbook_stays(own):
    old, new = ZipFile(BytesIO(own)), ZipFile(BytesIO(given_back(own, Remark(3, 1, "数", "改"))))
    sheet = load_workbook(BytesIO(new.fp.getvalue()))[SHEET]
    assert sheet["B4"].value == "=SUM(B2:B3)"
    assert sheet["A5"].comment.text == "企业自己的批注"
    assert str(sheet.merged_cells) == "A1:C1"
    assert sheet.data_validations.dataValidation[0].sqref == "C2:C9"
    assert old.read("xl/theme/theme1.xml") == new.read("xl/theme/theme1.xml")


def test_the_sheet_of_remarks_links_to_the_cells_and_holds_no_formula(own):
    book = load_workbook(BytesIO(given_back(own, Remark(3, 1, "=列", "=HYPERLINK(1)"))))
    listed = book[LIST]
    assert listed["A2"].hyperlink.location == "'我的''新''清单'!B3"
    assert (listed["C2"].value, listed["C2"].data_type) == ("=HYPERLINK(1)", "s")


def test_a_second_round_takes_the_first_one_off(own):
    first = given_back(own, Remark(3, 1, "数", "改"), Remark(2, 0, "列", "改"))
    book = load_workbook(BytesIO(given_back(first, Remark(2, 0, "列", "再改"))))
    assert book[SHEET]["B3"].comment is None
    assert book[SHEET]["B3"].fill.fill_type is None
    assert book[SHEET]["A2"].comment.text == "再改"
    assert book[SHEET]["A5"].comment.text == "企业自己的批注"
    assert book.sheetnames == [SHEET, LIST]
    assert book[LIST].max_row == 2


def test_an_xls_comes_back_as_xlsx_with_its_words_and_merged_cells():
    content = OLD_LIST.read_bytes()
    fresh = annotate(content, read(content, "list.xls"), "清单", [Remark(4, 4, "风险等级", "改")])
    sheet = load_workbook(BytesIO(fresh))["清单"]
    assert (sheet["A1"].value, str(sheet.merged_cells)) == ("安全风险分级管控清单", "A1:F1")
    assert (sheet["E4"].value, sheet["E4"].comment.text) == ("很高", "改")


def test_a_formula_in_a_csv_comes_back_as_text():
    content = "名称,等级\n=cmd|' /C calc'!A0,高\n".encode()
    fresh = annotate(content, read(content, "x.csv"), "csv", [Remark(2, 1, "等级", "改")])
    assert load_workbook(BytesIO(fresh))["csv"]["A2"].data_type == "s"


def test_what_we_write_can_be_read_again(own):
    rows = read(given_back(own, Remark(3, 1, "数", "改")), "x.xlsx").sheets[0].rows
    assert rows[2][:2] == ("第3行", "3")
