"""How a row of a list grades a risk: by values, catalogue and direct judgement, or by the bare word of the list."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from portal.risks import judging
from portal.risks.catalogue import catalogue
from portal.risks.graded import GradedRow
from portal.risks.grading import explain
from portal.risks.known_methods import known_method, known_methods, methods_offered
from portal.risks.methods import Method, criteria, scale_words
from portal.risks.rules import ConditionAnswer, Grading
from portal.risks.wishes import Flaw, Wish

AS_LISTED = "按企业原清单"
"""The reason of a direct judgement that rests on the bare grade of the enterprise's own list; it stands in the data."""


BLANK: Mapping[str, Any] = {"condition_reason": "", "direct_reason": "", "direct_criteria": ()}
"""What an empty cell means where it is not None."""


def weigh_grading(wish: Wish, risk: GradedRow, on: date) -> tuple[Grading, list[Flaw]]:
    """The grading that a row chooses on top of what stands there, and what is wrong with it."""
    before = risk.grading
    said: dict[str, Any] = {
        name: BLANK.get(name) if value is None else value
        for name, value in wish.grading.items()
        if name != "method" and (wish.empties or value not in (None, "", ()))
    }
    chosen, flaws = _with_method(wish, risk, before, on)
    chosen = chosen._replace(**said)
    flaws += _flaws_of_catalogue(chosen) + _flaws_of_direct(chosen)
    return chosen, flaws


def graded_as_listed(wish: Wish, risk: GradedRow, chosen: Grading, on: date) -> tuple[Grading, list[Flaw]]:
    """Bring the bare grade of the list in: it must be what the row comes to, or it is what grades the row.

    `risk` is graded already by what was chosen.
    """
    if wish.grade is None or wish.grade is risk.grade:
        return chosen, []
    if risk.grade is None or (chosen.direct_reason == AS_LISTED and not _says_more(wish)):
        chosen = chosen._replace(direct_grade=wish.grade, direct_reason=AS_LISTED)
        judging.write(risk, chosen, on)
    if wish.grade is risk.grade:
        return chosen, []
    return chosen, [_contradiction(wish, risk)]


def _contradiction(wish: Wish, risk: GradedRow) -> Flaw:
    """The grade of the list is not what the row comes to: tell by which sum."""
    assert risk.grade
    assert wish.grade
    values = {"grade": risk.grade.value, "listed": wish.grade.value}
    result = risk.result
    if result is None or result.grade is not risk.grade:
        return Flaw("grade", "grade_held_higher", values)
    told = explain(known_method(result.method), result)
    sum_ = " × ".join(format(one.step.value.normalize(), "f") for one in told.chosen)
    return Flaw(
        "grade", "grade_contradicts", {**values, "sum": f"{sum_} = {format(result.product.normalize(), 'f')}"}
    )


def _says_more(wish: Wish) -> bool:
    """Whether the row grades by more than the bare word."""
    return any(wish.factors.values()) or any(wish.grading.values())


def _with_method(wish: Wish, risk: GradedRow, before: Grading, on: date) -> tuple[Grading, list[Flaw]]:
    values = {code: value for code, value in wish.factors.items() if value is not None}
    named = wish.grading.get("method")
    speaks = "method" in wish.grading or bool(wish.factors)
    if not speaks or (not wish.empties and not named and not values):
        return before, []
    if not named and not values:
        return before._replace(method=None, values={}), []
    used = known_methods().get(named or "") or _method_of(values, risk, on)
    offered = methods_offered(on, risk.region_path)
    if used.key not in {one.key for one in offered} | set(risk.assessments):
        return before, [Flaw("method", "not_offered", {"offered": "、".join(one.zh for one in offered)})]
    if (used.key, values) == (before.method, dict(before.values)):
        return before, []
    return before._replace(method=used.key, values=values), _flaws_of_values(used, values)


def _method_of(values: Mapping[str, Decimal], risk: GradedRow, on: date) -> Method:
    """The method that has these factors: that of the row if it fits, else the first offered that knows the most."""
    known = [known_method(risk.method)] if risk.method else []
    offered = [*known, *methods_offered(on, risk.region_path)]
    return max(offered, key=lambda one: len({factor.code for factor in one.factors} & set(values)))


def _flaws_of_values(used: Method, values: Mapping[str, Decimal]) -> list[Flaw]:
    flaws = []
    for factor in used.factors:
        offered, held = scale_words(factor), values.get(factor.code)
        if held is None:
            flaws.append(Flaw(factor.code, "value_missing", {"method": used.zh, "offered": offered}))
        elif held not in {step.value for step in factor.scale}:
            flaws.append(Flaw(factor.code, "off_scale", {"offered": offered, "held": format(held, "f")}))
    codes = {factor.code for factor in used.factors}
    return flaws + [Flaw(code, "not_of_method", {"method": used.zh}) for code in values if code not in codes]


def _flaws_of_catalogue(chosen: Grading) -> list[Flaw]:
    if chosen.catalogue_code and chosen.catalogue_code not in catalogue():
        return [Flaw("catalogue_code", "unknown_catalogue", {})]
    if chosen.condition_answer and not chosen.catalogue_code:
        return [Flaw("catalogue_code", "answer_without_catalogue", {})]
    if chosen.condition_answer is ConditionAnswer.DOES_NOT_APPLY and not chosen.condition_reason:
        return [Flaw("condition_reason", "reason_missing", {})]
    return []


def _flaws_of_direct(chosen: Grading) -> list[Flaw]:
    if not set(chosen.direct_criteria) <= set(criteria()):
        return [Flaw("direct_criteria", "not_offered", {"offered": "、".join(criteria())})]
    judged = chosen.direct_grade or chosen.direct_criteria
    return [Flaw("direct_reason", "reason_missing", {})] if judged and not chosen.direct_reason else []
