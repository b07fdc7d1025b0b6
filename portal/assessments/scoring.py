"""One scoring engine for every standard: items, elements, vetoes, additional deductions, conversion, levels.

Exact fractions throughout, rounded half up only where the standard says so: 585.5 of 976 is 59.99, shown 60.0, and
reaches 60; 54.5 of 91 is 59.89, shown 59.9, and does not. Source: domain notes §3, §11; each standard's own rules.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from portal.assessments.answers import Answer, Answers, is_answered
from portal.assessments.rules import Met, VetoEffect, VetoTrigger
from portal.assessments.standards import (
    AllOrNothing,
    DeductPerFinding,
    Item,
    Levels,
    Outcome,
    SampledRatio,
    Standard,
)

ZERO = Fraction(0)
RATE_DIGITS = 2


class ItemScore(NamedTuple):
    """One item: whether it is answered, whether it takes part, and its points before any veto."""

    answered: bool
    applicable: bool
    earned: Fraction


class ElementScore(NamedTuple):
    """The sums of one element: 标准分, 不涉及分, 实得分; additional deductions show at the first level alone."""

    points: Fraction
    not_applicable: Fraction
    earned: Fraction

    @property
    def applicable(self) -> Fraction:
        """应得分: what could be earned."""
        return self.points - self.not_applicable

    @property
    def deducted(self) -> Fraction:
        """扣分: 标准分 = 不涉及分 + 扣分 + 实得分."""
        return self.applicable - self.earned

    @property
    def rate(self) -> Fraction | None:
        """得分率 in percent; None where nothing is applicable."""
        return self.earned / self.applicable * 100 if self.applicable else None


class Hit(NamedTuple):
    """A veto that has fallen: the item's or the rule's id, and what it does."""

    id: str
    effect: VetoEffect


class Score(NamedTuple):
    """The result of an assessment.

    `converted` is exact; `shown` is what the standard rounds it to. `level_by_points`: the highest outcome that points
    reach; `level`: the same unless something blocks it; `grantable`: the highest that may be granted here.
    """

    standard: Standard
    items: Mapping[str, ItemScore]
    elements: Mapping[str, ElementScore]
    hits: tuple[Hit, ...]
    prerequisites_failed: tuple[str, ...]
    unanswered: tuple[str, ...]
    converted: Fraction
    reached: tuple[Outcome, ...]

    @property
    def complete(self) -> bool:
        """Whether every item, veto and prerequisite is answered."""
        return not self.unanswered

    @property
    def total(self) -> ElementScore:
        """The sums of the whole standard."""
        tops = [self.elements[one.id] for one in self.standard.tops]
        return ElementScore(
            sum((one.points for one in tops), ZERO),
            sum((one.not_applicable for one in tops), ZERO),
            sum((one.earned for one in tops), ZERO),
        )

    @property
    def shown(self) -> Decimal:
        """The converted result as it is printed."""
        return half_up(self.converted, self.standard.conversion.rounding.digits)

    @property
    def blocked_by(self) -> tuple[str, ...]:
        """The vetoes and prerequisites that forbid a level."""
        vetoes = tuple(one.id for one in self.hits if one.effect is VetoEffect.NO_LEVEL)
        return vetoes + self.prerequisites_failed

    @property
    def level_by_points(self) -> Outcome | None:
        """The highest outcome that points alone reach."""
        return self.reached[0] if self.reached else None

    @property
    def level(self) -> Outcome | None:
        """The highest outcome; None while anything is open or blocks it."""
        return self.level_by_points if self.complete and not self.blocked_by else None

    @property
    def grantable(self) -> Outcome | None:
        """The highest outcome reached that the authority here may grant."""
        return next((one for one in self.reached if one.certifiable_here), None) if self.level else None

    @property
    def many_not_applicable(self) -> bool:
        """Whether so much is not applicable that a reviewer should look."""
        share = self.total.not_applicable / self.total.points
        return share > Fraction(self.standard.conversion.warn_not_applicable_share)


def score(standard: Standard, answers: Answers) -> Score:
    """The score of these answers; an item that is not answered counts 0 in the running total."""
    items = {one.id: score_item(one, answers.items.get(one.id)) for one in standard.items}
    hits = tuple(_hits(standard, answers, items))
    elements = _elements(standard, answers, items, hits)
    converted = _converted(standard, elements)
    return Score(
        standard=standard,
        items=items,
        elements=elements,
        hits=hits,
        prerequisites_failed=tuple(
            one.id for one in standard.prerequisites if answers.prerequisites.get(one.id) is False
        ),
        unanswered=tuple(_unanswered(standard, answers, items)),
        converted=converted,
        reached=_reached(standard, converted, elements),
    )


def half_up(value: Fraction, digits: int) -> Decimal:
    """A number rounded half up to so many digits; exact, for both halves are whole numbers."""
    scaled = value * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-digits)


def as_json(result: Score) -> dict[str, Any]:
    """The result under the keys of the format; numbers are plain, whole ones without a point."""
    total = result.total
    return {
        "standard": result.standard.id,
        "standard_version": result.standard.version,
        "complete": result.complete,
        "unanswered": list(result.unanswered),
        "total_points": _plain(total.points),
        "not_applicable_points": _plain(total.not_applicable),
        "applicable_points": _plain(total.applicable),
        "earned_points": _plain(total.earned),
        "converted": _plain(result.shown),
        "elements": {key: _element_json(one) for key, one in result.elements.items()},
        "vetoes": [{"id": one.id, "effect": one.effect.value} for one in result.hits],
        "prerequisites_failed": list(result.prerequisites_failed),
        "many_not_applicable": result.many_not_applicable,
        "level_by_points": result.level_by_points.code if result.level_by_points else None,
        "level": result.level.code if result.level else None,
        "grantable": result.grantable.code if result.grantable else None,
        "blocked_by": list(result.blocked_by),
    }


def _element_json(one: ElementScore) -> dict[str, Any]:
    return {
        "points": _plain(one.points),
        "not_applicable": _plain(one.not_applicable),
        "applicable": _plain(one.applicable),
        "earned": _plain(one.earned),
        "rate": None if one.rate is None else _plain(half_up(one.rate, RATE_DIGITS)),
    }


def _plain(value: Fraction | Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


def score_item(item: Item, answer: Answer | None) -> ItemScore:
    """The points of one item, before any veto."""
    if answer is None or not is_answered(item, answer):
        return ItemScore(answered=False, applicable=True, earned=ZERO)
    if answer.not_applicable:
        return ItemScore(answered=True, applicable=False, earned=ZERO)
    return ItemScore(answered=True, applicable=True, earned=_earned(item, answer))


def _earned(item: Item, answer: Answer) -> Fraction:
    """The points of an answer that is there, by the item's rule."""
    full = Fraction(item.points)
    if answer.zero:
        return ZERO
    match item.scoring:
        case DeductPerFinding(per=per, max=most):
            return max(ZERO, full - min((answer.findings or 0) * Fraction(per), Fraction(most)))
        case AllOrNothing():
            return full if answer.result is Met.MET else ZERO
        case Levels(options=options):
            return next(Fraction(one.points) for one in options if one.code == answer.option)
        case SampledRatio(zero_below=least, digits=digits):
            share = Fraction(answer.passed or 0, answer.sampled or 1)
            return ZERO if share < Fraction(least) else Fraction(half_up(full * share, digits))


