"""The words of the law as types: grades, kinds and levels of control, answers; and which of several grades counts."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from functools import total_ordering
from typing import Any, NamedTuple


def code_of(number: int) -> str:
    """The code of a row within its enterprise, such as R007."""
    return f"R{number:03d}"


def number_of(code: str) -> int | None:
    """The number of a row by its code as people type it: R007, r7, Ｒ００７; None for other words."""
    found = re.fullmatch(r"[Rr]0*([1-9]\d{0,8})", unicodedata.normalize("NFKC", code).strip())
    return int(found[1]) if found else None


@total_ordering
class Grade(Enum):
    """Grade of a risk (风险等级); MAJOR > LARGER > GENERAL > LOW."""

    MAJOR = "major"
    LARGER = "larger"
    GENERAL = "general"
    LOW = "low"

    @property
    def weight(self) -> int:
        """4 for MAJOR down to 1 for LOW; for sorting alone."""
        return _WEIGHTS[self.value]

    @property
    def larger_or_above(self) -> bool:
        """Whether a risk of this grade is reported (较大以上: LARGER itself included)."""
        return self >= Grade.LARGER

    def __lt__(self, other: "Grade") -> bool:
        return self.weight < other.weight


_WEIGHTS = {"major": 4, "larger": 3, "general": 2, "low": 1}


class ControlKind(Enum):
    """The five kinds of controls (管控措施), in the order of the forms."""

    ENGINEERING = "engineering"
    MANAGEMENT = "management"
    TRAINING = "training"
    PPE = "ppe"
    EMERGENCY = "emergency"


@total_ordering
class ControlLevel(Enum):
    """Who answers for a control (管控层级); a higher level always includes the lower ones."""

    COMPANY = "company"
    WORKSHOP = "workshop"
    TEAM = "team"
    POST = "post"

    def __lt__(self, other: "ControlLevel") -> bool:
        return _LEVELS.index(self.value) > _LEVELS.index(other.value)


_LEVELS = ("company", "workshop", "team", "post")


class Frequency(Enum):
    """How often a control is checked (检查频次)."""

    SHIFT = "shift"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class CheckResult(Enum):
    """What a check of a control found (检查结果)."""

    IN_ORDER = "in_order"
    OUT_OF_ORDER = "out_of_order"


class LapseReason(Enum):
    """Why a control has lapsed (失效): its check is overdue, or the last check found it out of order."""

    UNCHECKED = "unchecked"
    OUT_OF_ORDER = "out_of_order"


class ConditionAnswer(Enum):
    """What the enterprise says of a catalogue row's condition at this risk; unanswered is None."""

    APPLIES = "applies"
    DOES_NOT_APPLY = "does_not_apply"


class Presence(Enum):
    """Answer to a question of the trade: whether the enterprise has such a place, plant or work."""

    PRESENT = "present"
    ABSENT = "absent"


class GradeSource(Enum):
    """Where a grade comes from."""

    METHOD = "method"
    FLOOR = "floor"
    DIRECT = "direct"


class RegisterSort(Enum):
    """Orders of the register: the highest grades, the lowest numbers, names or people by pinyin, the nearest checks."""

    GRADE = "grade"
    NUMBER = "number"
    NAME = "name"
    PERSON = "person"
    CHECK = "check"


class CheckFilter(Enum):
    """Rows by their next check: overdue, within 30 days, or none named."""

    OVERDUE = "overdue"
    SOON = "soon"
    NONE = "none"


class BulkChange(NamedTuple):
    """What many rows shall say alike: values by field, `next_check_on` that of all controls; or, with a reason, that
    they leave the register."""

    values: Mapping[str, Any]
    reason: str = ""


class Naming(NamedTuple):
    """What a person says of a saved view: its name, whether everyone of the enterprise sees it, whether the register
    opens with it."""

    name: str
    shared: bool
    opens: bool


class LeftOut(Enum):
    """Why a row that was chosen takes no part in a bulk step, or in its undoing."""

    REMOVED = "removed"
    SAME = "same"
    NO_CONTROL = "no_control"
    OVERDUE = "overdue"
    CHANGED = "changed"


class Judgement(NamedTuple):
    """The grades from the three sources; None where a source says nothing."""

    method: Grade | None = None
    floor: Grade | None = None
    direct: Grade | None = None

    @property
    def final(self) -> Grade | None:
        """The highest of the three; None while nothing grades the risk."""
        return max((grade for grade in self if grade), default=None)

    @property
    def held_by(self) -> tuple[GradeSource, ...]:
        """The sources that hold the final grade where it is."""
        named = zip(GradeSource, self, strict=True)
        return tuple(source for source, grade in named if grade and grade is self.final)


class Grading(NamedTuple):
    """What a person chooses to grade a risk: method and values, match with the catalogue, direct judgement.

    `values` say the risk as it stands, with its controls; `inherent`, if given, what it would be without them.
    """

    method: str | None = None
    values: Mapping[str, Decimal] = {}
    inherent: Mapping[str, Decimal] = {}
    catalogue_code: str | None = None
    condition_answer: ConditionAnswer | None = None
    condition_reason: str = ""
    direct_criteria: tuple[str, ...] = ()
    direct_grade: Grade | None = None
    direct_reason: str = ""
