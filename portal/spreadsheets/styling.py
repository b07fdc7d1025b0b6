"""Colouring cells: each style that is needed is copied with another fill, so that all else of a cell stays."""

import re

from portal.spreadsheets.package import CannotEdit

COLOUR = b"FFFFC9C3"
"""The fill of a cell that was remarked upon; no palette of Excel or WPS has it, so it is known again."""

FILL = (
    b'<fill><patternFill patternType="solid"><fgColor rgb="'
    + COLOUR
    + b'"/><bgColor indexed="64"/></patternFill></fill>'
)
FILLS = re.compile(rb"<fills\b[^>]*>(.*?)</fills>", re.DOTALL)
ONE_FILL = re.compile(rb"<fill\b[^>]*?(?:/>|>.*?</fill>)", re.DOTALL)
FORMATS = re.compile(rb"<cellXfs\b[^>]*>(.*?)</cellXfs>", re.DOTALL)
ONE_FORMAT = re.compile(rb"<xf\b(?:[^>]*?/>|.*?</xf>)", re.DOTALL)
ROW = re.compile(rb"<row\b([^>]*?)(/>|>(.*?)</row>)", re.DOTALL)
CELL = re.compile(rb"<c\b([^>]*?)(/>|>.*?</c>)", re.DOTALL)
REFERENCE = re.compile(rb"\br=\"([A-Z]+)(\d+)\"")
STYLE = re.compile(rb"\bs=\"(\d+)\"")
ROW_NUMBER = re.compile(rb"\br=\"(\d+)\"")
SPANS = re.compile(rb"\s+spans=\"[^\"]*\"")

Places = dict[int, dict[int, bytes]]
"""Cells to colour: row (from 1) → column (from 0) → letters of the column."""


class Styles:
    """The formats of a workbook, with coloured copies made where they are wanted."""

    def __init__(self, held: bytes) -> None:
        fills, formats = FILLS.search(held), FORMATS.search(held)
        if fills is None or formats is None:
            raise CannotEdit("styles")
        self._held = held
        self._fills = ONE_FILL.findall(fills[1])
        self._formats = ONE_FORMAT.findall(formats[1])
        self._coloured: dict[int, int] = {}
        marked = [number for number, fill in enumerate(self._fills) if COLOUR in fill]
        self._fill = marked[0] if marked else len(self._fills)
        if not marked:
            self._fills.append(FILL)
        marks = tuple(f'fillId="{number}"'.encode() for number in marked)
        self.marked = {n for n, one in enumerate(self._formats) if any(mark in one for mark in marks)}
        """Formats that an earlier remark has coloured."""

    def coloured(self, number: int) -> int:
        """The copy of a format with the fill of remarks."""
        if number in self.marked:
            return number
        return self._copy(number, self._fill, self._coloured)

    def plain(self, number: int) -> int:
        """The copy of a format that an earlier remark coloured, without its fill."""
        return self._copy(number, 0, self._coloured)

    def text(self) -> bytes:
        """The part as it is now."""
        held = _replaced(self._held, FILLS, b"fills", self._fills)
        return _replaced(held, FORMATS, b"cellXfs", self._formats)

    def _copy(self, number: int, fill: int, made: dict[int, int]) -> int:
        if number not in made:
            old = (
                self._formats[number]
                if number < len(self._formats)
                else b'<xf numFmtId="0" fontId="0" borderId="0"/>'
            )
            tag = re.sub(rb"\s(?:fillId|applyFill)=\"[^\"]*\"", b"", old)
            fresh = b'<xf fillId="%d" applyFill="1"' % fill
            self._formats.append(tag.replace(b"<xf", fresh, 1))
            made[number] = len(self._formats) - 1
        return made[number]


def _replaced(held: bytes, pattern: re.Pattern[bytes], name: bytes, items: list[bytes]) -> bytes:
    body = b'<%b count="%d">%b</%b>' % (name, len(items), b"".join(items), name)
    return pattern.sub(lambda _found: body, held, count=1)


def colour(sheet: bytes, places: Places, styles: Styles) -> bytes:
    """A sheet with these cells coloured, and cells coloured by earlier remarks plain again.

    Raises CannotEdit for a sheet whose rows or cells do not tell their place.
    """
    left = {row: dict(columns) for row, columns in places.items()}

    def paint(found: re.Match[bytes]) -> bytes:
        number = ROW_NUMBER.search(found[1])
        if number is None:
            raise CannotEdit("a row without number")
        wanted = left.pop(int(number[1]), {})
        if not wanted and not styles.marked:
            return found[0]
        return _painted(found, int(number[1]), wanted, styles)

    if b"<sheetData" not in sheet:
        raise CannotEdit("no data")
    painted = ROW.sub(paint, sheet)
    if left:
        raise CannotEdit("a row is missing")
    return painted


def _painted(row: re.Match[bytes], number: int, wanted: dict[int, bytes], styles: Styles) -> bytes:
    cells: dict[int, bytes] = {}
    for found in CELL.finditer(row[3] or b""):
        place = REFERENCE.search(found[1])
        if place is None:
            raise CannotEdit("a cell without place")
        column = _index(place[1])
        cells[column] = _styled(found[0], column in wanted, styles)
    for column, letters in wanted.items():
        if column not in cells:
            cells[column] = b'<c r="%b%d" s="%d"/>' % (letters, number, styles.coloured(0))
    attrs = SPANS.sub(b"", row[1])
    return b"<row%b>%b</row>" % (attrs, b"".join(cells[column] for column in sorted(cells)))


def _styled(cell: bytes, wanted: bool, styles: Styles) -> bytes:
    head, sep, rest = cell.partition(b">")
    found = STYLE.search(head)
    old = int(found[1]) if found else 0
    if not wanted and old not in styles.marked:
        return cell
    fresh = b's="%d"' % (styles.coloured(old) if wanted else styles.plain(old))
    head = STYLE.sub(fresh, head) if found else head.replace(b"<c", b"<c " + fresh, 1)
    return head + sep + rest


def _index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
