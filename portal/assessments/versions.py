"""Which versions of standards there are: those that ship with the portal and those that were added here."""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from sqlalchemy import select

from portal.assessments.model import StandardVersion
from portal.assessments.rules import StandardState
from portal.assessments.standards import Standard, read_standard
from portal.data import FOLDER
from portal.db import session

SHIPPED = ("gbt33000-level3", "micro", "mechanical-professional", "responsibility")


@cache
def shipped() -> Mapping[str, Standard]:
    """The standards that ship with the portal, by key such as `micro@2026.1`."""
    found = (read_standard(_file(name).read_text(encoding="utf-8")) for name in SHIPPED)
    return {one.key: one for one in found}


def standard_of(key: str) -> Standard:
    """The standard of a key. Raises KeyError for an unknown one. At most 1 statement, none once it was read."""
    return shipped()[key] if key in shipped() else _added(key)


def find_standard(name: str, on: date) -> Standard:
    """The standard of a key, or the version in force on a day of an id. Raises KeyError. At most 2 statements."""
    if "@" in name:
        return standard_of(name)
    found = {one.id: one for one in standards_in_force(on)}
    if name not in found:
        raise KeyError(name)
    return found[name]


def standards_in_force(on: date) -> list[Standard]:
    """The newest version in force on a day of each standard, in the order in which they came. 1 statement."""
    added = session().scalars(
        select(StandardVersion)
        .where(StandardVersion.state == StandardState.IN_FORCE)
        .order_by(StandardVersion.id)
    )
    every = [*shipped().values(), *(_added(f"{one.standard_id}@{one.number}") for one in added)]
    valid = [one for one in every if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to)]
    newest = {one.id: one for one in sorted(valid, key=lambda one: one.valid_from)}
    return list(newest.values())


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


def _file(name: str) -> Path:
    return FOLDER / "standards" / f"{name}.json"
