"""A door for a room above: rows of a register that can show an item, without this room knowing the register."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session


class LinkedRow(NamedTuple):
    """A row of a register: key, name, a word for its grade, its page; `gone`: it was taken out of the register."""

    key: str
    name: str
    grade: str
    url: str
    gone: bool = False


class Source(NamedTuple):
    """A register whose rows can be pointed to.

    `search`: the rows of an enterprise that hold some words; `named`: the rows of these keys, those that are gone too.
    """

    label: Any
    search: Callable[[Session, int, str], Sequence[LinkedRow]]
    named: Callable[[Session, Collection[str]], Sequence[LinkedRow]]


_sources: list[Source] = []


def register_source(source: Source) -> None:
    """Offer the rows of a register as evidence; there is one register."""
    _sources[:] = [source]


def source() -> Source | None:
    """The register that is offered, if any."""
    return _sources[0] if _sources else None


def linked(session: Session, keys: Collection[str]) -> Mapping[str, LinkedRow]:
    """The rows that evidence points to, by key. 1 statement, none without keys."""
    found = source()
    return {row.key: row for row in found.named(session, keys)} if found and keys else {}
