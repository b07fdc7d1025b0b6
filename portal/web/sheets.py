"""Lists as Excel workbooks: text is written as text, never as a formula or a link."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import quote

import xlsxwriter
from flask import Response

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 22


def workbook(title: str, filters: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet: title, the filters in words, heads, rows."""
    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "constant_memory": False})
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True})
    sheet.set_column(0, len(heads) - 1, WIDTH)
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, filters)
    for column, head in enumerate(heads):
        sheet.write_string(3, column, str(head), bold)
    for number, row in enumerate(rows, start=4):
        for column, value in enumerate(row):
            _write(sheet, number, column, value)
    sheet.freeze_panes(4, 1)
    book.close()
    return held.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, "" if value is None else str(value))


def download(content: bytes, name: str, day: date) -> Response:
    """The workbook as an attachment; its name in UTF-8 beside a plain one."""
    full = quote(f"{name}-{day.isoformat()}.xlsx")
    disposition = f"attachment; filename=\"{day.isoformat()}.xlsx\"; filename*=UTF-8''{full}"
    return Response(content, mimetype=MIME, headers={"Content-Disposition": disposition})