def _hits(standard: Standard, answers: Answers, items: Mapping[str, ItemScore]) -> Iterator[Hit]:
    for item in standard.items:
        rule = item.veto_rule
        found = items[item.id]
        if (
            rule
            and found.answered
            and found.applicable
            and _falls(rule.trigger, item, answers.items[item.id], found)
        ):
            yield Hit(item.id, rule.effect)
    for veto in standard.veto_rules:
        if answers.vetoes.get(veto.id):
            yield Hit(veto.id, veto.effect)


def _falls(trigger: VetoTrigger, item: Item, answer: Answer, found: ItemScore) -> bool:
    if trigger is VetoTrigger.ZERO:
        return found.earned == ZERO
    if trigger is VetoTrigger.ANY_DEDUCTION:
        return found.earned < Fraction(item.points) or answer.extra
    return answer.zero or answer.result is Met.NOT_MET


def _elements(
    standard: Standard, answers: Answers, items: Mapping[str, ItemScore], hits: tuple[Hit, ...]
) -> dict[str, ElementScore]:
    emptied = {standard.item[one.id].veto_rule.element for one in hits if one.id in standard.item}  # type: ignore[union-attr]
    sums = {one.id: [Fraction(one.points), ZERO, ZERO] for one in standard.elements}
    extras = dict.fromkeys((one.id for one in standard.tops), ZERO)
    for item in standard.items:
        found = items[item.id]
        for element in item.path:
            if not found.applicable:
                sums[element][1] += Fraction(item.points)
            elif not emptied & set(item.path):
                sums[element][2] += found.earned
        answer = answers.items.get(item.id)
        if found.applicable and answer and answer.extra and item.scoring.extra_deduction:
            extras[item.top] += Fraction(item.scoring.extra_deduction.points)
    for top, extra in extras.items():
        sums[top][2] = max(ZERO, sums[top][2] - extra)
    return {key: ElementScore(*values) for key, values in sums.items()}


def _converted(standard: Standard, elements: Mapping[str, ElementScore]) -> Fraction:
    rule = standard.conversion
    tops = [(one.id, elements[one.id]) for one in standard.tops if elements[one.id].applicable]
    if not tops:
        return ZERO
    scale = Fraction(rule.scale)
    if rule.type == "weighted_elements":
        weights = {key: Fraction(rule.weights[key]) for key, _sums in tops}
        parts = (weights[key] * sums.earned / sums.applicable for key, sums in tops)
        return scale * sum(parts, ZERO) / sum(weights.values(), ZERO)
    earned = sum((sums.earned for _key, sums in tops), ZERO)
    return scale * earned / sum((sums.applicable for _key, sums in tops), ZERO)


def _reached(
    standard: Standard, converted: Fraction, elements: Mapping[str, ElementScore]
) -> tuple[Outcome, ...]:
    """The outcomes that points reach, the highest first."""
    rule = standard.conversion
    figure = Fraction(half_up(converted, rule.rounding.digits)) if rule.compare == "rounded" else converted
    rates = [elements[one.id].rate for one in standard.tops]

    def is_reached(one: Outcome) -> bool:
        least = one.min_element_rate
        held = least is None or all(rate is None or rate >= Fraction(least) for rate in rates)
        return figure >= Fraction(one.min) and held

    return tuple(sorted(filter(is_reached, standard.outcomes), key=lambda one: one.min, reverse=True))


def _unanswered(standard: Standard, answers: Answers, items: Mapping[str, ItemScore]) -> Iterator[str]:
    yield from (one.id for one in standard.items if not items[one.id].answered)
    yield from (one.id for one in standard.veto_rules if one.must_answer and one.id not in answers.vetoes)
    yield from (one.id for one in standard.prerequisites if one.id not in answers.prerequisites)
