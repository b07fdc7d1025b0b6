"""What an enterprise declares in an assessment, as plain JSON.

Sections: `enterprise`, `assessment` (standard, team, days, notice, conclusion), `score`, `elements`, `items` (by id,
whole answers with their points), `conditions` (vetoes and prerequisites by id), `findings` (by key, with measures).
Points are strings, days ISO.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from portal.assessments import queries
from portal.assessments.answers import Answer
from portal.assessments.model import Assessment, AssessmentFinding, ItemAnswer
from portal.assessments.rules import Met
from portal.assessments.scoring import ElementScore, Score, half_up, score
from portal.assessments.standards import Item, Standard
from portal.assessments.versions import standard_of
from portal.db import session
from portal.filings.model import Filing
from portal.registry.model import Enterprise

ROW_SECTIONS = ("items", "conditions", "findings")
FACTS = ("name", "code", "address", "industry_code", "workers", "principal", "safety_manager")
DIGITS = 2


def snapshot(enterprise: Enterprise, filing: Filing, on: date) -> dict[str, Any]:
    """Everything that the enterprise would declare. 5 statements."""
    assessment = queries.assessment_of_filing(session(), filing.id)
    standard = standard_of(assessment.standard_key)
    rows = queries.answers_of(session(), assessment.id)
    found = score(standard, queries.scored_answers(session(), assessment))
    findings = queries.findings_of(session(), assessment.id)
    return {
        "enterprise": {name: getattr(enterprise, name) for name in FACTS}
        | {"scale": enterprise.scale.value, "above_designated": enterprise.above_designated},
        "assessment": _assessment(assessment, standard),
        "score": score_json(found),
        "elements": {key: element_json(standard, key, one) for key, one in found.elements.items()},
        "items": {row.item_id: item_json(standard.item[row.item_id], row, found) for row in rows},
        "conditions": _conditions(standard, assessment),
        "findings": {one.key: finding_json(one) for one in findings},
    }


def points(value: Fraction) -> str:
    """Points as plain decimal text, two digits at most."""
    return format(half_up(value, DIGITS).normalize() + 0, "f")


def score_json(found: Score) -> dict[str, Any]:
    """The sums and the outcome."""
    total = found.total
    return {
        "points": points(total.points),
        "not_applicable": points(total.not_applicable),
        "applicable": points(total.applicable),
        "earned": points(total.earned),
        "result": format(found.shown, "f"),
        "complete": found.complete,
        "unanswered": len(found.unanswered),
        "level_by_points": found.level_by_points.code if found.level_by_points else None,
        "level": found.level.code if found.level else None,
        "grantable": found.grantable.code if found.grantable else None,
        "blocked_by": list(found.blocked_by),
        "many_not_applicable": found.many_not_applicable,
    }


def element_json(standard: Standard, key: str, one: ElementScore) -> dict[str, Any]:
    """One line of the score table."""
    return {
        "title": standard.element[key].title.zh,
        "parent": standard.element[key].parent,
        "points": points(one.points),
        "not_applicable": points(one.not_applicable),
        "applicable": points(one.applicable),
        "deducted": points(one.deducted),
        "earned": points(one.earned),
        "rate": None if one.rate is None else points(one.rate),
    }


def item_json(item: Item, row: ItemAnswer, found: Score) -> dict[str, Any]:
    """One item as it is declared: what was answered, what it scores, what shows it."""
    scored = found.items[item.id]
    return {
        "name": item.title.zh,
        "element": item.element,
        "points": points(Fraction(item.points)),
        "earned": points(scored.earned) if scored.answered and scored.applicable else None,
        "findings": row.findings,
        "result": row.result.value if row.result else None,
        "option": row.option,
        "sampled": row.sampled,
        "passed": row.passed,
        "zero": row.zero,
        "extra": row.extra,
        "not_applicable": row.not_applicable,
        "reason": row.reason,
        "comment": row.comment,
        "proposed": row.proposed,
        "evidence": {one.key: {"name": one.name, "digest": one.digest} for one in row.active_evidence},
    }


def standard_of_snapshot(content: Mapping[str, Any]) -> Standard:
    """The version under which a snapshot was declared."""
    about = content["assessment"]
    return standard_of(f"{about['standard']}@{about['standard_version']}")


def answer_of_row(row: Mapping[str, Any]) -> Answer | None:
    """What a declared item says, as the score takes it; None while it was only proposed."""
    if row["proposed"]:
        return None
    values = {name: row[name] for name in Answer._fields}
    return Answer(**{**values, "result": Met(row["result"]) if row["result"] else None})


def finding_json(one: AssessmentFinding) -> dict[str, Any]:
    """One finding with its measure."""
    return {
        "name": one.text,
        "item": one.item_id,
        "reason_code": one.reason_code,
        "measure_kind": one.measure_kind.value,
        "measure": one.measure,
        "department": one.department,
        "person": one.person,
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "money": format(one.money, "f") if one.money is not None else None,
        "state": one.state.value,
        "done_on": one.done_on.isoformat() if one.done_on else None,
    }


def _assessment(assessment: Assessment, standard: Standard) -> dict[str, Any]:
    days = ("assessed_from", "assessed_to", "displayed_from", "displayed_to")
    words = ("leader", "team", "objections", "conclusion")
    return {
        "standard": standard.id,
        "standard_version": standard.version,
        "title": standard.title.zh,
        "year": assessment.year,
        **{name: getattr(assessment, name) for name in words},
        **{name: _day(getattr(assessment, name)) for name in days},
    }


def _conditions(standard: Standard, assessment: Assessment) -> Mapping[str, Any]:
    asked: Sequence[tuple[str, str, Any]] = [
        *((one.id, one.question, assessment.vetoes.get(one.id)) for one in standard.veto_rules),
        *((one.id, one.statement, assessment.prerequisites.get(one.id)) for one in standard.prerequisites),
    ]
    return {key: {"name": words, "answer": said} for key, words, said in asked}


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
