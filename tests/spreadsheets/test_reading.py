"""What is read of spreadsheets, and what is refused in words of its own, before and while it is read."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from portal.problems import Refused
from portal.spreadsheets.book import BookKind, Merge, column_name
from portal.spreadsheets.reading import read
from tests.spreadsheets.files import a_bomb, a_workbook, locked, with_cell, with_doctype, with_part

pytestmark = pytest.mark.security

OLD_LIST = Path(__file__).with_name("list.xls")
PROGRAM = b"MZ\x90\x00" + b"\0" * 500

# fmt: off
HOSTILE = {
    "empty.xlsx":     (b"",                                                    "是空的|为空|空"),
    "blank.csv":      (b" \r\n\t ",                                            "是空的|为空|空"),
    "bomb.xlsx":      (a_bomb(),                                               "100 MB"),
    "sheets.xlsx":    (a_workbook(sheets=51),                                  "超过 50 个工作表"),
    "dtd.xlsx":       (with_doctype(),                                         "DTD"),
    "locked.xlsx":    (locked(),                                               "密码"),
    "macro.xlsm":     (a_workbook(),                                           "宏"),
    "macro.xlsx":     (with_part(a_workbook(), "xl/vbaProject.bin", b"x"),     "宏"),
    "program.xlsx":   (PROGRAM,                                                "不是表格"),
    "page.xls":       (b"<html><table><tr><td>1</td></tr></table></html>",     "网页"),
    "half.xlsx":      (a_workbook()[:900],                                     "已损坏"),
    "old.xls":        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\1" * 4000,     "已损坏"),
    "sheet.ods":      (b"a,b",                                                 "另存为 xlsx"),
    "bytes.csv":      (b"\xff\xa0\xff\xff,\xfe\n",                             "GB18030"),
    "far.xlsx":       (with_cell("XFD1048576"),                                "第20,000行"),
    "column.xlsx":    (with_cell("CW1"),                                       "第20,000行"),
    "row.xlsx":       (with_cell("A20001"),                                    "第20,000行"),
    "nothing.xlsx":   (a_workbook(("", "")),                                   "没有内容"),
    "long.csv":       (b"a\n" * 20_001,                                        "第20,000行"),
}
# fmt: on


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_taken_is_refused_in_words_of_its_own(name):
    content, words = HOSTILE[name]
    with pytest.raises(Refused, match=words) as refused:
        read(content, name)
    assert name in str(refused.value)
    assert refused.value.field == "file"


def test_a_file_of_more_than_ten_megabytes_is_refused():
    with pytest.raises(Refused, match="上限 10 MB"):
        read(b"PK\x03\x04" + b"x" * 10 * 1024 * 1024, "big.xlsx")


@pytest.mark.parametrize("reference", ["CV1", "A20000"])
def test_the_last_cells_within_the_limits_are_read(reference):
    assert any(any(row) for row in read(with_cell(reference), "edge.xlsx").sheets[0].rows)


def test_a_reader_that_dies_takes_nobody_along(monkeypatch):
    """The scan is left out here, so that the reader itself meets the cell on which it aborts."""
    monkeypatch.setattr("portal.spreadsheets.reading.kind_of", lambda _content, _name: BookKind.XLSX)
    with pytest.raises(Refused):
        read(with_cell("XFD1048576"), "far.xlsx")
    assert read(a_workbook(), "plain.xlsx").sheets[0].rows == (("a", "b"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_every_usual_encoding(encoding):
    book = read("风险点,等级\n堃䶮车间,较大\n".encode(encoding), "list.csv")
    assert book.kind is BookKind.CSV
    assert book.sheets[0].rows == (("风险点", "等级"), ("堃䶮车间", "较大"))


def test_numbers_and_days_are_read_as_people_write_them(tmp_path):
    book = Workbook()
    book.active.append([3, 0.5, 13800001234, date(2026, 1, 5), True, None, "x"])
    book.save(tmp_path / "x.xlsx")
    rows = read((tmp_path / "x.xlsx").read_bytes(), "x.xlsx").sheets[0].rows
    assert rows[0] == ("3", "0.5", "13800001234", "2026-01-05", "TRUE", "", "x")


def test_an_xls_is_read_with_its_merged_cells():
    book = read(OLD_LIST.read_bytes(), "list.xls")
    assert book.kind is BookKind.XLS
    assert book.sheets[0].rows[0][0] == "安全风险分级管控清单"
    assert Merge(0, 0, 0, 5) in book.sheets[0].merges


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (99, "CV"), (16383, "XFD")])
def test_columns_are_named_as_in_excel(index, name):
    assert column_name(index) == name
