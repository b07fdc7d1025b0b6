"""The arithmetic of dynamic management (按比例淘汰): six indicators, weights, groups, places, proposals. Pure.

A share decides who is looked at, never who loses the level. What nobody has measured (no sample taken) leaves the base
instead of counting as full or empty points. Source: standards/lifecycle.json `dynamic_management`; domain notes §13.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from portal.data import load
from portal.levels.rules import LIFECYCLE, RankVerdict

FULL, NOTHING = Decimal(100), Decimal(0)
CENT = Decimal("0.01")
LEAST_OF_GROUP = 10
GRACE = timedelta(days=30)
LATE_POINTS = Decimal(60)


class Indicator(NamedTuple):
    """One of the six: code, weight of 100, name and formula, which are printed as they stand in the data."""

    code: str
    weight: int
    zh: str
    formula: str


class Group(NamedTuple):
    """Who is compared: a level, a size, an industry; an empty one of these means all of them."""

    code: str
    size: str = ""
    trade: str = ""


@dataclass(frozen=True)
class Measured:
    """What is known of one enterprise for a year.

    `own`, `reviewed`: result of the self-assessment and of the reviewer, of 100; reviewed None: no difference is known.
    `sample`: points on site, None: none taken. `due`, `in_time`: findings that fell due, and of them closed by then.
    `overdue_major`, `overdue_general`: items of orders past their day. `late_reports`: risk reports after their day.
    `late`: how long after its day the self-assessment came; None: not filed.
    """

    group: Group
    own: Decimal
    reviewed: Decimal | None = None
    sample: Decimal | None = None
    due: int = 0
    in_time: int = 0
    overdue_major: int = 0
    overdue_general: int = 0
    late_reports: int = 0
    late: timedelta | None = None


class Line(NamedTuple):
    """One line of the arithmetic: points of 100 (None: not measured) times weight."""

    code: str
    points: Decimal | None
    weight: int

    @property
    def weighted(self) -> Decimal:
        """What it adds to the sum."""
        return (self.points or NOTHING) * self.weight


@dataclass(frozen=True)
class Ranked:
    """One enterprise in its group. `proposal`: what the place suggests to the person who decides."""

    key: Any
    group: Group
    lines: tuple[Line, ...]
    points: Decimal
    place: int
    places: int
    proposal: RankVerdict | None


@cache
def indicators() -> Mapping[str, Indicator]:
    """The six indicators by code."""
    rows = load(LIFECYCLE)["dynamic_management"]["indicators"]
    return {row["code"]: Indicator(row["code"], row["weight"], row["zh"], row["score"]) for row in rows}


@cache
def shares() -> tuple[Decimal, Decimal]:
    """The shares of a group that are proposed for the higher level, and for a look."""
    found = load(LIFECYCLE)["dynamic_management"]
    return tuple(Decimal(str(found[name]["value"])) for name in ("upgrade_list_share", "review_list_share"))  # type: ignore[return-value]


def rules_in_words() -> Sequence[str]:
    """The rules of the ranking, as printed."""
    found: Sequence[str] = load(LIFECYCLE)["dynamic_management"]["rules"]
    return found


def lines_of(one: Measured) -> tuple[Line, ...]:
    """The arithmetic of one enterprise, indicator by indicator."""
    points = {
        "I1": FULL - 10 * abs(one.own - one.reviewed) if one.reviewed is not None else FULL,
        "I2": one.sample,
        "I3": FULL * one.in_time / one.due if one.due else FULL,
        "I4": FULL - 20 * one.overdue_major - 5 * one.overdue_general,
        "I5": FULL - 10 * one.late_reports,
        "I6": _punctuality(one.late),
    }
    return tuple(Line(code, _bounded(points[code]), found.weight) for code, found in indicators().items())


def _punctuality(late: timedelta | None) -> Decimal:
    if late is None or late > GRACE:
        return NOTHING
    return FULL if late <= timedelta(0) else LATE_POINTS


def _bounded(points: Decimal | None) -> Decimal | None:
    return None if points is None else max(NOTHING, min(FULL, points)).quantize(CENT, ROUND_HALF_UP)


def points_of(lines: Iterable[Line]) -> Decimal:
    """The sum of weighted points over the weights that were measured, two decimals."""
    measured = [line for line in lines if line.points is not None]
    weight = sum(line.weight for line in measured)
    whole: Decimal = sum((line.weighted for line in measured), NOTHING)
    return (whole / weight).quantize(CENT, ROUND_HALF_UP)


def merged(groups: Iterable[Group]) -> dict[Group, Group]:
    """Where a group goes: to itself with ten or more, else to the small ones of its level and size, or its level."""
    every = list(groups)
    found = {one: one for one in every}
    for sized in (True, False):
        held = _counts(found[one] for one in every)
        for one, now in found.items():
            if held[now] < LEAST_OF_GROUP:
                found[one] = Group(one.code, one.size if sized else "")
    return found


def _counts(groups: Iterable[Group]) -> dict[Group, int]:
    counts: dict[Group, int] = {}
    for one in groups:
        counts[one] = counts.get(one, 0) + 1
    return counts


def rank(measured: Mapping[Any, Measured]) -> list[Ranked]:
    """Everybody's place in his group, the best first; equal points share a place."""
    into = merged(one.group for one in measured.values())
    scored = [
        (into[one.group], points_of(lines_of(one)), key, lines_of(one)) for key, one in measured.items()
    ]
    scored.sort(key=lambda row: (row[0], -row[1], str(row[2])))
    return [
        ranked for _group, rows in groupby(scored, key=lambda row: row[0]) for ranked in _placed(list(rows))
    ]


def _placed(rows: Sequence[tuple[Group, Decimal, Any, tuple[Line, ...]]]) -> list[Ranked]:
    places, found, before = len(rows), [], 0
    for _points, tied in groupby(rows, key=lambda row: row[1]):
        equal = list(tied)
        proposal = _proposal(before, before + len(equal), places)
        found += [
            Ranked(key, group, lines, points, before + 1, places, proposal)
            for group, points, key, lines in equal
        ]
        before += len(equal)
    return found


def _proposal(before: int, until: int, places: int) -> RankVerdict | None:
    """The best and the last of a group, rounded down; who is equal is treated alike, so that no tie is cut in two."""
    best, last = (int(places * share) for share in shares())
    if until <= best:
        return RankVerdict.UPGRADE
    return RankVerdict.LOOK if before >= places - last else None
