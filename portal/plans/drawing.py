"""A plan with its areas as plain values, for screen and paper alike: colour, shape, word and pattern of each grade."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypedDict

from portal.documents.words import INKS
from portal.plans.colouring import gravest, risks_in
from portal.plans.model import PlanArea, SitePlan
from portal.plans.rules import Corner, place_of_label
from portal.risks.model import Risk
from portal.risks.rules import Grade

UNGRADED_INK = ("#767c87", "#4a515c")
LETTER = 1.7
"""Height of the words on the plan, in hundredths of its longer side; the widths below are in letters."""

LONGEST_NAME = 12
PLAQUE_HEIGHT, PLAQUE_SIDES, SHAPE = 2.9, 1.0, 1.5


class DrawnArea(TypedDict):
    """An area: lengths in pixels of the plan. `x`, `y`: the top left of its plaque, which is so many letters wide."""

    key: str
    name: str
    full_name: str
    grade: str
    word: str
    fill: str
    outline: str
    points: str
    x: float
    y: float
    plaque_cells: float


class Drawing(TypedDict):
    """A plan with its areas. `letter`: height of a letter; `line`: width of an outline, both in pixels of the plan."""

    name: str
    width: int
    height: int
    letter: float
    line: float
    areas: list[DrawnArea]


Words = Callable[[Grade | None], str]
"""The word of a grade, in the language of the reader."""


def drawing(
    plan: SitePlan, areas: Sequence[PlanArea], register: Sequence[Risk], on: date, words: Words
) -> Drawing:
    """A plan with these areas in the colours of a day. No statement."""
    letter = max(1.0, round(max(plan.width, plan.height) * LETTER / 100, 1))
    return Drawing(
        name=plan.name,
        width=plan.width,
        height=plan.height,
        letter=letter,
        line=round(letter / 5, 1),
        areas=[_drawn(plan, area, gravest(risks_in(area, register), on), letter, words) for area in areas],
    )


def _drawn(plan: SitePlan, area: PlanArea, grade: Grade | None, letter: float, words: Words) -> DrawnArea:
    name = area.name if len(area.name) <= LONGEST_NAME else f"{area.name[: LONGEST_NAME - 1]}…"
    word = words(grade)
    fill, outline = INKS[grade.value] if grade else UNGRADED_INK
    across = (max(_letters(name), _letters(word) + SHAPE) + PLAQUE_SIDES) * letter
    middle = _in_pixels(plan, place_of_label(area.corners))
    x, y = (
        _kept_inside(centre - size / 2, whole - size)
        for centre, size, whole in (
            (middle[0], across, plan.width),
            (middle[1], PLAQUE_HEIGHT * letter, plan.height),
        )
    )
    return DrawnArea(
        key=area.key, name=name, full_name=area.name, grade=grade.value if grade else "none", word=word, fill=fill,
        outline=outline, points=" ".join("{:g},{:g}".format(*_in_pixels(plan, one)) for one in area.corners),
        x=round(x, 1), y=round(y, 1), plaque_cells=round(across / letter, 2),
    )  # fmt: skip


def _in_pixels(plan: SitePlan, corner: Corner) -> tuple[float, float]:
    return round(corner[0] * plan.width, 1), round(corner[1] * plan.height, 1)


def _kept_inside(value: float, most: float) -> float:
    return max(0.0, min(value, most))


def _letters(text: str) -> float:
    """How wide a text is, in Chinese letters; a Latin one is a little more than half as wide."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WF" else 0.58 for one in text)
