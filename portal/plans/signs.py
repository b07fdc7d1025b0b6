"""Safety signs: four shapes by GB 2894, our own drawings, chosen by the accident types that the risks may lead to.

Source: data/risk/signs.json.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypedDict

from portal.data import load

ORDER = {kind: place for place, kind in enumerate(("warning", "prohibition", "mandatory", "direction"))}
"""Several signs on one board hang in this order from left to right (GB 2894)."""


class DrawnSign(TypedDict):
    """A sign as it is printed. `fill` and `line`: SVG paths in a box of 48 by 48."""

    kind: str
    words: str
    fill: str
    line: str


@dataclass(frozen=True)
class Sign:
    """One sign, and the codes of the accident types that call for it."""

    code: str
    kind: str
    zh: str
    accident_types: frozenset[str]
    fill: str
    line: str

    @property
    def drawn(self) -> DrawnSign:
        """The sign as it is printed."""
        return DrawnSign(kind=self.kind, words=self.zh, fill=self.fill, line=self.line)


@cache
def signs() -> tuple[Sign, ...]:
    """All signs in the order of the file."""
    return tuple(
        Sign(row["code"], row["kind"], row["zh"], frozenset(row["accident_types"]), row["fill"], row["line"])
        for row in load("risk/signs.json")["rows"]
    )


def signs_for(accident_types: Iterable[str], most: int | None = None) -> list[Sign]:
    """The signs that accident types call for, those called for most often first; then in the order of hanging."""
    asked = list(accident_types)
    calls = {one: sum(code in one.accident_types for code in asked) for one in signs()}
    wanted = sorted((one for one in signs() if calls[one]), key=lambda one: -calls[one])
    return sorted(wanted[:most], key=lambda one: ORDER[one.kind])
