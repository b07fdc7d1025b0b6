"""What was read: sheets as rows of words, each with the ranges that were merged. Pure."""

from enum import Enum
from typing import NamedTuple


class BookKind(Enum):
    """The format of a workbook."""

    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


class Merge(NamedTuple):
    """A merged range: first and last row and column, counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(NamedTuple):
    """One sheet. `rows[0]` is row 1 of the sheet; a cell is its words, empty for none.

    Numbers and dates are words too: 3, 0.5, 2026-01-05.
    """

    name: str
    hidden: bool
    rows: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...] = ()


class Book(NamedTuple):
    """A workbook as it was read."""

    kind: BookKind
    sheets: tuple[Sheet, ...]


def column_name(index: int) -> str:
    """The letters of a column counted from 0: 0 is A, 27 is AB."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
