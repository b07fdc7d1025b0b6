"""Words for what a report declares: points to mend, fields, values and titles of rows."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.filings.rules import Occasion
from portal.registry import fact_words
from portal.registry.labels import FACT_LABELS, UNITS, industry_name, town_name
from portal.registry.questions import questions
from portal.registry.rules import BusinessState, Premises, Scale
from portal.risks.accidents import accident_types
from portal.risks.checks import Point, PointCode
from portal.risks.known_methods import known_method
from portal.risks.methods import criteria, shipped_methods
from portal.risks.peer_groups import PeerShare
from portal.risks.rules import (
    ConditionAnswer,
    ControlKind,
    ControlLevel,
    Frequency,
    Grade,
    GradeSource,
    Presence,
)
from portal.web.words import in_language, label

POINT_WORDS: Mapping[PointCode, Any] = {
    PointCode.UNGRADED: _l("“%(name)s” has no grade yet; grade it."),
    PointCode.CONDITION_UNANSWERED: _l(
        "“%(name)s” is matched with the catalogue; answer whether this holds there: %(condition)s."
    ),
    PointCode.NO_ACCIDENT_TYPE: _l("“%(name)s” names no accident type; choose at least one."),
    PointCode.NO_CONTROL: _l("“%(name)s” has no control; declare at least one."),
    PointCode.NO_RESPONSIBLE_PERSON: _l("“%(name)s” names no responsible person; name one."),
    PointCode.NO_NEXT_CHECK: _l("No control of “%(name)s” has a next check; give its date."),
    PointCode.NOT_IDENTIFIED: _l("“%(name)s” has no date of identification; give it."),
    PointCode.IDENTIFICATION_TOO_OLD: _l(
        "“%(name)s” was last identified on %(day)s, more than twelve months ago; identify it again."
    ),
    PointCode.ZERO_UNANSWERED: _l(
        "Answer the questions of your trade before you confirm that there is no larger-or-above "
        "risk; open: %(num)s."
    ),
    PointCode.ZERO_CONTRADICTED: _l(
        "You said that “%(name)s” is present; enter it in the register, for it is larger or above."
    ),
    PointCode.ZERO_TOO_OLD: _l(
        "The questions of your trade were last answered on %(day)s, more than twelve months ago; "
        "answer them again."
    ),
    PointCode.NO_EMERGENCY_CONTROL: _l("“%(name)s” has no emergency control."),
    PointCode.LEVEL_TOO_LOW: _l(
        "No control of “%(name)s” stands at the level that the grade “%(grade)s” asks for "
        "(%(level)s or above)."
    ),
    PointCode.RESIDUAL_ABOVE_INHERENT: _l(
        "“%(name)s” is graded “%(grade)s” with its controls and “%(inherent)s” without them; one of the two is wrong."
    ),
    PointCode.FIELD_EMPTY: _l("“%(name)s”: “%(field)s” is empty."),
    PointCode.EDITION_OUTDATED: _l(
        "“%(name)s” names accident types of an edition that is no longer in force: %(kinds)s."
    ),
    PointCode.PERSON_OVERLOADED: _l(
        "%(person)s answers for %(num)s larger-or-above risks; more than 20 are hard to look after."
    ),
    PointCode.ZERO_WITH_KEY_SECTOR: _l(
        "The enterprise belongs to key sectors (%(sectors)s) and declares no larger-or-above risk."
    ),
    PointCode.ZERO_UNUSUAL_FOR_TRADE: _l(
        "The trade is known for major risks (%(sectors)s), and none is declared."
    ),
    PointCode.ZERO_WITH_USUAL_HAZARD: _l(
        "You said that “%(name)s” is present; it usually is larger or above."
    ),
    PointCode.ZERO_WITH_WATCHED_ROW: _l("“%(name)s” usually is larger or above and is graded lower here."),
    PointCode.FACTS_MISSING: _l("“%(part)s” lacks: %(questions)s."),
    PointCode.FACTS_NOT_GIVEN: _l("“%(part)s” does not say: %(questions)s."),
    PointCode.SECTOR_NOT_TICKED: _l(
        "Risks of the key sectors %(sectors)s are declared, and these are not ticked."
    ),
    PointCode.UNAFFIRMED: _l(
        "“%(name)s” was declared last year; say whether it is unchanged, changed or gone."
    ),
    PointCode.UNAFFIRMED_LOWER: _l(
        "General and low rows of last year that nobody has confirmed yet: %(num)s."
    ),
    PointCode.PEER_UNANSWERED: _l(
        "%(peers)s have “%(name)s”, and the register does not; say whether you have it."
    ),
    PointCode.PEER_NOT_ENTERED: _l("You said that “%(name)s” is present, and the register does not hold it."),
}

FIELD_WORDS: Mapping[str, Any] = {
    "credit_code": FACT_LABELS["code"],
    **FACT_LABELS,
    "name": _lp("risk", "Name"),
    "code": _lp("risk", "Code"),
    "unit": _l("Risk unit"),
    "place": _lp("risk", "Place"),
    "risk_point": _l("Risk point"),
    "description": _l("Description"),
    "accident_types": _l("Accident types"),
    "accident_edition": _l("Edition of the accident types"),
    "consequence": _l("Consequence"),
    "had_accident": _l("Has led to an accident or incident"),
    "identified_on": _l("Identified on"),
    "emergency_measures": _l("Emergency measures"),
    "responsible_department": _l("Responsible department"),
    "responsible_person": _l("Responsible person"),
    "responsible_phone": _l("Phone of the responsible person"),
    "complaint_phone": _l("Complaint phone"),
    "grade": _lp("risk", "Grade"),
    "held_by": _l("Grade set by"),
    "usual_grade": _l("Usual grade"),
    "method": _l("Grading method"),
    "method/key": _l("Grading method"),
    "method/product": _l("Product of the factors"),
    "method/grade": _l("Grade by the method"),
    "method/values": _l("Values of the factors"),
    "method/steps": _l("Meaning of the values"),
    "inherent": _l("Inherent risk (before controls)"),
    "inherent/key": _l("Grading method of the inherent risk"),
    "inherent/product": _l("Product of the factors before controls"),
    "inherent/grade": _l("Inherent grade (before controls)"),
    "inherent/values": _l("Values of the factors before controls"),
    "inherent/steps": _l("Meaning of the values before controls"),
    "catalogue": _l("Match with the catalogue"),
    "catalogue/code": _l("Row of the catalogue"),
    "catalogue/condition": _l("Condition of the catalogue"),
    "catalogue/least_grade": _l("Least grade by the catalogue"),
    "catalogue/forces_grade": _l("The catalogue forces the grade"),
    "catalogue/answer": _l("Does the condition apply here"),
    "catalogue/reason": _l("Why the condition does not apply"),
    "direct": _l("Direct judgement"),
    "direct/criteria": _l("Grounds of the direct judgement"),
    "direct/grade": _l("Grade by direct judgement"),
    "direct/reason": _l("Reason of the direct judgement"),
    "controls": _l("Controls"),
    "control": _l("Control"),
    "control/kind": _l("Kind of control"),
    "control/text": _l("Control"),
    "control/level": _l("Level of control"),
    "control/department": _l("Department of the control"),
    "control/person": _l("Person of the control"),
    "control/phone": _l("Phone of the control"),
    "control/frequency": _l("Check frequency"),
    "control/next_check_on": _l("Next check"),
    "evidence": _l("Evidence"),
    "condition": _lp("risk", "Condition"),
    "key_sector": _l("Key sector"),
    "forces": _l("The catalogue forces the grade"),
    "of_trade": _l("Named for the trade"),
    "answer": _lp("risk", "Answer"),
    "note": _lp("risk", "Note"),
    "answered_on": _l("Answered on"),
    "key_sectors": _l("Key sectors"),
    "major": _l("Major risks"),
    "larger": _l("Larger risks"),
    "general": _l("General risks"),
    "low": _l("Low risks"),
    "ungraded": _l("Risks without grade"),
    "occasion": _l("Occasion"),
    "edition": _l("Edition of the questions"),
    "catalogue_version": _l("Edition of the catalogue"),
    "peers": _l("Have it"),
    "due": _l("Rows of last year"),
    "unchanged": _l("Confirmed as unchanged"),
    "changed": _l("Confirmed as changed"),
    "gone": _l("Confirmed as gone"),
    "grave": _l("Larger or above now or last year"),
    "methods": _l("Grading methods used"),
}

SECTION_WORDS: Mapping[str, Any] = {
    "enterprise": _l("Facts of the enterprise"),
    "counts": _l("Number of risks by grade"),
    "risks": _l("Larger-or-above risks"),
    "watched": _l("Lower risks to look at"),
    "ungraded": _l("Risks without grade"),
    "zero_answers": _l("Questions of the trade"),
    "affirmed": _l("Confirmation of last year's rows"),
    "unaffirmed": _l("Rows of last year without confirmation"),
    "peer_questions": _l("What most peers have"),
    "basis": _l("Occasion, editions and methods"),
}

ROW_TITLES = ("risks", "watched", "ungraded", "zero_answers", "unaffirmed", "peer_questions")
"""The sections whose rows have names of their own."""

TITLE_WORDS: Mapping[str, Any] = {
    "unaffirmed": _l("Row of last year, not confirmed: %(name)s"),
    "peer_questions": _l("Most peers have it, the register does not: %(name)s"),
}
"""How rows are called that are no rows of the register."""

_ENUMS = {
    "peers": PeerShare,
    "grade": Grade,
    "least_grade": Grade,
    "usual_grade": Grade,
    "inherent": Grade,
    "held_by": GradeSource,
    "kind": ControlKind,
    "level": ControlLevel,
    "frequency": Frequency,
    "scale": Scale,
    "occasion": Occasion,
    "business_state": BusinessState,
    "premises": Premises,
}


def point_words(point: Point) -> str:
    """What is wrong and how to mend it, in the reader's language."""
    if point.code is PointCode.FACT_DOUBTED:
        return fact_words.doubted(point.values["doubt"], point.values)
    values = {name: _point_value(name, value) for name, value in point.values.items()}
    return str(POINT_WORDS[point.code]) % values


