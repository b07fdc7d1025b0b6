"""Kinds of posters, sizes of sheets, the geometry of areas. Corners are parts of the plan, 0 to 1 from its top left."""

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import combinations
from typing import NamedTuple

Corner = tuple[float, float]
"""x from the left, y from the top, each as a part of the plan."""

LEAST_CORNERS, MOST_CORNERS = 3, 60
LEAST_SURFACE = 0.0001
"""Of the plan: a smaller area could not be seen, nor found with a finger."""

DIGITS = 4
"""Places behind the point that a corner is kept with: a quarter of a pixel on the largest plan."""


class PosterKind(Enum):
    """What hangs on the wall, in the order of the page."""

    BOARD = "board"
    WARNING_BOARD = "warning_board"
    POST_CARD = "post_card"
    EMERGENCY_CARD = "emergency_card"
    SIGN_SHEET = "sign_sheet"
    FOUR_COLOUR_PLAN = "four_colour_plan"

    @property
    def of_a_post(self) -> bool:
        """Whether it is made for one post, which it names."""
        return self is PosterKind.POST_CARD


class SheetSize(Enum):
    """Sizes of paper that offices print on."""

    A4 = "A4"
    A3 = "A3"


class AreaFacts(NamedTuple):
    """An area as it is drawn: it follows the whole `unit`, or the risks of these keys, or both."""

    name: str
    unit: str
    risk_keys: tuple[str, ...]
    corners: tuple[Corner, ...]


class Coverage(NamedTuple):
    """What a poster is made of: rows of a unit (empty: all units), narrowed to `risk_keys` where there are any.

    `post`: whom a card is for; `plan_key`: which plan is printed.
    """

    kind: PosterKind
    size: SheetSize
    unit: str = ""
    post: str = ""
    risk_keys: tuple[str, ...] = ()
    plan_key: str = ""


def rectangle(left: float, top: float, width: float, height: float) -> tuple[Corner, ...]:
    """The four corners of an upright rectangle, clockwise from the top left."""
    right, bottom = left + width, top + height
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def rounded(corners: Sequence[Corner]) -> tuple[Corner, ...]:
    """Corners as they are kept."""
    return tuple((round(x, DIGITS), round(y, DIGITS)) for x, y in corners)


def lies_within(corners: Sequence[Corner]) -> bool:
    """Whether every corner lies on the plan."""
    return all(0 <= value <= 1 for corner in corners for value in corner)


def surface(corners: Sequence[Corner]) -> float:
    """How much of the plan a polygon covers, 0 to 1 (the shoelace sum)."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _sides(corners))) / 2


def crosses_itself(corners: Sequence[Corner]) -> bool:
    """Whether two sides of a polygon cross that do not meet in a corner."""
    return any(_cross(one, other) for one, other in combinations(list(_sides(corners)), 2))


def place_of_label(corners: Sequence[Corner]) -> Corner:
    """A point inside a polygon with room to both sides: the middle of its widest stretch at half height."""
    heights = [y for _x, y in corners]
    top, bottom = min(heights), max(heights)
    candidates = [_widest_at(corners, top + (bottom - top) * part) for part in (0.5, 0.35, 0.65)]
    left, right, y = max(candidates, key=lambda one: one[1] - one[0])
    return (left + right) / 2, y


def _widest_at(corners: Sequence[Corner], y: float) -> tuple[float, float, float]:
    """The widest stretch of a polygon at one height: from, to, height."""
    met = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in _sides(corners)
        if min(y1, y2) <= y < max(y1, y2)
    )
    stretches = list(zip(met[::2], met[1::2], strict=False)) or [(corners[0][0], corners[0][0])]
    left, right = max(stretches, key=lambda one: one[1] - one[0])
    return left, right, y


def _sides(corners: Sequence[Corner]) -> Iterator[tuple[Corner, Corner]]:
    return zip(corners, [*corners[1:], *corners[:1]], strict=True)


def _cross(one: tuple[Corner, Corner], other: tuple[Corner, Corner]) -> bool:
    (a, b), (c, d) = one, other
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Corner, b: Corner, c: Corner) -> float:
    """Positive where the way from a over b to c turns right, negative where it turns left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
