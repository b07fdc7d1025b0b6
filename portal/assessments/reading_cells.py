"""The cells of a workbook as JSON: run as a program of its own, for a workbook is a program of somebody else's.

`python reading_cells.py < book.xlsx > sheets.json`: rows of cells by the name of their sheet. Ends with another code
than 0 for a file that cannot be read, or that takes too much. It imports nothing of the portal.
"""

import json
import resource
import sys
from io import BytesIO

MEMORY = 768 * 1024 * 1024
SECONDS = 20
SHEETS = 20
CELLS = 200_000
TOO_LARGE = 3


def main() -> int:
    """Write the cells; answers the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    if len(book.sheet_names) > SHEETS:
        return TOO_LARGE
    found = {}
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > CELLS:
            return TOO_LARGE
        found[name] = sheet.to_python(skip_empty_area=False)
    json.dump(found, sys.stdout, ensure_ascii=False, default=lambda day: day.isoformat())
    return 0


if __name__ == "__main__":
    sys.exit(main())