def _point_value(name: str, value: Any) -> str:
    if name == "field":
        return str(FIELD_WORDS[value])
    if name == "questions":
        return "、".join(field_label(code) for code in value)
    if name == "part":
        return fact_words.sector_title(value)
    return show({"kinds": "accident_types", "sectors": "key_sectors"}.get(name, name), value)


def row_title(section: str, row: Mapping[str, Any]) -> str:
    """What a row of a snapshot is called; a section of facts, or a section as a whole, has its own words."""
    if section in ("facts", "sectors"):
        return fact_words.part_title(row)
    if section not in ROW_TITLES or "name" not in row:
        return str(SECTION_WORDS.get(section, section))
    name = f"{row['code']} {row['name']}" if "code" in row else str(row["name"])
    return str(TITLE_WORDS[section]) % {"name": name} if section in TITLE_WORDS else name


def row_grade(section: str, row: Mapping[str, Any]) -> Grade | None:
    """The grade to show beside a row's title."""
    return Grade(row["grade"]) if section in ("risks", "watched") else None


def field_label(path: str) -> str:
    """The word of a field by its path below the row, such as /method/values/L or /controls/<key>/text."""
    parts = path.strip("/").split("/")
    if parts[-1] in questions() or parts[0] in questions():
        return fact_words.path_title(parts)
    if parts[0] == "controls" and len(parts) > 1:
        parts = ["evidence"] if len(parts) > 3 else ["control", *parts[2:]]
    if len(parts) == 3 and parts[0] in ("method", "inherent"):
        return _factor_of(*parts)
    return str(FIELD_WORDS.get("/".join(parts), FIELD_WORDS.get(parts[-1], parts[-1])))


