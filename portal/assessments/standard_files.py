"""A file that an administrator brings, as the text of a standard (`standard/1`); a standard as a workbook."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path, PurePath

import xlsxwriter
from flask_babel import gettext as _

from portal import uploads
from portal.assessments import reading_cells
from portal.assessments.standard_sheets import Sheets, sheets_of, text_of
from portal.assessments.standards import Standard, read_standard
from portal.problems import Refused

SECONDS = 30
WIDTH = 18
ENVIRONMENT = {"PYTHONIOENCODING": "utf-8"}


def content_of(name: str, content: bytes) -> str:
    """The text of a JSON file or of a workbook. Raises ValueError, one line a flaw; Refused for an unsafe workbook."""
    if PurePath(name).suffix.lower() == ".xlsx":
        text = text_of(cells_of(uploads.accept(BytesIO(content), name)))
    else:
        text = _decoded(name, content)
    read_standard(text)
    return text


def cells_of(upload: uploads.Upload) -> Sheets:
    """The cells of a workbook, read in a child process with bounds on memory and time. Raises Refused (`file`)."""
    program = [sys.executable, "-P", str(Path(reading_cells.__file__))]
    try:
        read = subprocess.run(
            program, input=upload.content, capture_output=True, timeout=SECONDS, check=False, env=ENVIRONMENT
        )
    except subprocess.TimeoutExpired:
        read = None
    if read is None or read.returncode:
        raise Refused(
            _("%(name)s is damaged or too large and cannot be read; use the template.", name=upload.name),
            uploads.FIELD,
        )
    sheets: Sheets = json.loads(read.stdout)
    return sheets


def workbook_of(standard: Standard) -> bytes:
    """A standard as a workbook, which can be changed and brought back; every cell is text, never a formula."""
    held = BytesIO()
    book = xlsxwriter.Workbook(
        held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True})
    for name, rows in sheets_of(standard).items():
        sheet = book.add_worksheet(name)
        sheet.set_column(0, max(map(len, rows)) - 1, WIDTH)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, bold if 0 in (number, column) else None)
    book.close()
    return held.getvalue()


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{name}: not text in UTF-8") from error
