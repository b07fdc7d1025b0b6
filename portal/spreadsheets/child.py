"""The child that reads one workbook from its input and writes rows of words as JSON; started as a script, alone.

It imports nothing of the portal, so that it starts quickly and holds no secret, and limits itself before it
reads: 1 GB of memory, 30 s, no file written. A crash of the reader ends this process and no other.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

MEMORY = 1024**3
SECONDS = 30
ROWS = 20_000
COLUMNS = 100
SHEETS = 50


def words(value: object) -> str:
    """A cell as words: 3 for 3.0, 0.5, 2026-01-05; formulas have their last value."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


def main() -> None:
    """Read the workbook of standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
        answer: dict[str, object] = {"sheets": list(sheets_of(book))}
    except PasswordError:
        answer = {"refused": "locked"}
    except OverflowError as error:
        answer = {"refused": str(error)}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


def sheets_of(book: Any) -> Iterator[dict[str, object]]:
    """Every worksheet as plain values. Raises OverflowError for one that is too large."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    found = [one for one in book.sheets_metadata if one.typ is SheetTypeEnum.WorkSheet]
    if len(found) > SHEETS:
        raise OverflowError("sheets")
    for one in found:
        sheet = book.get_sheet_by_name(one.name)
        if sheet.end and (sheet.end[0] >= ROWS or sheet.end[1] >= COLUMNS):
            raise OverflowError("far_cell")
        yield {
            "name": one.name,
            "hidden": one.visible is not SheetVisibleEnum.Visible,
            "rows": [[words(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)],
            "merges": [[*first, *last] for first, last in sheet.merged_cell_ranges or []],
        }


if __name__ == "__main__":
    main()
