"""Writing a grading into a risk: what must be there for it to stand, and the grade that follows."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from portal.problems import Refused
from portal.risks.catalogue import catalogue
from portal.risks.graded import GradedRow
from portal.risks.grading import Result, assess, fits
from portal.risks.known_methods import known_method, methods_offered
from portal.risks.methods import Method, criteria
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
    standing = (risk.method, risk.values, risk.inherent_values)
    if (chosen.method, dict(chosen.values), dict(chosen.inherent)) == standing:
        return
    if chosen.method is None:
        risk.method = None
        return
    used = _method(chosen.method, risk, on)
    if used.key != risk.method and chosen.values in ({}, risk.values):
        _turn_to(risk, used)
        return
    _refuse_out_of_force(risk, used, on)
    inherent = {} if used.key != risk.method and chosen.inherent == risk.inherent_values else chosen.inherent
    result, before_controls = _result(used, chosen.values), _result(used, inherent)
    risk.method = used.key
    risk.record(dict(chosen.values), result)
    risk.record_inherent(dict(inherent), before_controls)


def _turn_to(risk: GradedRow, used: Method) -> None:
    """Let another method count, with the values it had; a new version of the same method takes over what fits."""
    same = risk.method is not None and known_method(risk.method).id == used.id
    values, inherent = risk.values, risk.inherent_values
    risk.method = used.key
    if same and used.key not in risk.assessments and fits(used, values):
        risk.record(values, assess(used, values))
        if fits(used, inherent):
            risk.record_inherent(inherent, assess(used, inherent))


def _method(key: str, risk: GradedRow, on: date) -> Method:
    if key not in {one.key for one in methods_offered(on, risk.region_path)} | set(risk.assessments):
        raise Refused(_("Choose one of the methods offered."), "method")
    return known_method(key)


def _refuse_out_of_force(risk: GradedRow, used: Method, on: date) -> None:
    """What came out under an earlier version stays; nothing new is graded by it."""
    offered = methods_offered(on, risk.region_path)
    if used.key in {one.key for one in offered}:
        return
    instead = next((one for one in offered if one.id == used.id), offered[0])
    raise Refused(
        _("This version is no longer in force; choose “%(name)s” first.", name=instead.zh), "method"
    )


def _result(used: Method, values: Mapping[str, Decimal]) -> Result | None:
    """The result of the values, or None while some are missing."""
    factors = {factor.code: factor for factor in used.factors}
    for code, value in values.items():
        if code not in factors or value not in {step.value for step in factors[code].scale}:
            raise Refused(_("Choose a value of the scale."), code)
    return assess(used, values) if set(values) == set(factors) else None


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
