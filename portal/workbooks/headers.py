"""Which head of a list means which of our columns: by words, by what the enterprise said before. Pure."""

import hashlib
from collections.abc import Mapping, Sequence

from portal.workbooks.columns import column_called, columns, folded

JOINT = "／"
"""Stands between the words of a head that has several rows."""


def meaning(head: str) -> str | None:
    """The key of the column that a head means; of a head with several rows the whole, the lowest or the highest row."""
    parts = head.split(JOINT)
    for words in ("".join(parts), parts[-1], parts[0]):
        if key := column_called(words):
            return key
    return None


def guess(heads: Sequence[str], said: Mapping[str, str]) -> dict[int, str]:
    """Column (from 0) → key, each key once: what the enterprise said, then our own heads, then other words.

    `said`: head → key as the enterprise confirmed it before; an empty key means that the column is left out.
    """
    found: dict[int, str] = {}
    own = {folded(column.head): column.key for column in columns().values()}
    silent = {number for number, head in enumerate(heads) if said.get(head) == ""}
    for source in (said.get, lambda head: own.get(folded(head)), meaning):
        for number, head in enumerate(heads):
            key = source(head) if head else None
            if key and number not in found and number not in silent and key not in found.values():
                found[number] = key
    return dict(sorted(found.items()))


def is_own(heads: Sequence[str], mapping: Mapping[int, str]) -> bool:
    """Whether these are the heads of our template, so that nothing has to be confirmed."""
    named = [number for number, head in enumerate(heads) if head]
    return bool(named) and all(
        number in mapping and folded(heads[number]) == folded(columns()[mapping[number]].head)
        for number in named
    )


def signature(heads: Sequence[str]) -> str:
    """Names a row of heads, whatever the order of its columns."""
    return hashlib.sha256("\n".join(sorted(folded(head) for head in heads if head)).encode()).hexdigest()
