"""Two people in one row: changes of different fields both survive, of the same field the later one is asked.

A change carries the value that the person saw. It holds if the field still has that value, or already has the
new one; otherwise somebody else has changed it in between.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple


class Change(NamedTuple):
    """One field as a person changed it: what stood there when the page was opened, and what shall stand there."""

    field: str
    seen: Any
    value: Any


class Merged(NamedTuple):
    """What is to be written by field, and the changes that meet somebody else's."""

    values: dict[str, Any]
    conflicts: list[Change]


def merge(current: Callable[[str], Any], changes: Iterable[Change]) -> Merged:
    """Merge changes into a row whose value of a field is `current(field)`. Changes that change nothing are left out."""
    merged = Merged({}, [])
    for change in changes:
        if change.value in (change.seen, current(change.field)):
            continue
        if change.seen == current(change.field):
            merged.values[change.field] = change.value
        else:
            merged.conflicts.append(change)
    return merged


def changes_between(seen: Mapping[str, Any], chosen: Mapping[str, Any]) -> list[Change]:
    """The changes that lead from what a person saw to what the person chose."""
    return [Change(field, seen[field], value) for field, value in chosen.items() if value != seen[field]]
