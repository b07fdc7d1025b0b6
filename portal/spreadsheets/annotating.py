"""Giving a workbook back with remarks: the cells coloured and commented, and a sheet that lists them with links.

The user's own xlsx is edited part by part, all else stays as it was. An xls or a csv comes back as an xlsx with
its words and merged cells; so does an xlsx that is written in a way nobody knows.
"""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

import xlsxwriter

from portal.spreadsheets.book import Book, BookKind, Merge, Sheet, column_name
from portal.spreadsheets.commenting import comment
from portal.spreadsheets.package import MAIN, CannotEdit, Package, escaped
from portal.spreadsheets.styling import Places, Styles, colour

STYLES = "xl/styles.xml"
LIST = "错误清单"
"""The sheet that lists the remarks. It is ours: an earlier one is written anew, and nobody reads a list from it."""

NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
MERGES = 2000
"""Most merged ranges that a rebuilt workbook keeps."""

HEADS = ("位置", "列名", "问题")
WIDTHS = (10, 22, 80)


class Remark(NamedTuple):
    """What is said of a cell: row from 1, column from 0, the words of its head, and the sentence."""

    row: int
    column: int
    head: str
    words: str

    @property
    def cell(self) -> str:
        """The name of the cell, such as D17."""
        return f"{column_name(self.column)}{self.row}"


def annotate(content: bytes, book: Book, sheet: str, remarks: Sequence[Remark]) -> bytes:
    """The workbook with remarks on cells of one of its sheets, as xlsx. `book`: the content as it was read."""
    if book.kind is BookKind.XLSX:
        try:
            return _edited(content, sheet, remarks)
        except CannotEdit:
            pass
    return _edited(rebuilt(book), safe_names(book)[sheet], remarks)


def _edited(content: bytes, sheet: str, remarks: Sequence[Remark]) -> bytes:
    package = Package(content)
    part = package.sheet_part(sheet)
    if part is None:
        raise CannotEdit("sheet")
    styles = Styles(package.read(STYLES))
    package.write(part, colour(package.read(part), _places(remarks), styles))
    package.write(STYLES, styles.text())
    comment(package, part, _words(remarks))
    listing = _listing(sheet, remarks)
    known = package.sheet_part(LIST)
    if known is None:
        package.add_sheet(LIST, listing)
    else:
        package.write(known, listing)
    return package.save()


def _places(remarks: Sequence[Remark]) -> Places:
    places: Places = {}
    for one in remarks:
        places.setdefault(one.row, {})[one.column] = column_name(one.column).encode()
    return places


def _words(remarks: Sequence[Remark]) -> dict[tuple[int, int], tuple[str, str]]:
    """What to say on each cell; several remarks on one cell become lines."""
    said: dict[tuple[int, int], tuple[str, str]] = {}
    for one in remarks:
        place = (one.row - 1, one.column)
        before = said[place][1] + "\n" if place in said else ""
        said[place] = (one.cell, before + one.words)
    return said


def _listing(sheet: str, remarks: Sequence[Remark]) -> bytes:
    """The sheet with the list: each place is a link into the user's sheet. All cells are text, never formulas."""
    quoted = sheet.replace("'", "''")
    rows = [_row(1, HEADS)]
    links = []
    for number, one in enumerate(remarks, start=2):
        rows.append(_row(number, (one.cell, one.head, one.words)))
        target = quoteattr(f"'{quoted}'!{one.cell}")
        links.append(f'<hyperlink ref="A{number}" location={target} display="{one.cell}"/>')
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(WIDTHS, 1)
    )
    hyperlinks = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>{hyperlinks}</worksheet>"
    ).encode()


def _row(number: int, values: Sequence[str]) -> str:
    cells = "".join(
        f'<c r="{column_name(n)}{number}" t="inlineStr"><is><t xml:space="preserve">{escaped(value)}</t></is></c>'
        for n, value in enumerate(values)
    )
    return f'<row r="{number}">{cells}</row>'


# --- a fresh workbook from what was read ------------------------------------------------------------------


def rebuilt(book: Book) -> bytes:
    """A workbook as xlsx, from its words and merged cells; every cell is text."""
    target = BytesIO()
    fresh = xlsxwriter.Workbook(target, {"in_memory": True})
    names = safe_names(book)
    for number, sheet in enumerate(book.sheets):
        target_sheet = fresh.add_worksheet(names[sheet.name])
        _rebuild(target_sheet, sheet)
        if sheet.hidden and number:
            target_sheet.hide()
    fresh.close()
    return target.getvalue()


def safe_names(book: Book) -> dict[str, str]:
    """The names of the sheets as Excel allows them: no marks of its own, 31 characters, each once."""
    names: dict[str, str] = {}
    for number, sheet in enumerate(book.sheets, start=1):
        clean = NOT_IN_NAMES.sub("", sheet.name).strip("' ")[:31] or f"Sheet{number}"
        taken = {name.casefold() for name in names.values()}
        names[sheet.name] = clean if clean.casefold() not in taken else f"{clean[:26]}_{number}"
    return names


def _rebuild(target: xlsxwriter.workbook.Worksheet, sheet: Sheet) -> None:
    kept: list[Merge] = []
    for merge in sheet.merges[:MERGES]:
        if _can_merge(merge, len(sheet.rows), kept):
            target.merge_range(*merge, "")
            kept.append(merge)
    for number, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            target.write_string(number, column, cell[:32767])


def _can_merge(merge: Merge, rows: int, kept: Sequence[Merge]) -> bool:
    """Whether a range has more than one cell, lies within the sheet and meets none that was kept."""
    if (merge.top, merge.left) == (merge.bottom, merge.right) or merge.bottom >= rows:
        return False
    return not any(
        merge.top <= one.bottom
        and one.top <= merge.bottom
        and merge.left <= one.right
        and one.left <= merge.right
        for one in kept
    )