def field_rank(path: str) -> int:
    """The place of a field among the others: the order of FIELD_WORDS."""
    parts = path.strip("/").split("/")
    if parts[-1] in questions():
        return len(FIELD_WORDS) + list(questions()).index(parts[-1])
    if parts[0] == "controls" and len(parts) > 1:
        parts = ["control", *parts[2:]]
    if len(parts) == 3 and parts[0] in ("method", "inherent"):
        parts = [parts[0], "key"]
    order = list(FIELD_WORDS)
    names = [name for name in ("/".join(parts), parts[-1]) if name in FIELD_WORDS]
    return order.index(names[0]) if names else len(order)


def _factor_of(part: str, kind: str, code: str) -> str:
    """A factor as it stands or before controls; its value, or what that value means."""
    name = _factor(code)
    if part == "inherent":
        name = _("%(factor)s before controls", factor=name)
    return _("%(factor)s, meaning", factor=name) if kind == "steps" else name


def _factor(code: str) -> str:
    names = {factor.code: factor for one in shipped_methods().values() for factor in one.factors}
    return (
        in_language(names[code].zh, names[code].en) + f" ({code})"
        if code in names
        else str(FIELD_WORDS["method"])
    )


def show(field: str, value: Any) -> str:
    """A plain value of a snapshot in words: enums, codes, yes and no; a control by its text, a file by its name."""
    if field in questions():
        return fact_words.answer(questions()[field], value)
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, int):
        return f"{value:,} {UNITS[field]}" if field in UNITS else str(value)
    if isinstance(value, Mapping):
        return _mapping(field, value)
    if isinstance(value, list):
        return "、".join(show(field, one) for one in value)
    return _word(field, str(value))


