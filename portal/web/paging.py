"""Keyset paging: a page knows its rows and where the next begins; no deep OFFSET, no count over everything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from portal.web.addresses import this_page

SIZES = (20, 50, 100)


@dataclass(frozen=True)
class Page:
    """Rows of one page. `before` and `after` are the cursors of its neighbours, or None at an end."""

    rows: Sequence[Any]
    before: str | None = None
    after: str | None = None
    count: str = ""

    def url(self, **cursor: str) -> str:
        """The address of a neighbour: the same filters, another cursor."""
        return this_page("after", "before", **cursor)


def cut(rows: Sequence[Any], size: int, cursor: Callable[[Any], str], count: str = "") -> Page:
    """One page of rows that were asked for with one too many; `cursor` names where the next page begins."""
    return Page(rows[:size], after=cursor(rows[size - 1]) if len(rows) > size else None, count=count)


def cut_by_name(rows: Sequence[Any], size: int) -> Page:
    """One page of rows in the order of their pinyin (`sort_key`, then `id`), asked for with one too many."""
    return cut(rows, size, lambda row: f"{row.sort_key}~{row.id}")


def name_cursor(text: str) -> tuple[str, int] | None:
    """Where a page in the order of pinyin begins, from its address; None for the first."""
    sort_key, _tilde, number = text.rpartition("~")
    return (sort_key, int(number)) if number.isdecimal() else None


def page_size(default: int = 50) -> int:
    """Rows per page that the address asks for, among those offered."""
    asked = request.args.get("size", type=int)
    return asked if asked in SIZES else default
