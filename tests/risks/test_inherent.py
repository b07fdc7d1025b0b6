"""The risk before controls beside the one that stands: optional, by the same method, in report, review and words."""

from decimal import Decimal

import pytest

from portal.db import session
from portal.filings.comparing import compare
from portal.problems import Conflict, Refused
from portal.risks import actions
from portal.risks.arithmetic import graded
from portal.risks.checks import PointCode, points
from portal.risks.queries import RegisterFilter, RegisterPlace, register_slice
from portal.risks.rules import Grade
from portal.risks.snapshot import ROW_SECTIONS, declared_risk, snapshot
from portal.risks.wording import field_label, show
from tests.build import AT
from tests.risks.build import VALUES, a_grading, a_risk
from tests.risks.test_report import TODAY

MAJOR, LARGER, LOW = VALUES[Grade.MAJOR], VALUES[Grade.LARGER], VALUES[Grade.LOW]


def before_controls(risk, by, inherent):
    actions.grade(risk, risk.grading, risk.grading._replace(inherent=inherent), by=by, at=AT)
    return risk


def test_a_risk_needs_no_inherent_grade(as_filer, filer):
    risk = a_risk(as_filer, filer)
    assert (risk.inherent, risk.inherent_grade, "inherent" in declared_risk(risk)) == (None, None, False)


def test_the_inherent_grade_is_that_of_the_same_method(as_filer, filer):
    risk = before_controls(a_risk(as_filer, filer), filer, MAJOR)
    assert (risk.inherent.method, risk.inherent_grade, risk.grade) == ("lec@1.0", Grade.MAJOR, Grade.LARGER)


def test_the_declared_grade_is_the_residual_one(as_filer, filer):
    risk = before_controls(a_risk(as_filer, filer, Grade.LOW), filer, MAJOR)
    assert (risk.grade, snapshot(as_filer, TODAY)["counts"]["low"]) == (Grade.LOW, 1)


def test_while_a_value_is_missing_nothing_is_said_before_controls(as_filer, filer):
    risk = before_controls(a_risk(as_filer, filer), filer, {"L": Decimal(10)})
    assert (risk.inherent_values, risk.inherent_grade) == ({"L": Decimal(10)}, None)


def test_the_inherent_grade_can_be_taken_back(as_filer, filer):
    risk = before_controls(before_controls(a_risk(as_filer, filer), filer, MAJOR), filer, {})
    assert (risk.inherent_assessments, risk.inherent_grade) == (None, None)


def test_a_value_off_the_scale_is_refused_before_controls_too(as_filer, filer):
    risk = a_risk(as_filer, filer)
    with pytest.raises(Refused):
        before_controls(risk, filer, {**MAJOR, "L": Decimal(4)})


def test_two_who_say_it_at_once_are_told(as_filer, filer):
    risk = a_risk(as_filer, filer)
    seen = risk.grading
    before_controls(risk, filer, MAJOR)
    with pytest.raises(Conflict) as met:
        actions.grade(risk, seen, seen._replace(inherent=LARGER), by=filer, at=AT)
    assert [one.field for one in met.value.conflicts] == ["inherent"]


def test_another_method_has_its_own_values_before_controls(as_filer, filer):
    risk = before_controls(a_risk(as_filer, filer), filer, MAJOR)
    actions.grade(risk, risk.grading, risk.grading._replace(method="ls5@1.0"), by=filer, at=AT)
    assert (risk.inherent_values, risk.inherent_grade) == ({}, None)
    actions.grade(risk, risk.grading, risk.grading._replace(method="lec@1.0"), by=filer, at=AT)
    assert (risk.inherent_values, risk.inherent_grade) == (MAJOR, Grade.MAJOR)


def test_a_residual_above_the_inherent_grade_is_warned_of(as_filer, filer):
    risk = before_controls(a_risk(as_filer, filer, Grade.MAJOR), filer, LOW)
    found = [point for point in points(snapshot(as_filer, TODAY), TODAY) if point.path.endswith("/inherent")]
    assert [(point.code, point.code.blocking) for point in found] == [
        (PointCode.RESIDUAL_ABOVE_INHERENT, False)
    ]
    assert graded(risk).above_inherent


@pytest.mark.parametrize("inherent", [MAJOR, LARGER])
def test_a_residual_up_to_the_inherent_grade_is_in_order(as_filer, filer, inherent):
    risk = before_controls(a_risk(as_filer, filer), filer, inherent)
    codes = {point.code for point in points(snapshot(as_filer, TODAY), TODAY)}
    assert (PointCode.RESIDUAL_ABOVE_INHERENT in codes, graded(risk).above_inherent) == (False, False)


def test_a_review_shows_what_changed_before_controls(as_filer, filer):
    risk = before_controls(a_risk(as_filer, filer), filer, LARGER)
    earlier = snapshot(as_filer, TODAY)
    before_controls(risk, filer, MAJOR)
    [row] = [
        one for one in compare(earlier, snapshot(as_filer, TODAY), ROW_SECTIONS) if one.section == "risks"
    ]
    changed = {field_label(one.path): show(one.path.rsplit("/", 1)[-1], one.new) for one in row.fields}
    assert changed == {
        "事故发生的可能性 (L)（固有）": "6",
        "固有风险分值": "540",
        "固有风险等级": "重大",
    }


def test_the_register_shows_both_grades(as_filer, filer):
    before_controls(a_risk(as_filer, filer), filer, MAJOR)
    [row] = register_slice(session(), as_filer.id, RegisterFilter(), RegisterPlace()).rows
    assert (row.grade, row.inherent_grade) == (Grade.LARGER, Grade.MAJOR)


def test_a_grading_says_both_at_once(as_filer, filer):
    risk = a_risk(as_filer, filer, None)
    actions.grade(risk, risk.grading, a_grading(Grade.LARGER, inherent=MAJOR), by=filer, at=AT)
    assert (graded(risk).residual.formula, graded(risk).inherent.formula) == (
        "3 × 6 × 15 = 270",
        "6 × 6 × 15 = 540",
    )
