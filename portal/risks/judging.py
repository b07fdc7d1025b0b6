"""Writing a grading into a risk: what must be there for it to stand, and the grade that follows."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from portal.problems import Refused
from portal.risks.catalogue import catalogue
from portal.risks.graded import GradedRow
from portal.risks.grading import Result, assess
from portal.risks.methods import Method, criteria, methods, methods_offered
from portal.risks.rules import ConditionAnswer, Grading


def write(risk: GradedRow, chosen: Grading, on: date) -> None:
    """Write a grading and grade the risk anew. A result made under an earlier version stays as it came out.

    Raises Refused, naming the field.
    """
    _write_method(risk, chosen, on)
    _write_catalogue(risk, chosen)
    _write_direct(risk, chosen)
    risk.regrade()


def gravest_row(codes: Sequence[str]) -> str | None:
    """The catalogue row to match a hazard with: of several that force a grade the gravest, else the first named."""
    rows = [catalogue()[code] for code in codes]
    ordered = sorted(rows, key=lambda row: (not row.forces_grade, -row.least_grade.weight))
    return ordered[0].code if ordered else None


def _write_method(risk: GradedRow, chosen: Grading, on: date) -> None:
    if (chosen.method, dict(chosen.values)) == (risk.method, risk.values):
        return
    if chosen.method is None:
        risk.method = None
        return
    used = _method(chosen.method, risk, on)
    values_of_other = used.key != risk.method and chosen.values in ({}, risk.values)
    if values_of_other:
        risk.method = used.key
        return
    result = _result(used, chosen.values)
    risk.method = used.key
    risk.record(dict(chosen.values), result)


def _method(key: str, risk: GradedRow, on: date) -> Method:
    offered = {one.key for one in methods_offered(on)} | set(risk.assessments)
    if key not in offered:
        raise Refused(_("Choose one of the methods offered."), "method")
    return methods()[key]


def _result(used: Method, values: Mapping[str, Decimal]) -> Result | None:
    """The result of the values, or None while some are missing."""
    factors = {factor.code: factor for factor in used.factors}
    for code, value in values.items():
        if code not in factors or value not in {step.value for step in factors[code].scale}:
            raise Refused(_("Choose a value of the scale."), code)
    return assess(used.key, values) if set(values) == set(factors) else None


def _write_catalogue(risk: GradedRow, chosen: Grading) -> None:
    if chosen.catalogue_code and chosen.catalogue_code not in catalogue():
        raise Refused(_("Choose one of the rows of the catalogue."), "catalogue_code")
    answer, reason = _answer(risk, chosen)
    if answer is ConditionAnswer.DOES_NOT_APPLY and not reason:
        raise Refused(_("Write why the condition of the catalogue does not apply here."), "condition_reason")
    risk.catalogue_code, risk.condition_answer, risk.condition_reason = (
        chosen.catalogue_code or None,
        answer,
        reason,
    )


def _answer(risk: GradedRow, chosen: Grading) -> tuple[ConditionAnswer | None, str]:
    """Answer and reason; what was answered to the condition of another row is not carried over."""
    given = (chosen.condition_answer, chosen.condition_reason.strip())
    before = (risk.condition_answer, risk.condition_reason)
    moved = chosen.catalogue_code != risk.catalogue_code
    return (None, "") if not chosen.catalogue_code or (moved and given == before) else given


def _write_direct(risk: GradedRow, chosen: Grading) -> None:
    if not set(chosen.direct_criteria) <= set(criteria()):
        raise Refused(_("Choose one of the grounds offered."), "direct_criteria")
    judged = bool(chosen.direct_grade or chosen.direct_criteria)
    reason = chosen.direct_reason.strip()
    if judged and not reason:
        raise Refused(_("Write the reason of the direct judgement."), "direct_reason")
    risk.direct_criteria, risk.direct_grade = sorted(chosen.direct_criteria), chosen.direct_grade
    risk.direct_reason = reason
