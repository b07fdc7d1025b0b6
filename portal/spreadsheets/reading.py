"""Reading a spreadsheet: xlsx and xls in a child process that may die alone, csv in UTF-8, UTF-16 or GB18030."""

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

from portal.spreadsheets.book import Book, BookKind, Merge, Sheet
from portal.spreadsheets.limits import COLUMNS, ROWS, refused
from portal.spreadsheets.scanning import kind_of

CHILD = Path(__file__).with_name("child.py")
SECONDS = 30
BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SEPARATORS = ",\t;|"


def read(content: bytes, name: str) -> Book:
    """All worksheets of a file. `name` tells its format and is named where it cannot be taken.

    Raises Refused (field `file`) in words that say how to mend it.
    """
    kind = kind_of(content, name)
    sheets = _read_csv(content, name) if kind is BookKind.CSV else _read_apart(content, name)
    if not any(any(row) for sheet in sheets for row in sheet.rows):
        raise refused("no_rows", name)
    return Book(kind, sheets)


def _read_apart(content: bytes, name: str) -> tuple[Sheet, ...]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD)], input=content, capture_output=True, timeout=SECONDS, env={}
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise refused("too_hard", name) from None
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise refused("too_hard", name)
    if done.returncode:
        raise refused("damaged", name)
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise refused(answer["refused"], name)
    return tuple(_sheet(one) for one in answer["sheets"])


def _sheet(told: dict[str, Any]) -> Sheet:
    rows = tuple(tuple(sys.intern(cell) for cell in row) for row in told["rows"])
    return Sheet(told["name"], told["hidden"], rows, tuple(Merge(*one) for one in told["merges"]))


def _read_csv(content: bytes, name: str) -> tuple[Sheet, ...]:
    text = _decoded(content, name)
    separator = max(SEPARATORS, key=text[:4000].count)
    try:
        rows = tuple(tuple(row) for row in csv.reader(StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise refused("damaged", name) from None
    if len(rows) > ROWS or any(len(row) > COLUMNS and any(row[COLUMNS:]) for row in rows):
        raise refused("far_cell", name)
    return (Sheet("csv", False, rows),)


def _decoded(content: bytes, name: str) -> str:
    marked = BYTE_ORDER_MARKS.get(content[:2])
    for encoding in [marked] if marked else ["utf-8-sig", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise refused("encoding", name)
