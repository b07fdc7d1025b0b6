"""What an enterprise declares in its risk report, as plain JSON: the larger-or-above rows whole, the lower as counts.

Sections: `enterprise` (basic facts), `facts` (by part), `sectors` (key sectors that are ticked), `counts` (rows by
grade), `risks` (larger or above, by key), `watched` (lower rows that the catalogue or the usual grade of their hazard
sees higher), `ungraded`, `zero_answers` (the questions of the trade, when nothing larger-or-above is declared), `basis`
(occasion, editions and methods). The kind adds `affirmed` and `unaffirmed` (affirmed.py), and `peer_questions`
(peers.py). Decimals are strings, days ISO.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any

from portal.db import session
from portal.filings.rules import Occasion
from portal.registry.model import Enterprise
from portal.registry.told import declared_facts, declared_sectors, told
from portal.risks.accidents import edition_on
from portal.risks.catalogue import catalogue_version
from portal.risks.grading import Result, explain
from portal.risks.hazards import usual_hazards
from portal.risks.known_methods import known_method
from portal.risks.methods import shipped_methods
from portal.risks.model import Control, Risk, ZeroAnswer
from portal.risks.queries import whole_register, zero_answers
from portal.risks.questions import TradeQuestion, trade_questions
from portal.risks.rules import Grade

ROW_SECTIONS = (
    "facts", "sectors", "risks", "watched", "ungraded", "zero_answers", "unaffirmed", "peer_questions",
)  # fmt: skip
UNGRADED = "ungraded"

ENTERPRISE_FACTS = (
    "name", "region_code", "address", "registered_address", "industry_code", "scale", "above_designated",
    "workers", "legal_representative", "legal_representative_phone", "principal", "principal_phone",
    "safety_manager", "safety_manager_phone", "main_products", "key_sectors", "founded_on", "production_began_on",
    "business_state", "premises", "landlord", "income", "fixed_assets", "site_area", "building_area",
)  # fmt: skip
"""The facts of the enterprise that are declared with its risks."""


def snapshot(enterprise: Enterprise, on: date, occasion: Occasion = Occasion.REGULAR) -> dict[str, Any]:
    """Everything that the enterprise would declare on a day.

    7 statements, 1 more where there are controls, 1 more where a published method counts.
    """
    known = told(session(), enterprise)
    register = whole_register(session(), enterprise.id)
    reported = {
        risk.key: declared_risk(risk) for risk in register if risk.grade and risk.grade.larger_or_above
    }
    answers = zero_answers(session(), enterprise.id)
    questions = trade_questions(enterprise.industry_code)
    return {
        "enterprise": _enterprise(enterprise),
        "facts": declared_facts(known),
        "sectors": declared_sectors(known),
        "counts": _counts(register),
        "risks": reported,
        "watched": {risk.key: _watched(risk) for risk in register if _is_watched(risk)},
        "ungraded": {risk.key: _place(risk) for risk in register if risk.grade is None},
        "zero_answers": {}
        if reported
        else {one.code: _answer(one, answers.get(one.code)) for one in questions},
        "basis": {"occasion": occasion.value, **_basis(register, on)},
    }


def _enterprise(enterprise: Enterprise) -> dict[str, Any]:
    return {
        "credit_code": enterprise.code,
        **{name: _plain(getattr(enterprise, name)) for name in ENTERPRISE_FACTS},
    }


def _counts(register: Iterable[Risk]) -> dict[str, int]:
    found = Counter(risk.grade.value if risk.grade else UNGRADED for risk in register)
    return {name: found[name] for name in (*(grade.value for grade in Grade), UNGRADED)}


def _place(risk: Risk) -> dict[str, Any]:
    return {"code": risk.code, "name": risk.name, "unit": risk.unit, "place": risk.place}


def declared_risk(risk: Risk) -> dict[str, Any]:
    """A larger-or-above row as a report declares it."""
    return {
        **_place(risk),
        "grade": _plain(risk.grade),
        "held_by": [source.value for source in risk.judgement.held_by],
        "risk_point": risk.risk_point,
        "description": risk.description,
        "accident_types": list(risk.accident_types),
        "accident_edition": risk.accident_edition,
        "consequence": risk.consequence,
        "had_accident": risk.had_accident,
        "method": _method(risk.result),
        **_inherent(risk),
        "catalogue": _catalogue(risk),
        "direct": _direct(risk),
        "identified_on": _plain(risk.identified_on),
        "emergency_measures": risk.emergency_measures,
        "responsible_department": risk.responsible_department,
        "responsible_person": risk.responsible_person,
        "responsible_phone": risk.responsible_phone,
        "complaint_phone": risk.complaint_phone,
        "controls": {control.key: _control(control) for control in risk.active_controls},
    }


def _method(result: Result | None) -> dict[str, Any]:
    if result is None:
        return {}
    values = {code: format(value, "f") for code, value in result.values.items()}
    product = format(result.product, "f")
    return {
        "key": result.method,
        "values": values,
        **_steps(result),
        "product": product,
        "grade": result.grade.value,
    }


def _steps(result: Result) -> dict[str, Any]:
    """What the chosen values mean, where an authority has defined the method: its labels are no common knowledge."""
    if result.method in shipped_methods():
        return {}
    chosen = explain(known_method(result.method), result).chosen
    return {"steps": {one.factor.code: f"{one.factor.zh}：{one.step.zh}" for one in chosen}}


def _inherent(risk: Risk) -> dict[str, Any]:
    """The risk before controls, where it is given; a row without it reads as it did before one could give it."""
    return {"inherent": _method(risk.inherent)} if risk.inherent and risk.result else {}


def _catalogue(risk: Risk) -> dict[str, Any]:
    row = risk.catalogue_row
    if row is None:
        return {}
    return {
        "code": row.code,
        "condition": row.condition,
        "least_grade": row.least_grade.value,
        "forces_grade": row.forces_grade,
        "answer": _plain(risk.condition_answer),
        "reason": risk.condition_reason,
    }


def _direct(risk: Risk) -> dict[str, Any]:
    if risk.judgement.direct is None:
        return {}
    return {
        "criteria": list(risk.direct_criteria),
        "grade": _plain(risk.direct_grade),
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
        "frequency": _plain(control.frequency),
        "next_check_on": _plain(control.next_check_on),
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
        "grade": _plain(risk.grade),
        "method": _method(risk.result),
        "catalogue": _catalogue(risk),
        "usual_grade": _plain(usual.suggested_grade) if usual else None,
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
        "answer": _plain(given.answer) if given else None,
        "note": given.note if given else "",
        "answered_on": _plain(given.answered_on) if given else None,
    }


def _basis(register: Iterable[Risk], on: date) -> dict[str, Any]:
    used = sorted({risk.method for risk in register if risk.method})
    return {"accident_edition": edition_on(on), "catalogue_version": catalogue_version(), "methods": used}


def _plain(value: Any) -> Any:
    """A value as JSON knows it: enums by value, days as ISO text."""
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
