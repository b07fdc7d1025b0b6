"""The answers to a standard's items. Not answered, zero findings and not applicable are three things."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from portal.assessments.rules import Met
from portal.assessments.standards import (
    AllOrNothing,
    DeductPerFinding,
    Item,
    Levels,
    SampledRatio,
    Standard,
)


class Answer(NamedTuple):
    """What is said of one item; which of the values counts follows from its scoring rule.

    `zero`: the condition under which the item scores nothing holds; `extra`: the additional deduction is due.
    """

    findings: int | None = None
    result: Met | None = None
    option: str | None = None
    sampled: int | None = None
    passed: int | None = None
    zero: bool = False
    extra: bool = False
    not_applicable: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Answers:
    """All answers by item; vetoes (true: occurred) and prerequisites (true: met) by their ids."""

    items: Mapping[str, Answer] = field(default_factory=dict)
    vetoes: Mapping[str, bool] = field(default_factory=dict)
    prerequisites: Mapping[str, bool] = field(default_factory=dict)


def is_answered(item: Item, answer: Answer | None) -> bool:
    """Whether the item has an answer that its rule can score; 0 findings is one, nothing is not."""
    if answer is None:
        return False
    if answer.not_applicable or answer.zero:
        return True
    match item.scoring:
        case DeductPerFinding():
            return answer.findings is not None
        case AllOrNothing():
            return answer.result is not None
        case Levels():
            return answer.option is not None
        case SampledRatio():
            return answer.sampled is not None and answer.passed is not None


def read_answers(standard: Standard, raw: Mapping[str, Any]) -> Answers:
    """Answers as outside handles give them. Raises ValueError, one line a flaw, for what the standard does not know."""
    items = {key: _answer(value) for key, value in raw.get("answers", {}).items() if value}
    answers = Answers(items, _flags(raw, "vetoes"), _flags(raw, "prerequisites"))
    if flaws := list(flaws_of(standard, answers)):
        raise ValueError("\n".join(flaws))
    return answers


def flaws_of(standard: Standard, answers: Answers) -> Iterator[str]:
    """What cannot be an answer to this standard."""
    for key, answer in answers.items.items():
        if key not in standard.item:
            yield f"{key}: no such item"
        elif flaw := flaw_of(standard.item[key], answer):
            yield f"{key}: {flaw}"
    yield from (
        f"{key}: no such veto" for key in answers.vetoes.keys() - {one.id for one in standard.veto_rules}
    )
    known = {one.id for one in standard.prerequisites}
    yield from (f"{key}: no such prerequisite" for key in answers.prerequisites.keys() - known)


def flaw_of(item: Item, answer: Answer) -> str | None:
    """Why this cannot be an answer to the item."""
    if answer.not_applicable:
        return _not_applicable_flaw(item, answer)
    if answer.zero and not item.scoring.zero_if:
        return "its rule has no condition for zero"
    if answer.extra and not item.scoring.extra_deduction:
        return "its rule has no additional deduction"
    return _VALUES[type(item.scoring)](item, answer)


def _not_applicable_flaw(item: Item, answer: Answer) -> str | None:
    if not item.may_be_not_applicable:
        return "cannot be not applicable"
    return None if answer.reason.strip() else "not applicable needs a reason"


def _findings_flaw(_item: Item, answer: Answer) -> str | None:
    return "findings are counted from 0" if answer.findings is not None and answer.findings < 0 else None


def _option_flaw(item: Item, answer: Answer) -> str | None:
    assert isinstance(item.scoring, Levels)
    known = {None, *(one.code for one in item.scoring.options)}
    return None if answer.option in known else f"no option {answer.option}"


def _sample_flaw(_item: Item, answer: Answer) -> str | None:
    if answer.sampled is None or answer.passed is None:
        return None
    return (
        None
        if 0 <= answer.passed <= answer.sampled and answer.sampled >= 1
        else "0 ≤ passed ≤ sampled, sampled ≥ 1"
    )


_VALUES: Mapping[type, Callable[[Item, Answer], str | None]] = {
    DeductPerFinding: _findings_flaw,
    AllOrNothing: lambda _item, _answer: None,
    Levels: _option_flaw,
    SampledRatio: _sample_flaw,
}


def _answer(value: Mapping[str, Any]) -> Answer:
    unknown = set(value) - set(Answer._fields)
    if unknown:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    result = value.get("result")
    return Answer(**{**value, "result": Met(result) if result else None})


def _flags(raw: Mapping[str, Any], name: str) -> dict[str, bool]:
    return {key: bool(value) for key, value in raw.get(name, {}).items() if value is not None}
