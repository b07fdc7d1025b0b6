"""The register as a workbook: template, export and import have the same columns, drop-downs and notes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter

from portal.risks.accidents import accident_types
from portal.risks.graded import PlainRisk
from portal.risks.known_methods import known_method
from portal.risks.listed import StandingControl
from portal.risks.rules import ControlKind
from portal.risks.weighing import first_check, one_line
from portal.spreadsheets.book import column_name
from portal.workbooks.columns import CONTROL_KINDS, FACTORS, Column, offered, template_columns, word_of
from portal.workbooks.shapes import CHOICES_SHEET, NOTES_SHEET

LIST_SHEET = "清单"
TITLE = "安全风险分级管控清单"
HEAD_ROW = 2
FREE_ROWS = 500
"""So many empty rows below the list have drop-downs too."""

CHOICES: Mapping[str, Callable[[], list[str]]] = {
    "accident_types": lambda: [one.zh for one in accident_types().values() if not one.successors],
    "had_accident": lambda: offered("flag"),
    "method": lambda: [word for word in offered("method") if word != "直接判定"],
    "L": lambda: ["10", "6", "5", "4", "3", "2", "1", "0.5", "0.2", "0.1"],
    "E": lambda: ["10", "6", "3", "2", "1", "0.5"],
    "C": lambda: ["100", "40", "15", "7", "3", "1"],
    "S": lambda: ["5", "4", "3", "2", "1"],
    "condition_answer": lambda: offered("condition_answer"),
    "direct_grade": lambda: offered("grade"),
    "grade": lambda: offered("grade"),
    "level": lambda: offered("level"),
    "frequency": lambda: offered("frequency"),
}
"""What the drop-down of a column offers."""

SEVERAL = ("accident_types",)
"""Columns that take several of the words offered, so that their drop-down only helps."""

NOTES = (
    "一行一个风险。第3行是列名，不要改动；列的次序可以变，可以少列，没有的列不会改动系统里已有的内容。",
    "新增的风险：“编号”留空。已有的风险：保留导出时的“编号”，改哪个单元格就改系统里的哪一项；清空单元格就清空那一项。",
    "没有编号的行，按风险单元、风险点、所处位置、名称对照系统；对上的修改，对不上的新增，留空的单元格不改动系统。",
    "风险等级由系统得出：取分级方法、目录条件、直接判定三者中最高的。填了取值时，等级要么一致，要么留空。",
    "五类管控措施各一列，一行一条（单元格内按 Alt+Enter 换行）。",
    "管控层级、检查频次、下次检查日期写了就用于这一行的全部措施，留空的不改动；措施的责任人和佐证材料在系统里逐条填写，导入不会丢失。",
    "删除一行不会删除系统里的风险；要移除，在系统里移除并写明原因。",
    "导入前先检查，不写入；有错的行不导入，可以下载标了颜色和批注的原表，改好后再传，只处理改过的行。",
)
"""How the list is filled in, for the sheet of notes. Columns explain themselves below it."""


class ListHead(NamedTuple):
    """What stands above the list: whose it is, by which filters it was taken out."""

    enterprise: str
    credit_code: str
    words: str


def list_workbook(head: ListHead, rows: Iterable[tuple[PlainRisk, Sequence[StandingControl]]]) -> bytes:
    """The list of these rows as xlsx; without rows the template. Every text is written as text, never as a formula."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet(LIST_SHEET)
    _write_head(book, sheet, head)
    last = HEAD_ROW
    text = book.add_format(
        {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "border_color": "#D0D5DD"}
    )
    number = book.add_format({"valign": "top", "border": 1, "border_color": "#D0D5DD"})
    for last, (risk, controls) in enumerate(rows, start=HEAD_ROW + 1):
        _write_row(sheet, last, cells_of(risk, controls), (text, number))
    _write_notes(book, book.add_worksheet(NOTES_SHEET))
    _offer(book, sheet, last + FREE_ROWS)
    book.close()
    return target.getvalue()


