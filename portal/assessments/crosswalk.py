"""Where this year's standard has another shape than last year's: which of last year's elements speak of the same.

Only a hint where to look: no value is ever taken over by it. Source: data/standards/crosswalk-gbt33000.json, the
elements of GB/T 33000-2016 beside the chapters of the 2025 edition; by the names of chapters, for their numbers are
not certain.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from portal.assessments.standards import Element, Standard
from portal.data import load

MAPPED = "gbt33000-level3"
"""The standard that has the elements of the 2016 edition."""


def alike(standard: Standard, last: Standard, element: str) -> Sequence[Element]:
    """The elements of last year's standard to look at for an element; none where its items go on by their ids."""
    inside = {one.id for one in standard.items if element in one.path}
    if last.id != MAPPED or inside & last.item.keys():
        return ()
    names = {one.title.zh for one in _way(standard, element)}
    return [one for one in last.elements if names & _chapters().get(one.id, frozenset())]


def _way(standard: Standard, element: str) -> list[Element]:
    """The element and those above it."""
    way, step = [], standard.element.get(element)
    while step is not None:
        way.append(step)
        step = standard.element.get(step.parent or "")
    return way


@cache
def _chapters() -> Mapping[str, frozenset[str]]:
    """The chapters of the 2025 edition for each element of the 2016 edition."""
    return {row["from"]: frozenset(row["to"]) for row in load("standards/crosswalk-gbt33000.json")["map"]}
