"""The report: what is declared, what blocks it, what is warned of, and what a submission leaves behind."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from portal.access import act_as
from portal.db import canonical_json, session
from portal.filings.comparing import compare
from portal.merging import Change
from portal.registry.model import Enterprise
from portal.risks import actions, answering, wording
from portal.risks.checks import Point, PointCode, points
from portal.risks.model import ZeroAnswer
from portal.risks.questions import trade_questions
from portal.risks.rules import ConditionAnswer, ControlKind, ControlLevel, Grade, Presence
from portal.risks.snapshot import ROW_SECTIONS, snapshot
from tests.build import AT, a_member, an_enterprise, the_actor
from tests.risks.build import a_control, a_grading, a_risk

TODAY = date(2026, 11, 23)


def codes(content: Mapping[str, Any], on: date = TODAY) -> list[PointCode]:
    return [point.code for point in points(content, on)]


def answered(enterprise: Enterprise, filer, answer: Presence = Presence.ABSENT, **others: Presence) -> None:
    given = [
        answering.Answer(question.code, others.get(question.code.replace("-", "_"), answer))
        for question in trade_questions(enterprise.industry_code)
    ]
    answering.answer(enterprise, given, by=filer, at=AT)


def a_row(**facts: Any) -> dict[str, Any]:
    """A larger-or-above row of a snapshot with which nothing is wrong."""
    control = {"kind": "emergency", "text": "断电", "level": "company", "next_check_on": "2026-12-01"}
    row = {
        "name": "冲床", "grade": "larger", "catalogue": {}, "controls": {"c1": control}, "responsible_person": "赵六",
        "responsible_department": "生产部", "identified_on": "2026-10-08", "accident_types": ["2025-04"],
        "risk_point": "冲床", "place": "冲压车间", "consequence": "重伤",
    }  # fmt: skip
    return {**row, **facts}


def a_content(*rows: dict[str, Any], **sections: Any) -> dict[str, Any]:
    risks = {f"k{number}": row for number, row in enumerate(rows)}
    empty = {"watched": {}, "ungraded": {}, "zero_answers": {}, "enterprise": {"key_sectors": []}}
    return {"risks": risks, **empty, **sections}


# --- what is declared -------------------------------------------------------------------------------------


def test_larger_or_above_rows_are_declared_whole_and_lower_ones_as_counts(as_filer, filer):
    risks = {grade: a_risk(as_filer, filer, grade) for grade in Grade}
    content = snapshot(as_filer, TODAY)
    assert set(content["risks"]) == {risks[Grade.MAJOR].key, risks[Grade.LARGER].key}
    assert content["counts"] == {"major": 1, "larger": 1, "general": 1, "low": 1, "ungraded": 0}


def test_a_row_is_declared_with_method_values_controls_and_people(as_filer, filer):
    risk = a_risk(as_filer, filer)
    row = snapshot(as_filer, TODAY)["risks"][risk.key]
    values = {"L": "3", "E": "6", "C": "15"}
    assert row["method"] == {"key": "lec@1.0", "values": values, "product": "270", "grade": "larger"}
    assert (row["held_by"], row["accident_edition"]) == (["method"], "GB 6441-2025")
    (control,) = row["controls"].values()
    assert (control["kind"], control["level"], control["next_check_on"]) == (
        "emergency",
        "company",
        "2026-12-15",
    )


def test_a_declaration_is_canonical_json_and_the_same_twice(as_filer, filer):
    a_risk(as_filer, filer)
    first = canonical_json(snapshot(as_filer, TODAY))
    session().expire_all()
    assert canonical_json(snapshot(as_filer, TODAY)) == first


def test_removed_rows_and_removed_controls_are_not_declared(as_filer, filer):
    kept, gone = a_risk(as_filer, filer), a_risk(as_filer, filer)
    actions.remove(gone, "拆除", by=filer, at=AT)
    assert set(snapshot(as_filer, TODAY)["risks"]) == {kept.key}


def test_a_lower_row_that_the_catalogue_names_is_shown_to_the_reviewer(as_filer, filer):
    risk = a_risk(as_filer, filer, Grade.LOW)
    overridden = risk.grading._replace(
        catalogue_code="JS-DUST-01",
        condition_answer=ConditionAnswer.DOES_NOT_APPLY,
        condition_reason="只打磨铸铁件",
    )
    actions.grade(risk, risk.grading, overridden, by=filer, at=AT)
    row = snapshot(as_filer, TODAY)["watched"][risk.key]
    assert (row["grade"], row["catalogue"]["answer"], row["catalogue"]["reason"]) == (
        "low", "does_not_apply", "只打磨铸铁件"
    )  # fmt: skip


def test_a_lower_row_that_usually_is_larger_is_shown_to_the_reviewer(as_filer, filer):
    (risk,) = actions.adopt(as_filer, ["UH-C-001"], "lec@1.0", by=filer, at=AT)
    actions.grade(risk, risk.grading, a_grading(Grade.GENERAL), by=filer, at=AT)
    assert snapshot(as_filer, TODAY)["watched"][risk.key]["usual_grade"] == "larger"


def test_the_questions_of_the_trade_are_declared_only_where_nothing_larger_is(as_filer, filer):
    assert len(snapshot(as_filer, TODAY)["zero_answers"]) == len(trade_questions("338"))
    a_risk(as_filer, filer)
    assert snapshot(as_filer, TODAY)["zero_answers"] == {}


def test_a_snapshot_takes_as_many_statements_with_many_rows_as_with_one(as_filer, filer, statements):
    a_risk(as_filer, filer)
    session().expire_all()
    statements.clear()
    snapshot(as_filer, TODAY)
    few = statements.count
    for _time in range(8):
        a_risk(as_filer, filer)
    session().expire_all()
    statements.clear()
    snapshot(as_filer, TODAY)
    assert statements.count == few == 8


def test_between_two_snapshots_only_what_was_changed_differs(as_filer, filer):
    risk, other = a_risk(as_filer, filer), a_risk(as_filer, filer)
    before = snapshot(as_filer, TODAY)
    actions.edit(risk, [Change("place", risk.place, "三号厂房")], by=filer, at=AT)
    rows = {row.path: row for row in compare(before, snapshot(as_filer, TODAY), ROW_SECTIONS)}
    assert [(field.path, field.old, field.new) for field in rows[f"/risks/{risk.key}"].fields] == [
        ("/place", "冲压车间2号冲床", "三号厂房")
    ]
    assert rows[f"/risks/{other.key}"].fields == ()


# --- what blocks ------------------------------------------------------------------------------------------


def test_a_row_in_order_has_nothing_to_mend(as_filer, filer):
    a_risk(as_filer, filer)
    assert points(snapshot(as_filer, TODAY), TODAY) == []


BAD_CONTROL = {"kind": "training", "text": "培训", "level": "post", "next_check_on": None}
MATCH = {"code": "JS-DUST-01", "forces_grade": True, "answer": None, "condition": "存在铝粉"}


# fmt: off
LACKING = [
    (a_row(controls={}),                                       PointCode.NO_CONTROL),
    (a_row(responsible_person=""),                             PointCode.NO_RESPONSIBLE_PERSON),
    (a_row(controls={"c": {**a_row()["controls"]["c1"], "next_check_on": None}}), PointCode.NO_NEXT_CHECK),
    (a_row(catalogue=MATCH),                                   PointCode.CONDITION_UNANSWERED),
    (a_row(identified_on=None),                                PointCode.NOT_IDENTIFIED),
    (a_row(identified_on="2025-11-22"),                        PointCode.IDENTIFICATION_TOO_OLD),
    (a_row(accident_types=[]),                                 PointCode.NO_ACCIDENT_TYPE),
]
# fmt: on


@pytest.mark.parametrize(("row", "code"), LACKING)
def test_each_thing_that_a_larger_row_lacks_blocks(row, code):
    (point,) = points(a_content(row), TODAY)
    assert (point.code, point.code.blocking) == (code, True)
    assert point.path.startswith("/risks/k0")


def test_an_identification_is_too_old_on_the_day_after_twelve_months():
    row = a_row(identified_on="2025-11-23")
    assert codes(a_content(row), date(2026, 11, 23)) == []
    assert codes(a_content(row), date(2026, 11, 24)) == [PointCode.IDENTIFICATION_TOO_OLD]


def test_an_answered_condition_does_not_block():
    for answer in ConditionAnswer:
        assert codes(a_content(a_row(catalogue={**MATCH, "answer": answer.value}))) == []


def test_an_advisory_row_of_the_catalogue_does_not_block():
    assert codes(a_content(a_row(catalogue={**MATCH, "forces_grade": False}))) == []


def test_a_lower_row_blocks_too_while_its_condition_is_unanswered():
    watched = {"k9": {"name": "打磨", "catalogue": MATCH}}
    (point,) = points(a_content(a_row(), watched=watched), TODAY)
    assert (point.code, point.path) == (PointCode.CONDITION_UNANSWERED, "/watched/k9/catalogue")


def test_an_ungraded_row_blocks(as_filer, filer):
    a_risk(as_filer, filer)
    risk = a_risk(as_filer, filer, None)
    (point,) = points(snapshot(as_filer, TODAY), TODAY)
    assert (point.code, point.path, point.code.blocking) == (
        PointCode.UNGRADED,
        f"/ungraded/{risk.key}",
        True,
    )


# --- what is warned of ------------------------------------------------------------------------------------


def warnings(content: Mapping[str, Any], on: date = TODAY) -> list[Point]:
    found = points(content, on)
    assert not any(point.code.blocking for point in found)
    return found


def test_a_row_without_emergency_control_is_warned_of():
    controls = {"c": {**a_row()["controls"]["c1"], "kind": "training"}}
    (point,) = warnings(a_content(a_row(controls=controls)))
    assert (point.code, point.path) == (PointCode.NO_EMERGENCY_CONTROL, "/risks/k0/controls")


@pytest.mark.parametrize(
    ("grade", "level", "warned"),
    [
        ("major", "workshop", True),
        ("major", "company", False),
        ("larger", "team", True),
        ("larger", "workshop", False),
    ],
)
def test_a_level_below_that_of_the_grade_is_warned_of(grade, level, warned):
    controls = {"c": {**a_row()["controls"]["c1"], "level": level}}
    found = [point.code for point in warnings(a_content(a_row(grade=grade, controls=controls)))]
    assert found == ([PointCode.LEVEL_TOO_LOW] if warned else [])


@pytest.mark.parametrize(("rows", "warned"), [(20, 0), (21, 1)])
def test_more_than_twenty_rows_of_one_person_are_warned_of_once(rows, warned):
    found = warnings(a_content(*(a_row() for _time in range(rows))))
    assert [point.code for point in found] == [PointCode.PERSON_OVERLOADED] * warned
    assert all(point.values["num"] == rows for point in found)


def test_accident_types_of_an_edition_no_longer_in_force_are_warned_of():
    row = a_row(accident_types=["1986-19"], identified_on="2026-06-01")
    assert codes(a_content(row), date(2026, 6, 30)) == []
    assert codes(a_content(row), date(2026, 7, 1)) == [PointCode.EDITION_OUTDATED]


@pytest.mark.parametrize("field", ["risk_point", "place", "consequence", "responsible_department"])
def test_an_empty_field_is_warned_of_at_the_field(field):
    (point,) = warnings(a_content(a_row(**{field: ""})))
    assert (point.code, point.path) == (PointCode.FIELD_EMPTY, f"/risks/k0/{field}")


# --- the zero report --------------------------------------------------------------------------------------


def test_a_zero_report_is_blocked_until_the_questions_of_the_trade_are_answered(as_filer, filer):
    (blocking,) = [point for point in points(snapshot(as_filer, TODAY), TODAY) if point.code.blocking]
    assert (blocking.code, blocking.values["num"]) == (PointCode.ZERO_UNANSWERED, len(trade_questions("338")))
    answered(as_filer, filer)
    assert not any(point.code.blocking for point in points(snapshot(as_filer, TODAY), TODAY))


def test_who_has_what_the_catalogue_forces_cannot_report_zero(as_filer, filer):
    answered(as_filer, filer, JS_DUST_01=Presence.PRESENT)
    blocking = [point for point in points(snapshot(as_filer, TODAY), TODAY) if point.code.blocking]
    assert [(point.code, point.path) for point in blocking] == [
        (PointCode.ZERO_CONTRADICTED, "/zero_answers/JS-DUST-01")
    ]


def test_who_has_a_usual_larger_hazard_is_warned(as_filer, filer):
    answered(as_filer, filer, UH_C_001=Presence.PRESENT)
    found = [(point.code, point.path) for point in points(snapshot(as_filer, TODAY), TODAY)]
    assert (PointCode.ZERO_WITH_USUAL_HAZARD, "/zero_answers/UH-C-001") in found


def test_answers_older_than_twelve_months_are_given_again(as_filer, filer):
    answered(as_filer, filer)
    assert PointCode.ZERO_TOO_OLD not in codes(snapshot(as_filer, TODAY), date(2027, 11, 23))
    assert PointCode.ZERO_TOO_OLD in codes(snapshot(as_filer, TODAY), date(2027, 11, 24))


def test_a_zero_report_of_metal_ware_is_implausible_for_its_dust(as_filer, filer):
    answered(as_filer, filer)
    (point,) = warnings(snapshot(as_filer, TODAY))
    assert (point.code, "dust" in point.values["sectors"]) == (PointCode.ZERO_UNUSUAL_FOR_TRADE, True)


def test_a_zero_report_of_a_key_sector_is_implausible():
    own = an_enterprise(industry_code="338", key_sectors=["dust"])
    key, filer = own.id, the_actor(a_member(own, "filer"))
    act_as(filer)
    own = session().get_one(Enterprise, key)
    answered(own, filer)
    found = {point.code: point for point in warnings(snapshot(own, TODAY))}
    assert found[PointCode.ZERO_WITH_KEY_SECTOR].values["sectors"] == ["dust"]


def test_a_zero_report_beside_a_row_that_usually_is_larger_is_implausible(as_filer, filer):
    answered(as_filer, filer)
    (risk,) = actions.adopt(as_filer, ["UH-C-001"], "lec@1.0", by=filer, at=AT)
    actions.grade(risk, risk.grading, a_grading(Grade.LOW), by=filer, at=AT)
    found = [point.path for point in warnings(snapshot(as_filer, TODAY))]
    assert f"/watched/{risk.key}" in found


def test_a_quiet_trade_that_answered_no_to_all_reports_zero_without_a_warning():
    own = an_enterprise(industry_code="1810")
    key, filer = own.id, the_actor(a_member(own, "filer"))
    act_as(filer)
    own = session().get_one(Enterprise, key)
    answered(own, filer)
    assert points(snapshot(own, TODAY), TODAY) == []


def test_a_question_of_another_trade_is_not_answered(as_filer, filer):
    from portal.problems import Refused

    with pytest.raises(Refused):
        answering.answer(as_filer, [answering.Answer("JS-SHIP-01", Presence.ABSENT)], by=filer, at=AT)


def test_a_later_answer_takes_the_place_of_an_earlier_one(as_filer, filer):
    answered(as_filer, filer)
    later = AT + timedelta(days=1)
    answering.answer(
        as_filer, [answering.Answer("JS-DUST-01", Presence.PRESENT, " 铝件抛光 ")], by=filer, at=later
    )
    kept = session().scalars(select(ZeroAnswer).where(ZeroAnswer.code == "JS-DUST-01")).one()
    assert (kept.answer, kept.note, kept.answered_at) == (Presence.PRESENT, "铝件抛光", later)


# --- words ------------------------------------------------------------------------------------------------


VALUES = {
    "name": "冲床", "condition": "存在铝粉", "day": "2025-01-05", "grade": "major", "level": "company",
    "inherent": "low", "person": "赵六", "num": 21, "sectors": ["dust"], "kinds": ["1986-19"], "field": "place",
    "doubt": "agency_above_workers", "value": 61, "other": 60, "part": "dust", "questions": ["dust.interlock"],
    "peers": "most",
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
@pytest.mark.parametrize("code", PointCode)
def test_every_point_has_its_words(code, language):
    with force_locale(language):
        words = wording.point_words(Point(code, "/risks/k", VALUES))
    assert words
    assert "%(" not in words


def test_a_control_that_was_added_is_shown_by_its_words(as_filer, filer):
    risk = a_risk(as_filer, filer)
    before = snapshot(as_filer, TODAY)
    a_control(risk, filer, kind=ControlKind.PPE, level=ControlLevel.POST, text="防护手套")
    (row,) = [row for row in compare(before, snapshot(as_filer, TODAY), ROW_SECTIONS) if row.fields]
    (field,) = row.fields
    assert wording.show(field.path.rsplit("/", 1)[-1], field.new) == "防护手套"


def test_every_field_of_a_report_has_a_word(as_filer, filer):
    a_risk(as_filer, filer)
    content = snapshot(as_filer, TODAY)

    def paths(value: Any, path: str = "") -> list[str]:
        if not isinstance(value, Mapping):
            return [path]
        return [found for name, one in value.items() for found in paths(one, f"{path}/{name}")]

    rows = [row for section in ("risks", "watched") for row in content[section].values()]
    rows += [content[section] for section in ("enterprise", "counts", "basis")]
    for path in (path for row in rows for path in paths(row)):
        assert wording.field_label(path) != path.rsplit("/", 1)[-1], path
