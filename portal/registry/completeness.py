"""How far the facts of a report are: what is asked, what is missing, what is derived, what is hard to believe. Pure.

All of it reads facts as a report declares them: by part, plain values by code of their question; a list is an object of
rows by key. So the pages before a report and the checks of a report say the same.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

from portal.registry.questions import BASIC, Part, Question, lists, parts

Answers = Mapping[str, Any]
"""Plain answers of one part by code."""


class PartState(Enum):
    """How far a part is (未开始、进行中、有问题、已完成)."""

    NOT_BEGUN = "not_begun"
    IN_PROGRESS = "in_progress"
    TO_MEND = "to_mend"
    DONE = "done"


class Doubt(Enum):
    """What two facts say together that is hard to believe."""

    AGENCY_ABOVE_WORKERS = "agency_above_workers"
    SHIFT_ABOVE_WORKERS = "shift_above_workers"
    INSURED_BELOW_WORKERS = "insured_below_workers"
    CERTIFICATES_SHORT = "certificates_short"
    CERTIFIED_ABOVE_STAFF = "certified_above_staff"
    SECTOR_WITHOUT_LIST = "sector_without_list"


class Doubted(NamedTuple):
    """A doubt at the question where it is mended; `values` fill its words."""

    doubt: Doubt
    part: str
    code: str
    values: Mapping[str, Any]


class Comparison(NamedTuple):
    """`code` of a part is doubted where `test(answer, other answer)` holds."""

    doubt: Doubt
    part: str
    code: str
    test: Callable[[int, int], bool]
    other: str


# fmt: off
COMPARISONS = (
    Comparison(Doubt.AGENCY_ABOVE_WORKERS,  "workforce",    "agency_workers",      operator.gt, "workers"),
    Comparison(Doubt.SHIFT_ABOVE_WORKERS,   "workforce",    "one_shift_workers",   operator.gt, "workers"),
    Comparison(Doubt.INSURED_BELOW_WORKERS, "insurance",    "injury_insured",      operator.lt, "workers"),
    Comparison(Doubt.CERTIFICATES_SHORT,    "safety_staff", "special_operation_certificates", operator.lt,
               "special_operation_workers"),
    Comparison(Doubt.CERTIFIED_ABOVE_STAFF, "safety_staff", "full_time_certified", operator.gt, "full_time_staff"),
    Comparison(Doubt.CERTIFIED_ABOVE_STAFF, "safety_staff", "part_time_certified", operator.gt, "part_time_staff"),
)
# fmt: on


class Progress(NamedTuple):
    """How far a part is: its state, how many of the questions asked are answered, how many doubts it holds."""

    state: PartState
    answered: int
    asked: int
    doubts: int


def progress(part: Part, answers: Answers, doubts: Iterable[Doubted]) -> Progress:
    """How far a part is, as the regular report asks it."""
    asked = list(asked_of(part, answers))
    answered = sum(is_answered(question, answers) for question in asked)
    here = sum(one.part == part.code for one in doubts)
    return Progress(_state(answered, here, missing(part, answers)), answered, len(asked), here)


def _state(answered: int, doubts: int, lacking: list[Question]) -> PartState:
    if doubts:
        return PartState.TO_MEND
    if not answered:
        return PartState.NOT_BEGUN
    return PartState.IN_PROGRESS if lacking else PartState.DONE


def asked_of(part: Part, answers: Answers) -> Iterator[Question]:
    """The questions that are asked, those answered so far considered; a list that another part asks is not."""
    for question in part.questions:
        waits = question.if_yes and not answers.get(question.if_yes)
        if question.asked and not waits and not asked_elsewhere(part, question):
            yield question


def asked_elsewhere(part: Part, question: Question) -> bool:
    """Whether a key sector needs a list that every enterprise fills in."""
    return part.sector and bool(question.list_code) and question.list_code != question.code


def missing(part: Part, answers: Answers, *, yearly: bool = True) -> list[Question]:
    """The required questions without an answer; `yearly`: with those that the regular report alone asks."""
    return [
        question
        for question in asked_of(part, answers)
        if question.required and (yearly or not question.yearly) and not is_answered(question, answers)
    ]


def is_answered(question: Question, answers: Answers) -> bool:
    """Whether there is an answer; a list has at least one row, and its rows have what their columns require."""
    value = answers.get(question.code)
    if not question.list_code:
        return value not in (None, "", [])
    columns = [column.code for column in lists()[question.list_code].columns if column.required]
    rows = (value or {}).values()
    return bool(rows) and all(row.get(code) is not None for row in rows for code in columns)


# --- derived --------------------------------------------------------------------------------------------------


def turnover_rate(joined: int | None, left: int | None, staff: int | None) -> Decimal | None:
    """(joined − left) over those in post, in %; negative where more leave; None while a number is missing.

    Source: domain/risk-report.md §7, 上一年人员流动率 =（进－出）／上年在职.
    """
    if joined is None or left is None or not staff:
        return None
    return _percent(joined - left, staff)


def spending_ratio(spending: Decimal | None, income: int | None) -> Decimal | None:
    """Safety spending over income (both 万元), in %; None while one is missing. Source: §7, 安全生产投入占比."""
    return None if spending is None or not income else _percent(spending, income)


def _percent(part: Decimal | int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"))


# --- doubts ---------------------------------------------------------------------------------------------------


def doubts(
    enterprise: Answers, facts: Mapping[str, Answers], sectors: Mapping[str, Answers]
) -> list[Doubted]:
    """What is hard to believe; what is not answered is not doubted."""
    found = [one for comparison in COMPARISONS for one in _compared(comparison, enterprise, facts)]
    return found + [one for sector in sectors for one in _without_list(parts()[sector], facts)]


def _compared(one: Comparison, enterprise: Answers, facts: Mapping[str, Answers]) -> Iterator[Doubted]:
    answers = facts.get(one.part, {})
    value, other = answers.get(one.code), {**enterprise, **answers}.get(one.other)
    if value is not None and other is not None and one.test(value, other):
        yield Doubted(one.doubt, one.part, one.code, {"value": value, "other": other})


def _without_list(sector: Part, facts: Mapping[str, Answers]) -> Iterator[Doubted]:
    """A key sector is ticked, and the list that every enterprise fills in says that there is nothing of the kind."""
    for question in sector.questions:
        home = home_of(question.list_code)
        if home is None or not asked_elsewhere(sector, question):
            continue
        answers = facts.get(home.code, {})
        asked = next(one for one in home.questions if one.list_code == question.list_code)
        if answers.get(asked.if_yes) is False:
            yield Doubted(Doubt.SECTOR_WITHOUT_LIST, home.code, asked.if_yes, {"sector": sector.code})


def home_of(list_code: str) -> Part | None:
    """The part of every enterprise that asks a list."""
    found = (part for part in parts().values() if not part.sector and part.code != BASIC)
    return next((part for part in found if list_code in {one.list_code for one in part.lists}), None)
