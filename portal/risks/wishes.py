"""What a list says of the register, row by row, and what became of each row when it was weighed. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

from portal.risks.rules import ControlKind, ControlLevel, Frequency, Grade


class Flaw(NamedTuple):
    """Why a cell cannot stand: its column (a field of the register), a code that has words, and their values."""

    column: str
    code: str
    values: Mapping[str, str] = {}


class ForAllControls(NamedTuple):
    """What a row says of all its controls at once; None says nothing."""

    level: ControlLevel | None = None
    frequency: Frequency | None = None
    next_check_on: date | None = None


SILENT = ForAllControls()


@dataclass(frozen=True)
class Wish:
    """What one row of a list wants the register to say.

    A field that is not named stays as it is. `code` (R007) names the row; else unit, risk point, place and name do.
    `facts`: fields of a risk. `grading`: fields of a Grading but the values, which are in `factors` (None: empty).
    `grade`: the bare word. `controls`: texts by kind; `loose`: texts of no kind. `flaws`: what could not be read.
    `empties`: whether an empty cell empties its field, as in a list that the register itself wrote.
    """

    line: int
    code: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    grading: Mapping[str, Any] = field(default_factory=dict)
    factors: Mapping[str, Decimal | None] = field(default_factory=dict)
    grade: Grade | None = None
    controls: Mapping[ControlKind, Sequence[str]] = field(default_factory=dict)
    loose: Sequence[str] = ()
    for_all: ForAllControls = SILENT
    flaws: Sequence[Flaw] = ()

    @property
    def empties(self) -> bool:
        """Only a row with its code was written by the register: there an empty cell was meant."""
        return bool(self.code)

    @property
    def identity(self) -> tuple[str, ...]:
        """What names a row that has no code."""
        return tuple(str(self.facts.get(name) or "") for name in IDENTITY)


IDENTITY = ("unit", "risk_point", "place", "name")


class RowFate(Enum):
    """What an import does with a row of the list."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"
