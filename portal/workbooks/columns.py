"""The columns of the list of risks, and what people call columns and values. Source: data/risk/workbook-*.json."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from portal.data import load

MARKS = re.compile(r"[\W_]")
BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")

CONTROL_KINDS = ("engineering", "management", "training", "ppe", "emergency")
FACTORS = ("L", "E", "C", "S")


@dataclass(frozen=True)
class Column:
    """A column: its head, other words for it, a note for the reader, its width, and whether the template has it."""

    key: str
    head: str
    width: int
    written: bool
    words: tuple[str, ...]
    note: str


@cache
def columns() -> dict[str, Column]:
    """All columns by key, in the order of the template."""
    rows = load("risk/workbook-columns.json")["rows"]
    return {row["key"]: Column(**{**row, "words": tuple(row["words"])}) for row in rows}


def template_columns() -> list[Column]:
    """The columns that template and export write."""
    return [column for column in columns().values() if column.written]


@lru_cache(maxsize=10_000)
def folded(text: str) -> str:
    """Words as they are compared: full width folded, no blanks, brackets or punctuation, capitals."""
    return MARKS.sub("", unicodedata.normalize("NFKC", text)).upper()


def without_brackets(text: str) -> str:
    """Words without what stands in brackets: 责任人（签字） is 责任人."""
    return BRACKETS.sub("", text)


@cache
def _by_word() -> dict[str, str]:
    said = {folded(word): column.key for column in columns().values() for word in column.words}
    return said | {folded(column.head): column.key for column in columns().values()}


@cache
def _ignored() -> frozenset[str]:
    return frozenset(folded(word) for word in load("risk/workbook-columns.json")["ignored"])


def column_called(head: str) -> str | None:
    """The key of the column that a head means, or None."""
    return _by_word().get(folded(head)) or _by_word().get(folded(without_brackets(head)))


def is_ignored(head: str) -> bool:
    """Whether a head is one that the register does not keep, such as 序号."""
    return folded(head) in _ignored()


@cache
def words_of(kind: str) -> dict[str, list[str]]:
    """The words of the values of a kind (`grade`, `level`, …) by value; the first is what we write."""
    found: dict[str, list[str]] = load("risk/workbook-words.json")[kind]
    return found


@cache
def _values(kind: str) -> dict[str, str]:
    return {folded(word): value for value, words in words_of(kind).items() for word in words}


def value_called(kind: str, text: str) -> str | None:
    """The value of a kind that a word means, or None."""
    return _values(kind).get(folded(text))


def offered(kind: str) -> list[str]:
    """The words that we write for the values of a kind."""
    return [words[0] for words in words_of(kind).values()]


def word_of(kind: str, value: str) -> str:
    """What we write for a value."""
    return words_of(kind)[value][0]
