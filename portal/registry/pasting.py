"""Rows copied from a spreadsheet, read for a list: which column fills which, and what is wrong in which cell."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any, NamedTuple

from flask_babel import gettext as _

from forms.registry_facts import row_values
from portal.editing import FLAW_WORDS
from portal.registry.fact_showing import head
from portal.registry.fact_words import title
from portal.registry.questions import FactList, Question, QuestionType
from portal.web.forms import folded

WORDS_OF_YES = {"是", "有", "√", "✓", "yes", "y", "true", "1"}
WORDS_OF_NO = {"否", "无", "没有", "×", "no", "n", "false", "0"}
BETWEEN_CHOICES = re.compile(r"[、,，;；/\n]+")


class PastedCell(NamedTuple):
    """What stood in a cell, and what is wrong with it (empty when nothing is)."""

    text: str
    error: str = ""


@dataclass(frozen=True)
class PastedRow:
    """One row: its cells in the order of the list's columns, and the values that they mean, by column."""

    cells: Sequence[PastedCell]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Pasted:
    """All that was read; `too_wide`: cells that lie beyond the last column and were left out."""

    fact_list: FactList
    rows: Sequence[PastedRow]
    too_wide: int

    @property
    def errors(self) -> list[tuple[int, str, str]]:
        """Number of the row, column and what is wrong, in the order of the rows."""
        return [
            (number, head(column), cell.error)
            for number, row in enumerate(self.rows, 1)
            for column, cell in zip(self.fact_list.columns, row.cells, strict=True)
            if cell.error
        ]


def pasted(of: FactList, text: str, first: str, on: date) -> Pasted:
    """Read a block of cells as a spreadsheet copies it. A head with the list's own words tells the columns; without
    one they follow those of the list from `first` on.
    """
    lines = [
        line for line in csv.reader(StringIO(text, newline=""), delimiter="\t") if any(map(str.strip, line))
    ]
    columns = _named_in(of, lines[0]) if lines else []
    if columns:
        lines = lines[1:]
    else:
        names = [column.name for column in of.columns]
        columns = list(of.columns[names.index(first) if first in names else 0 :])
    wide = sum(1 for line in lines for cell in line[len(columns) :] if cell.strip())
    return Pasted(of, [_row(of, columns, line, on) for line in lines], wide)


def _named_in(of: FactList, line: Sequence[str]) -> list[Question | None]:
    """The columns that a head names, None where it names none; empty where the line is no head."""
    known = {
        word: column for column in of.columns for word in (head(column), title(column), column.zh, column.en)
    }
    found = [known.get(cell.strip()) for cell in line]
    return found if sum(map(bool, found)) * 2 > len(line) else []


def _row(of: FactList, columns: Sequence[Question | None], line: Sequence[str], on: date) -> PastedRow:
    texts = {column.name: cell.strip() for column, cell in zip(columns, line, strict=False) if column}
    sent, unknown = _as_sent(of, texts)
    values, wrong = row_values(of, sent)
    wrong |= {name: str(FLAW_WORDS[flaw]) for name, flaw in _flaws(of, values, on)} | unknown
    cells = [PastedCell(texts.get(column.name, ""), wrong.get(column.name, "")) for column in of.columns]
    return PastedRow(cells, values)


def _as_sent(of: FactList, texts: Mapping[str, str]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Cells as the controls of the page would send them, and those that are not among the choices."""
    sent = {name: _choices(of.fields[name], text) for name, text in texts.items() if text}
    unknown = {
        name: _("Choose one of: %(choices)s", choices="、".join(_offered(of.fields[name])))
        for name, found in sent.items()
        if _offered(of.fields[name]) and not set(found) <= {*of.fields[name].options, "yes", "no"}
    }
    return sent, unknown


def _offered(question: Question) -> Sequence[str]:
    return (_("yes"), _("no")) if question.type is QuestionType.BOOL else question.options


def _choices(question: Question, text: str) -> list[str]:
    if question.type is QuestionType.BOOL:
        word = folded(text).lower()
        return ["yes" if word in WORDS_OF_YES else "no" if word in WORDS_OF_NO else text]
    if question.type is QuestionType.MULTI:
        return [part.strip() for part in BETWEEN_CHOICES.split(text) if part.strip()]
    return [" ".join(text.splitlines())]


def _flaws(of: FactList, values: Mapping[str, Any], on: date) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if flaw := of.fields[name].flaw(of.fields[name].tidied(value), on):
            yield name, flaw
