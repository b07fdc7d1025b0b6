"""The parts of an enterprise's page: areas above hang theirs in, each with its query and its right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from portal.access import Actor, may
from portal.registry.model import Enterprise


@dataclass(frozen=True)
class Panel:
    """A part of the page. `query(enterprise)` gives what its template shows as `panel`; `order` sorts the parts."""

    order: int
    name: str
    title: Any
    template: str
    query: Callable[[Enterprise], Any]
    right: str


class Shown(NamedTuple):
    """A part as one actor sees it."""

    name: str
    title: str
    template: str
    content: Any


_panels: dict[str, Panel] = {}


def register_panel(panel: Panel) -> None:
    """Hang a part into the page of every enterprise; the same name again replaces it."""
    _panels[panel.name] = panel


def panels_for(enterprise: Enterprise, actor: Actor) -> list[Shown]:
    """The parts that the actor may see, in order; the statements are those that each query states."""
    allowed = sorted(
        (panel for panel in _panels.values() if may(actor, panel.right, enterprise)), key=lambda p: p.order
    )
    return [Shown(panel.name, str(panel.title), panel.template, panel.query(enterprise)) for panel in allowed]
