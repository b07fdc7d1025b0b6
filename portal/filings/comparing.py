"""What changed between two snapshots: rows by stable key, fields by path. Pure."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from portal.db import canonical_json


class Change(Enum):
    """What became of a row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class FieldChange:
    """One field that differs; None where a side has no such field. `path` is below the row (`/controls/k1/text`)."""

    path: str
    old: Any
    new: Any


@dataclass(frozen=True)
class RowChange:
    """One row on both sides. `path` is `/section/key`; a section of facts is one row, with the path `/section`."""

    path: str
    section: str
    change: Change
    old: Any
    new: Any
    fields: tuple[FieldChange, ...] = ()

    @property
    def row(self) -> Mapping[str, Any]:
        """The row as it is now, or as it was if it is gone."""
        found: Mapping[str, Any] = self.new if self.new is not None else self.old
        return found

    @property
    def digest(self) -> str:
        """SHA-256 of the row as it is now."""
        return row_digest(self.new)


def row_digest(row: Any) -> str:
    """SHA-256 of a row's canonical JSON."""
    return hashlib.sha256(canonical_json(row)).hexdigest()


def compare(
    old: Mapping[str, Any] | None, new: Mapping[str, Any], row_sections: Sequence[str]
) -> list[RowChange]:
    """Every row of two snapshots, in the order of their sections.

    `row_sections` names the sections that hold rows by key; every other section is compared as one row of facts.
    With `old` None everything is added.
    """
    before = old or {}
    found: list[RowChange] = []
    for section in [*new, *(name for name in before if name not in new)]:
        if section in row_sections:
            found += _rows(section, before.get(section) or {}, new.get(section) or {})
        else:
            found.append(_row(f"/{section}", section, before.get(section), new.get(section)))
    return found


def _rows(section: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[RowChange]:
    for key in [*new, *(key for key in old if key not in new)]:
        yield _row(f"/{section}/{key}", section, old.get(key), new.get(key))


def _row(path: str, section: str, old: Any, new: Any) -> RowChange:
    if old is None:
        return RowChange(path, section, Change.ADDED, None, new)
    if new is None:
        return RowChange(path, section, Change.REMOVED, old, None)
    fields = tuple(_fields("", old, new))
    return RowChange(path, section, Change.CHANGED if fields else Change.UNCHANGED, old, new, fields)


def _fields(path: str, old: Any, new: Any) -> Iterator[FieldChange]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in [*old, *(name for name in new if name not in old)]:
            yield from _fields(f"{path}/{name}", old.get(name), new.get(name))
    else:
        yield FieldChange(path, old, new)


def row_at(snapshot: Mapping[str, Any], path: str) -> Any:
    """What stands at a path in a snapshot, or None."""
    found: Any = snapshot
    for part in path.strip("/").split("/"):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found