def _write_head(book: Any, sheet: Any, head: ListHead) -> None:
    bold = book.add_format({"bold": True, "font_size": 14})
    heads = book.add_format(
        {
            "bold": True,
            "bg_color": "#EEF2F7",
            "border": 1,
            "border_color": "#D0D5DD",
            "text_wrap": True,
            "valign": "vcenter",
        }
    )
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, TITLE, bold)
    sheet.write_string(
        1, 0, f"{head.enterprise}　统一社会信用代码：{head.credit_code}　{head.words}".strip("　")
    )
    for number, column in enumerate(template_columns()):
        sheet.set_column(number, number, column.width, None if column.key in FACTORS else text)
        sheet.write_string(HEAD_ROW, number, column.head, heads)
        if column.note:
            sheet.write_comment(HEAD_ROW, number, column.note, {"x_scale": 2, "author": ""})
    sheet.set_row(HEAD_ROW, 32)
    sheet.freeze_panes(HEAD_ROW + 1, 1)


def _write_row(sheet: Any, row: int, cells: Mapping[str, str], formats: tuple[Any, Any]) -> None:
    text, number = formats
    for place, column in enumerate(template_columns()):
        held = cells.get(column.key, "")
        if column.key in FACTORS and held:
            sheet.write_number(row, place, float(held), number)
        else:
            sheet.write_string(row, place, held, text)


def _write_notes(book: Any, sheet: Any) -> None:
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, "填写说明", bold)
    for number, note in enumerate(NOTES, start=1):
        sheet.write_string(number, 1, note, wrapped)
    for number, column in enumerate(template_columns(), start=len(NOTES) + 2):
        sheet.write_string(number, 0, column.head, bold)
        sheet.write_string(number, 1, column.note, wrapped)


def _offer(book: Any, sheet: Any, last: int) -> None:
    """Drop-downs, from a hidden sheet of choices: a list within the cell's rule must be short."""
    choices = book.add_worksheet(CHOICES_SHEET)
    choices.hide()
    for place, column in enumerate(template_columns()):
        if column.key not in CHOICES:
            continue
        words = CHOICES[column.key]()
        for row, word in enumerate(words):
            _write_choice(choices, row, place, column, word)
        letters = column_name(place)
        rule: dict[str, Any] = {
            "validate": "list",
            "source": f"={CHOICES_SHEET}!${letters}$1:${letters}${len(words)}",
            "show_error": column.key not in SEVERAL,
            "error_title": column.head,
            "error_message": f"从下拉列表里选：{'、'.join(words)}"[:255],
        }
        sheet.data_validation(HEAD_ROW + 1, place, last, place, rule)


def _write_choice(sheet: Any, row: int, place: int, column: Column, word: str) -> None:
    if column.key in FACTORS:
        sheet.write_number(row, place, float(word))
    else:
        sheet.write_string(row, place, word)


# --- a row as words ---------------------------------------------------------------------------------------


def cells_of(risk: PlainRisk, controls: Sequence[StandingControl]) -> dict[str, str]:
    """The words of a row by column."""
    cells = {column.key: _words(getattr(risk, column.key, None)) for column in template_columns()}
    cells |= {code: format(value, "f") for code, value in risk.values.items()}
    cells |= {
        "accident_types": "、".join(map(_accident_type, risk.accident_types)),
        "had_accident": word_of("flag", "yes") if risk.had_accident else "",
        "method": known_method(risk.method).zh if risk.method else "",
        "direct_criteria": "、".join(risk.direct_criteria),
        "grade": word_of("grade", risk.grade.value) if risk.grade else "",
        "direct_grade": word_of("grade", risk.direct_grade.value) if risk.direct_grade else "",
        "condition_answer": (
            word_of("condition_answer", risk.condition_answer.value) if risk.condition_answer else ""
        ),
    }
    for kind in CONTROL_KINDS:
        cells[kind] = "\n".join(one_line(one.text) for one in controls if one.kind is ControlKind(kind))
    return cells | _said_of_all(controls)


def _said_of_all(controls: Sequence[StandingControl]) -> dict[str, str]:
    """What all controls of a row have in common, nothing where they differ; of their next checks the first."""
    first = first_check(controls)
    said = {"next_check_on": first.isoformat() if first else ""}
    for name in ("level", "frequency"):
        values = {getattr(one, name) for one in controls}
        value = values.pop() if len(values) == 1 else None
        said[name] = word_of(name, value.value) if value else ""
    return said


def _words(value: Any) -> str:
    """Plain words: days as 2026-01-05; line breaks as cells hold them."""
    if value is None:
        return ""
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _accident_type(code: str) -> str:
    """The name of a type; one of the earlier edition says so, for the same name may stand in both."""
    one = accident_types()[code]
    return f"{one.zh}（1986版）" if one.successors else one.zh