def _mapping(field: str, value: Mapping[str, Any]) -> str:
    for name in ("text", "name"):
        if name in value:
            return str(value[name])
    if {"key", "values", "grade"} <= value.keys():
        return _result(value)
    if field == "steps":
        return "；".join(map(str, value.values()))
    if field == "values":
        return _factors(value)
    return "、".join(f"{name} {show(name, one)}" for name, one in value.items())


def _result(value: Mapping[str, Any]) -> str:
    """A result by a method: its name, the arithmetic, the grade."""
    reckoned = (
        f"{_factors(value['values'])} = {value['product']}"
        if "product" in value
        else _factors(value["values"])
    )
    return f"{_method_name(value['key'])} {reckoned}，{show('grade', value['grade'])}"


def _factors(values: Mapping[str, Any]) -> str:
    return " × ".join(f"{code}={one}" for code, one in values.items())


def _word(field: str, value: str) -> str:
    if field in _ENUMS:
        return label(_ENUMS[field](value))
    if field == "answer":
        return label(
            next(kind(value) for kind in (ConditionAnswer, Presence) if value in {m.value for m in kind})
        )
    return _CODED[field](value) if field in _CODED else value


def _accident_type(code: str) -> str:
    kind = accident_types()[code]
    return in_language(kind.zh, kind.en)


def _method_name(key: str) -> str:
    return in_language(known_method(key).zh, known_method(key).en)


def _criterion(code: str) -> str:
    return in_language(criteria()[code].zh, criteria()[code].en)


_CODED = {
    "accident_types": _accident_type,
    "methods": _method_name,
    "key": _method_name,
    "method": _method_name,
    "criteria": _criterion,
    "region_code": town_name,
    "industry_code": industry_name,
    "key_sector": fact_words.sector_title,
    "key_sectors": fact_words.sector_title,
}
