"""Controls (管控措施): their kinds and levels as data, and the level that a grade asks for. Source: methods.json."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from portal.data import load
from portal.risks.rules import ControlKind, ControlLevel, Grade


class KindWords(NamedTuple):
    """The official words of a kind of controls, with a hint what belongs to it."""

    zh: str
    en: str
    hint: str


@cache
def kinds() -> dict[ControlKind, KindWords]:
    """The five kinds with their words, in the order of the forms."""
    rows = {row["code"]: row for row in load("risk/methods.json")["control_kinds"]}
    return {
        kind: KindWords(*(rows[kind.value][name] for name in ("zh", "en", "hint_zh"))) for kind in ControlKind
    }


@cache
def _least_levels() -> dict[Grade, ControlLevel]:
    levels = load("risk/methods.json")["control_levels"]
    return {Grade(row["min_for"]): ControlLevel(row["code"]) for row in levels}


def least_level(grade: Grade) -> ControlLevel:
    """The lowest level that may answer for a risk of the grade: MAJOR company, LARGER workshop, and so on down."""
    return _least_levels()[grade]


def level_suffices(grade: Grade, levels: Iterable[ControlLevel]) -> bool:
    """Whether one of the levels reaches what the grade asks for; a higher level includes the lower."""
    return max(levels, default=ControlLevel.POST) >= least_level(grade)
