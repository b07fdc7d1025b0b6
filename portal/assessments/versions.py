"""Which versions of standards there are, those that ship and those added here, and which is opened for a year."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from sqlalchemy import select

from portal.assessments.model import StandardPin, StandardVersion
from portal.assessments.rules import StandardState
from portal.assessments.standards import Standard, read_standard
from portal.data import FOLDER
from portal.db import session

SHIPPED = ("gbt33000-level3", "micro", "mechanical-professional", "responsibility")


class Version(NamedTuple):
    """A version that may be opened, between two days; None: without end."""

    standard: Standard
    valid_from: date
    valid_to: date | None

    def is_valid(self, on: date) -> bool:
        """Whether its days hold this one."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@cache
def shipped() -> Mapping[str, Standard]:
    """The standards that ship with the portal, by key such as `micro@2026.1`."""
    found = (read_standard(_text(name)) for name in SHIPPED)
    return {one.key: one for one in found}


def shipped_text(key: str) -> str:
    """The file of a version that ships, as it is."""
    return _text(shipped()[key].id)


def standard_of(key: str) -> Standard:
    """The standard of a key. Raises KeyError for an unknown one. At most 1 statement, none once it was read."""
    return shipped()[key] if key in shipped() else _added(key)


def standard_in(row: StandardVersion) -> Standard:
    """The standard of a row, a draft too. At most 1 statement."""
    return read_standard(row.content) if row.state is StandardState.DRAFT else standard_of(key_of(row))


def key_of(row: StandardVersion) -> str:
    """The key of a row, such as `micro@2027.1`."""
    return f"{row.standard_id}@{row.number}"


def find_standard(name: str, on: date) -> Standard:
    """The standard of a key, or the version opened on a day of an id. Raises KeyError. At most 3 statements."""
    if "@" in name:
        return standard_of(name)
    found = {one.id: one for one in standards_in_force(on)}
    if name not in found:
        raise KeyError(name)
    return found[name]


def standards_in_force(on: date) -> list[Standard]:
    """Of each standard what is opened on a day: what its year is pinned to, else the newest version in force.

    2 statements, and one for each added version that the process has not read yet.
    """
    every = versions_in_force()
    newest = {
        one.standard.id: one.standard
        for one in sorted(every, key=lambda one: one.valid_from)
        if one.is_valid(on)
    }
    known = {one.standard.key: one.standard for one in every}
    for standard_id, number in pins_of(on.year).items():
        pinned = known.get(f"{standard_id}@{number}")
        newest.pop(standard_id, None)
        if pinned is not None:
            newest[standard_id] = pinned
    return list(newest.values())


def versions_in_force() -> Sequence[Version]:
    """Those that ship, then those added that are in force, in the order in which they came. 1 statement."""
    rows = session().scalars(
        select(StandardVersion)
        .where(StandardVersion.state == StandardState.IN_FORCE)
        .order_by(StandardVersion.id)
    )
    added = (Version(_added(key_of(one)), one.valid_from, one.valid_to) for one in rows)
    return [*(Version(one, one.valid_from, one.valid_to) for one in shipped().values()), *added]


def pins_of(year: int) -> Mapping[str, str]:
    """The numbers of versions that a year is pinned to by standard; an empty one: nothing is opened. 1 statement."""
    found = session().execute(
        select(StandardPin.standard_id, StandardPin.number).where(StandardPin.year == year)
    )
    return dict(found.all())


@lru_cache(maxsize=64)
def _added(key: str) -> Standard:
    """What was added under a key; its content never changes once it is in force, so it is read once a process."""
    name, _at, number = key.partition("@")
    content = session().scalar(
        select(StandardVersion.content).where(
            StandardVersion.standard_id == name,
            StandardVersion.number == number,
            StandardVersion.state != StandardState.DRAFT,
        )
    )
    if content is None:
        raise KeyError(key)
    return read_standard(content)


def _text(name: str) -> str:
    return (FOLDER / "standards" / f"{name}.json").read_text(encoding="utf-8")
