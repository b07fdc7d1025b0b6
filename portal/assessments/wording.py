"""Words for what an assessment declares: points to mend, fields, values and titles of rows."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.assessments.answers import Answer
from portal.assessments.checks import Point, PointCode
from portal.assessments.rules import FindingState, MeasureKind, Met, PlanPart
from portal.assessments.standards import Item, Levels
from portal.web.words import label

POINT_WORDS: Mapping[PointCode, Any] = {
    PointCode.NOT_ANSWERED: _l(
        "%(element)s “%(name)s”: items still to be answered: %(num)d; 0 findings is an answer too."
    ),
    PointCode.CONDITION_OPEN: _l("This condition is not answered: %(name)s"),
    PointCode.NO_LEADER: _l("Name the leader of the self-assessment team."),
    PointCode.NOTICE_TOO_SHORT: _l(
        "The notice inside the enterprise lasts at least %(least)d working days; so far it is %(num)d."
    ),
    PointCode.NO_REASON: _l("%(item)s “%(name)s” is not applicable without a reason; write it."),
    PointCode.DEDUCTION_WITHOUT_FINDING: _l("%(item)s “%(name)s” lost points, and no finding says why."),
    PointCode.FINDING_WITHOUT_MEASURE: _l("“%(name)s” has no measure with a person and a date yet."),
    PointCode.MUCH_NOT_APPLICABLE: _l("Much is not applicable: %(share)s of %(points)s points."),
    PointCode.LEVEL_BLOCKED: _l("No level can follow, for these stand against it: %(by)s."),
}

FIELD_WORDS: Mapping[str, Any] = {
    "leader": _l("Leader of the team"),
    "team": _l("Members of the team"),
    "assessed_from": _l("Assessed from"),
    "assessed_to": _l("Assessed until"),
    "displayed_from": _l("Notice inside the enterprise from"),
    "displayed_to": _l("Notice inside the enterprise until"),
    "objections": _l("Objections to the notice and what became of them"),
    "conclusion": _l("Conclusion, compared with last year"),
    "standard": _l("Standard"),
    "standard_version": _l("Version of the standard"),
    "title": _l("Name of the standard"),
    "year": _lp("assessment", "Year"),
    "points": _l("Full points"),
    "earned": _l("Points reached"),
    "applicable": _l("Applicable points"),
    "deducted": _l("Points deducted"),
    "not_applicable": _l("Not applicable"),
    "rate": _l("Share of points"),
    "result": _lp("score", "Result"),
    "findings": _l("Findings"),
    "option": _lp("answer", "Chosen step"),
    "sampled": _l("Sampled"),
    "passed": _lp("sample", "Passed"),
    "zero": _l("Condition for no points"),
    "extra": _l("Additional deduction"),
    "reason": _l("Why it does not apply"),
    "comment": _lp("answer", "Comment"),
    "proposed": _l("Taken over from last year"),
    "evidence": _l("Evidence"),
    "name": _lp("assessment", "Wording"),
    "answer": _lp("condition", "Answer"),
    "element": _lp("standard", "Element"),
    "item": _lp("standard", "Item"),
    "text": _l("What was found"),
    "reason_code": _l("Reason of the deduction"),
    "measure_kind": _l("Kind of measure"),
    "measure": _lp("finding", "Measure"),
    "department": _l("Department"),
    "person": _lp("finding", "Responsible person"),
    "due_on": _lp("finding", "Due"),
    "money": _l("Money (yuan)"),
    "state": _lp("finding", "State"),
    "done_on": _lp("finding", "Done on"),
    "code": _l("Unified social credit code"),
    "digest": _l("Fingerprint"),
    "complete": _l("Complete"),
    "unanswered": _l("Not answered"),
    "level_by_points": _l("Level by points"),
    "level": _lp("score", "Level"),
    "grantable": _l("May be granted here"),
    "blocked_by": _l("Blocked by"),
    "many_not_applicable": _l("Much not applicable"),
}

PART_WORDS: Mapping[PlanPart, Any] = {
    PlanPart.ALL: _l("All"),
    PlanPart.OPEN: _lp("measures", "Not closed"),
    PlanPart.OVERDUE: _lp("measures", "Overdue"),
    PlanPart.CLOSED: _lp("finding", "Closed"),
}

SECTION_WORDS: Mapping[str, Any] = {
    "enterprise": _l("Facts of the enterprise"),
    "assessment": _l("About the assessment"),
    "score": _l("Score"),
    "elements": _l("Score by element"),
    "items": _l("Items"),
    "conditions": _l("Vetoes and conditions"),
    "findings": _l("Findings and measures"),
}

_ENUMS: Mapping[str, Callable[[Any], Enum]] = {"measure_kind": MeasureKind, "state": FindingState}
_RANK = list(FIELD_WORDS)


def point_words(point: Point) -> str:
    """A broken rule as a sentence that says how to mend it."""
    return f"{POINT_WORDS[point.code] % point.values}"


def row_title(section: str, row: Mapping[str, Any]) -> str:
    """What names a row under review."""
    if section in ("items", "findings", "conditions") and row.get("name"):
        return f"{row['element']}　{row['name']}" if section == "items" else str(row["name"])
    return str(SECTION_WORDS.get(section, section))


def field_label(path: str) -> str:
    """The word of a field by its path."""
    return str(FIELD_WORDS.get(path.rsplit("/", 1)[-1], path.rsplit("/", 1)[-1]))


def field_rank(path: str) -> int:
    """The place of a field among the others."""
    name = path.rsplit("/", 1)[-1]
    return _RANK.index(name) if name in FIELD_WORDS else len(_RANK)


def show(field: str, value: Any) -> str:
    """A value of a snapshot in words."""
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if field == "result" and value in {one.value for one in Met}:
        return label(Met(value))
    if field in _ENUMS:
        return label(_ENUMS[field](value))
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def answer_words(item: Item, answer: Answer | None) -> str:
    """An answer in a few words, as last year's stands beside this year's; empty for none."""
    if answer is None or answer == Answer():
        return ""
    if answer.not_applicable:
        return f"不涉及：{answer.reason}"
    if answer.zero:
        return "不得分"
    if answer.findings is not None:
        return f"{answer.findings}处"
    if answer.sampled is not None:
        return f"{answer.passed}／{answer.sampled}"
    if answer.option is not None and isinstance(item.scoring, Levels):
        return next((one.zh for one in item.scoring.options if one.code == answer.option), "")
    return {"met": "符合", "not_met": "不符合"}.get(answer.result.value if answer.result else "", "")
