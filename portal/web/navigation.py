"""The rail: areas register their entries; each actor sees those that the rights give."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for

from portal.access import may
from portal.web.guards import current_actor


@dataclass(frozen=True)
class Entry:
    """One entry of the rail. `order` sorts within and between groups; `count` is asked once a request."""

    order: int
    group: Any
    label: Any
    endpoint: str
    icon: str
    right: str
    count: Callable[[], int] | None = None


@dataclass(frozen=True)
class Item:
    """An entry as this actor sees it on this page."""

    label: str
    url: str
    icon: str
    count: int
    active: bool


_entries: list[Entry] = []


def register_entry(entry: Entry) -> None:
    """Add an entry to the rail; saying it again replaces it."""
    _entries[:] = sorted(
        [e for e in _entries if e.endpoint != entry.endpoint] + [entry], key=lambda e: e.order
    )


def navigation() -> list[tuple[str, list[Item]]]:
    """Groups of items for the current actor, in order. Counts cost what their queries state."""
    if "navigation" not in g:
        groups: dict[str, list[Item]] = {}
        for entry in _entries:
            if may(current_actor, entry.right):
                groups.setdefault(str(entry.group), []).append(_item(entry))
        g.navigation = list(groups.items())
    found: list[tuple[str, list[Item]]] = g.navigation
    return found


def _item(entry: Entry) -> Item:
    room = entry.endpoint.split(".")[0]
    active = request.endpoint == entry.endpoint or (request.blueprint == room and _is_first(entry, room))
    return Item(
        str(entry.label), url_for(entry.endpoint), entry.icon, entry.count() if entry.count else 0, active
    )


def _is_first(entry: Entry, room: str) -> bool:
    """A page of a room that has no entry of its own lights the room's first entry."""
    own = [e for e in _entries if e.endpoint.split(".")[0] == room and may(current_actor, e.right)]
    return own[0] is entry and request.endpoint not in [e.endpoint for e in own]
