"""The shape of lists as factories keep them: titles, heads of several rows, merged cells, subtotals. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from stdnum.cn import uscc

from portal.spreadsheets.annotating import LIST
from portal.spreadsheets.book import Book, Sheet
from portal.workbooks.columns import folded, is_ignored
from portal.workbooks.headers import JOINT, meaning

LOOKED_AT = 40
HEAD_ROWS = 3
LEAST_HEADS = 3
LEAST_KNOWN = 2
NOTES_SHEET = "填写说明"
CHOICES_SHEET = "选项"
OURS = (LIST, NOTES_SHEET, CHOICES_SHEET)
CELLS_FILLED = 2_000_000

TOTAL = re.compile(r"^(小计|合计|总计|共计)|(小计|合计|总计|共计)$")
SIGNATURE = re.compile(
    r"^\s*(注|备注|说明|填表|编制|审核|审批|批准|制表|填报|签字|单位负责人|日期)\S{0,6}\s*[:：]"
)
CREDIT_CODE = re.compile(r"[0-9A-Z]{18}")


class Line(NamedTuple):
    """A row of the list: its number in the sheet (from 1), its cells, and the columns merged with the row above."""

    number: int
    cells: tuple[str, ...]
    continued: frozenset[int]


class Skipped(NamedTuple):
    """A row that is no row of the list: its number, why (title, total, signature, heads, section), its words."""

    line: int
    why: str
    words: str


class Table(NamedTuple):
    """The list in a workbook. `heads`: the words by column; `body`: number of the first row below them (from 0)."""

    sheet: Sheet
    heads: tuple[str, ...]
    body: int
    titles: tuple[Skipped, ...]

    @property
    def credit_codes(self) -> set[str]:
        """The credit codes of enterprises that stand above the heads."""
        text = " ".join(title.words for title in self.titles).upper()
        return {code for code in CREDIT_CODE.findall(text) if uscc.is_valid(code)}


class _Filled(NamedTuple):
    """A sheet's rows with merged cells filled, and for each row the columns that continue the row above."""

    rows: list[list[str]]
    continued: dict[int, set[int]]


def find_table(book: Book) -> Table | None:
    """The list in the visible sheet whose heads are known best; None where no row looks like heads."""
    sheets = [sheet for sheet in book.sheets if sheet.name not in OURS and any(map(any, sheet.rows))]
    shown = [sheet for sheet in sheets if not sheet.hidden]
    found = [(score, table) for sheet in shown or sheets for score, table in _heads_in(sheet)]
    return max(found, key=lambda one: one[0], default=(0, None))[1]


def _heads_in(sheet: Sheet) -> Iterator[tuple[int, Table]]:
    """The best row of heads of a sheet with the number of heads that are known."""
    rows = _fill(sheet, LOOKED_AT + HEAD_ROWS).rows
    best: tuple[int, int, int] | None = None
    rank = (0, False, 0)
    for first in range(min(LOOKED_AT, len(rows))):
        for deep, merged in _depths(sheet, rows, first):
            score = len({key for head in _heads(rows, first, deep) if (key := meaning(head))})
            if score >= LEAST_KNOWN and (score, merged, -deep) > rank:
                best, rank = (score, first, deep), (score, merged, -deep)
    if best is None:
        first_likely = next(
            (n for n, row in enumerate(rows[:LOOKED_AT]) if len(set(row) - {""}) >= LEAST_HEADS), None
        )
        best = None if first_likely is None else (0, first_likely, 1)
    if best is not None:
        score, first, deep = best
        titles = tuple(Skipped(n + 1, "title", _said(row)) for n, row in enumerate(rows[:first]) if any(row))
        yield score, Table(sheet, _heads(rows, first, deep), first + deep, titles)


def _depths(sheet: Sheet, rows: Sequence[Sequence[str]], first: int) -> list[tuple[int, bool]]:
    """How many rows heads that begin here may have, and whether merged cells say so; else one or two."""
    merged = [
        merge.bottom - first + 1 for merge in sheet.merges if merge.top == first and merge.bottom > first
    ]
    if merged and max(merged) <= HEAD_ROWS and first + max(merged) <= len(rows):
        return [(max(merged), True)]
    return [(deep, False) for deep in (1, 2) if first + deep <= len(rows)]


def _heads(rows: Sequence[Sequence[str]], first: int, deep: int) -> tuple[str, ...]:
    width = max(len(row) for row in rows[first : first + deep])
    heads = []
    for column in range(width):
        parts: list[str] = []
        for row in rows[first : first + deep]:
            word = re.sub(r"\s+", "", row[column]) if column < len(row) else ""
            if word and word not in parts:
                parts.append(word)
        heads.append(JOINT.join(parts))
    return tuple(heads)


def _fill(sheet: Sheet, most: int | None = None) -> _Filled:
    """Every cell of a merged range says what its first says. `most`: so many rows are enough."""
    width = max((len(row) for row in sheet.rows), default=0)
    rows = [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in sheet.rows[:most]]
    continued: dict[int, set[int]] = {}
    budget = CELLS_FILLED
    for merge in sheet.merges:
        bottom, right = min(merge.bottom, len(rows) - 1), min(merge.right, width - 1)
        budget -= max(0, bottom - merge.top + 1) * max(0, right - merge.left + 1)
        if budget < 0:
            break
        for row in range(merge.top, bottom + 1):
            for column in range(merge.left, right + 1):
                rows[row][column] = rows[merge.top][merge.left]
                if row > merge.top:
                    continued.setdefault(row, set()).add(column)
    return _Filled(rows, continued)


def lines(table: Table, mapping: Mapping[int, str]) -> tuple[list[Line], list[Skipped]]:
    """The rows of the list, and the rows below the heads that are none."""
    filled = _fill(table.sheet)
    name = next((column for column, key in mapping.items() if key == "name"), None)
    named = {folded(part) for head in table.heads for part in head.split(JOINT) if part}
    kept, skipped = [], list(table.titles)
    for number in range(table.body, len(filled.rows)):
        row = filled.rows[number]
        if not any(row):
            continue
        if why := _no_row(row, named, name):
            skipped.append(Skipped(number + 1, why, _said(row)))
        else:
            kept.append(Line(number + 1, tuple(row), frozenset(filled.continued.get(number, ()))))
    return kept, skipped


def _no_row(row: Sequence[str], named: Collection[str], name: int | None) -> str:
    """Why a row is no row of the list; empty for one that is."""
    words = [cell for cell in row if cell]
    different = set(words)
    nameless = name is None or name >= len(row) or not row[name] or len(different) == 1
    if TOTAL.search(re.sub(r"\s|[:：]", "", words[0])) and (nameless or len(different) <= LEAST_HEADS):
        return "total"
    if SIGNATURE.match(words[0]) and (nameless or len(different) <= LEAST_HEADS):
        return "signature"
    if len(different) >= LEAST_KNOWN and all(folded(word) in named or is_ignored(word) for word in different):
        return "heads"
    alone = len(different) == 1 and (len(words) >= LEAST_HEADS or name is None or not row[name])
    return "section" if alone else ""


def _said(row: Sequence[str]) -> str:
    """The words of a row, each once."""
    return " ".join(dict.fromkeys(cell for cell in row if cell))[:120]
