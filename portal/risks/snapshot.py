"""What an enterprise declares in its risk report, as plain JSON: the larger-or-above rows whole, the lower as counts.

Sections: `enterprise` (facts), `counts` (rows by grade), `risks` (larger or above, by key), `watched` (lower rows
that the catalogue or the usual grade of their hazard sees higher), `ungraded`, `zero_answers` (the questions of the
trade, when nothing larger-or-above is declared), `basis` (editions and methods). Decimals are strings, days ISO.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from portal.db import session
from portal.registry.model import Enterprise
from portal.risks.accidents import edition_on
from portal.risks.catalogue import catalogue_version
from portal.risks.hazards import usual_hazards
from portal.risks.model import Control, Risk, ZeroAnswer
from portal.risks.queries import whole_register, zero_answers
from portal.risks.questions import TradeQuestion, trade_questions
from portal.risks.rules import Grade

ROW_SECTIONS = ("risks", "watched", "ungraded", "zero_answers")
UNGRADED = "ungraded"


def snapshot(enterprise: Enterprise, on: date) -> dict[str, Any]:
    """Everything that the enterprise would declare on a day. 4 statements."""
    register = whole_register(session(), enterprise.id)
    reported = {risk.key: _risk(risk) for risk in register if risk.grade and risk.grade.larger_or_above}
    answers = zero_answers(session(), enterprise.id)
    questions = trade_questions(enterprise.industry_code)
    return {
        "enterprise": _enterprise(enterprise),
        "counts": _counts(register),
        "risks": reported,
        "watched": {risk.key: _watched(risk) for risk in register if _is_watched(risk)},
        "ungraded": {risk.key: _place(risk) for risk in register if risk.grade is None},
        "zero_answers": {}
        if reported
        else {one.code: _answer(one, answers.get(one.code)) for one in questions},
        "basis": _basis(register, on),
    }


def _enterprise(enterprise: Enterprise) -> dict[str, Any]:
    began = enterprise.production_began_on
    return {
        "name": enterprise.name,
        "code": enterprise.code,
        "region_code": enterprise.region_code,
        "address": enterprise.address,
        "industry_code": enterprise.industry_code,
        "scale": enterprise.scale.value,
        "above_designated": enterprise.above_designated,
        "workers": enterprise.workers,
        "legal_representative": enterprise.legal_representative,
        "legal_representative_phone": enterprise.legal_representative_phone,
        "safety_manager": enterprise.safety_manager,
        "safety_manager_phone": enterprise.safety_manager_phone,
        "main_products": enterprise.main_products,
        "key_sectors": sorted(enterprise.key_sectors),
        "production_began_on": began.isoformat() if began else None,
    }


def _counts(register: Iterable[Risk]) -> dict[str, int]:
    found = Counter(risk.grade.value if risk.grade else UNGRADED for risk in register)
    return {name: found[name] for name in (*(grade.value for grade in Grade), UNGRADED)}


def _place(risk: Risk) -> dict[str, Any]:
    return {"code": risk.code, "name": risk.name, "unit": risk.unit, "place": risk.place}


def _risk(risk: Risk) -> dict[str, Any]:
    return {
        **_place(risk),
        "grade": _value(risk.grade),
        "held_by": [source.value for source in risk.judgement.held_by],
        "risk_point": risk.risk_point,
        "description": risk.description,
        "accident_types": list(risk.accident_types),
        "accident_edition": risk.accident_edition,
        "consequence": risk.consequence,
        "had_accident": risk.had_accident,
        "method": _method(risk),
        "catalogue": _catalogue(risk),
        "direct": _direct(risk),
        "identified_on": _day(risk.identified_on),
        "emergency_measures": risk.emergency_measures,
        "responsible_department": risk.responsible_department,
        "responsible_person": risk.responsible_person,
        "responsible_phone": risk.responsible_phone,
        "complaint_phone": risk.complaint_phone,
        "controls": {control.key: _control(control) for control in risk.active_controls},
    }


def _method(risk: Risk) -> dict[str, Any]:
    result = risk.result
    if result is None:
        return {}
    values = {code: format(value, "f") for code, value in result.values.items()}
    product = format(result.product, "f")
    return {"key": result.method, "values": values, "product": product, "grade": result.grade.value}


def _catalogue(risk: Risk) -> dict[str, Any]:
    row = risk.catalogue_row
    if row is None:
        return {}
    return {
        "code": row.code,
        "condition": row.condition,
        "least_grade": row.least_grade.value,
        "forces_grade": row.forces_grade,
        "answer": _value(risk.condition_answer),
        "reason": risk.condition_reason,
    }


def _direct(risk: Risk) -> dict[str, Any]:
    if risk.judgement.direct is None:
        return {}
    return {
        "criteria": list(risk.direct_criteria),
        "grade": _value(risk.direct_grade),
        "reason": risk.direct_reason,
    }


def _control(control: Control) -> dict[str, Any]:
    return {
        "kind": control.kind.value,
        "text": control.text,
        "level": control.level.value,
        "department": control.department,
        "person": control.person,
        "phone": control.phone,
        "frequency": _value(control.frequency),
        "next_check_on": _day(control.next_check_on),
        "evidence": {one.key: {"name": one.name, "digest": one.digest} for one in control.active_evidence},
    }


def _is_watched(risk: Risk) -> bool:
    """Whether a lower row names a catalogue row that forces a grade, or a hazard that usually is graded higher."""
    if risk.grade is None or risk.grade.larger_or_above:
        return False
    forced = risk.catalogue_row is not None and risk.catalogue_row.forces_grade
    usual = usual_hazards().get(risk.usual_code or "")
    return forced or (usual is not None and usual.suggested_grade.larger_or_above)


def _watched(risk: Risk) -> dict[str, Any]:
    usual = usual_hazards().get(risk.usual_code or "")
    return {
        **_place(risk),
        "grade": _value(risk.grade),
        "method": _method(risk),
        "catalogue": _catalogue(risk),
        "usual_grade": usual.suggested_grade.value if usual else None,
    }


def _answer(question: TradeQuestion, given: ZeroAnswer | None) -> dict[str, Any]:
    return {
        "name": question.name,
        "place": question.place,
        "condition": question.condition,
        "grade": question.grade.value,
        "key_sector": question.key_sector,
        "forces": question.forces,
        "of_trade": question.of_trade,
        "answer": given.answer.value if given else None,
        "note": given.note if given else "",
        "answered_on": given.answered_on.isoformat() if given else None,
    }


def _basis(register: Iterable[Risk], on: date) -> dict[str, Any]:
    used = sorted({risk.method for risk in register if risk.method})
    return {"accident_edition": edition_on(on), "catalogue_version": catalogue_version(), "methods": used}


def _value(member: Any) -> Any:
    return None if member is None else member.value


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def zero(content: Mapping[str, Any]) -> bool:
    """Whether a snapshot declares that there is no larger-or-above risk."""
    return not content["risks"]
