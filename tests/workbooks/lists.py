"""Lists as factories keep them, made for tests: another order of columns, titles, heads of two rows, merged cells."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from openpyxl import load_workbook

from portal.workbooks.columns import columns, template_columns

WRONG_GRADE = "很高"

FACTORY_ROWS = [
    ("1", "冲压车间", "冲床", "手指压伤", "机械伤害", "３", "６", "１５", "双手按钮", "操作规程", "张三", "1380001"),
    ("2", "冲压车间", "行车", "吊物坠落", "起重伤害、物体打击", "3", "6", "7", "限位器", "持证上岗", "李四", "1380002"),
    ("3", "冲压车间", "配电柜", "漏电", "触电", WRONG_GRADE, "6", "15", "漏电保护", "挂牌上锁", "王五", "1380003"),
    ("4", "喷漆车间", "喷漆房", "漆雾遇火", "火灾、爆气", "1", "6", "15", "防爆电气", "动火作业票", "赵六", "1380004"),
]  # fmt: skip
"""Rows 3 and 4 have each a cell that cannot stand."""


def factory_list(rows: Sequence[Sequence[str]] = FACTORY_ROWS, name: str = "如皋市某机械有限公司") -> bytes:
    """A list with two title rows, heads of two rows with merged cells, a merged unit, a subtotal and signatures."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    yellow = book.add_format({"bg_color": "#FFFF99", "bold": True})
    sheet = book.add_worksheet("风险分级管控清单")
    sheet.merge_range("A1:L1", f"{name}安全风险分级管控清单")
    sheet.merge_range("A2:L2", "编制日期：2026年10月  版本：A/0")
    for column, head in enumerate(("序号", "所属车间", "设备设施", "危险有害因素", "易发生的事故类型")):
        sheet.merge_range(2, column, 3, column, head, yellow)
    sheet.merge_range("F3:H3", "风险评价", yellow)
    sheet.merge_range("I3:J3", "管控措施", yellow)
    for column, head in zip("FGHIJ", ("L", "E", "C", "工程技术", "管理"), strict=True):
        sheet.write_string(f"{column}4", head, yellow)
    for column, head in ((10, "责任人"), (11, "联系电话")):
        sheet.merge_range(2, column, 3, column, head, yellow)
    for number, row in enumerate(rows, start=4):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, "" if column == 1 else cell)
    _merge_units(sheet, rows)
    end = len(rows) + 4
    sheet.write_string(end, 0, "合计")
    sheet.write_string(end, 3, f"{len(rows)}处")
    sheet.write_string(end + 1, 0, "编制：张三      审核：李四      批准：王五")
    book.close()
    return target.getvalue()


def _merge_units(sheet: Any, rows: Sequence[Sequence[str]]) -> None:
    """The unit stands once for all its rows."""
    first = 0
    for number in range(1, len(rows) + 1):
        if number == len(rows) or rows[number][1] != rows[first][1]:
            if number - first > 1:
                sheet.merge_range(first + 4, 1, number + 3, 1, rows[first][1])
            else:
                sheet.write_string(first + 4, 1, rows[first][1])
            first = number


def filled_template(*rows: dict[str, str], heads: Sequence[str] = ()) -> bytes:
    """Our list with these rows, words by the key of the column; `heads`: only these columns, in this order."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("清单")
    keys = list(heads) or [column.key for column in template_columns()]
    for column, key in enumerate(keys):
        sheet.write_string(0, column, columns()[key].head)
        for number, row in enumerate(rows, start=1):
            sheet.write_string(number, column, row.get(key, ""))
    book.close()
    return target.getvalue()


def edited(content: bytes, row: int, key: str, words: str | None) -> bytes:
    """A list that we wrote with one cell typed over, as Excel would save it."""
    book = load_workbook(BytesIO(content))
    sheet = book["清单"]
    column = [column.key for column in template_columns()].index(key) + 1
    sheet.cell(row, column).value = words
    target = BytesIO()
    book.save(target)
    return target.getvalue()
