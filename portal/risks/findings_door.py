"""A door to the rooms above: who has said something of an enterprise's rows (an order) shows it beside them."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from portal.registry.model import Enterprise


class KnownFinding(NamedTuple):
    """What was found at an enterprise. `place`: where, as the finding names it; `url`: the page that tells more."""

    place: str
    words: str
    on: date
    url: str


FindingSource = Callable[[Enterprise], list[KnownFinding]]

_sources: dict[str, FindingSource] = {}


def register_finding_source(name: str, source: FindingSource) -> None:
    """Let a room tell what it found; the same name again replaces it."""
    _sources[name] = source


def findings_of(enterprise: Enterprise) -> list[KnownFinding]:
    """All that is known, newest first; the statements are those that each source states."""
    found = [finding for source in _sources.values() for finding in source(enterprise)]
    return sorted(found, key=lambda finding: finding.on, reverse=True)
