"""The live grade: a step above the declared one while a control has lapsed; never stored, never declared."""

from datetime import date, timedelta

import pytest

from portal.access import Actor
from portal.db import session
from portal.registry.model import Enterprise
from portal.risks import actions, checking, controlling
from portal.risks.checking import Found
from portal.risks.living import lapsed_risks, live_counts, live_grade, live_grades, one_step_up
from portal.risks.rules import CheckResult, Grade, LapseReason
from portal.risks.snapshot import snapshot
from tests.build import AT
from tests.risks.build import CHECK_ON, a_control, a_risk

LATE = CHECK_ON + timedelta(days=3)


@pytest.mark.parametrize(
    ("declared", "live"),
    [
        (Grade.LOW,     Grade.GENERAL),
        (Grade.GENERAL, Grade.LARGER),
        (Grade.LARGER,  Grade.MAJOR),
        (Grade.MAJOR,   Grade.MAJOR),
    ],
)  # fmt: skip
def test_a_step_up_ends_at_major(declared: Grade, live: Grade):
    assert one_step_up(declared) is live


def test_on_the_day_of_its_check_a_control_still_holds(as_filer: Enterprise, filer: Actor):
    risk = a_risk(as_filer, filer)
    assert not live_grade(risk, CHECK_ON).raised
    assert live_grade(risk, CHECK_ON + timedelta(days=1)).live is Grade.MAJOR


def test_a_lapse_says_which_control_and_for_how_many_days(as_filer: Enterprise, filer: Actor):
    risk = a_risk(as_filer, filer)
    (lapse,) = live_grade(risk, LATE).lapses
    assert (lapse.text, lapse.reason, lapse.days) == ("断电、止血、送医", LapseReason.UNCHECKED, 3)


def test_a_major_risk_stays_major_and_still_says_why(as_filer: Enterprise, filer: Actor):
    now = live_grade(a_risk(as_filer, filer, Grade.MAJOR), LATE)
    assert (now.live, now.raised, len(now.lapses)) == (Grade.MAJOR, False, 1)


def test_an_ungraded_risk_has_no_live_grade(as_filer: Enterprise, filer: Actor):
    assert live_grade(a_risk(as_filer, filer, None), LATE).live is None


def test_a_control_without_a_day_or_removed_does_not_lapse(as_filer: Enterprise, filer: Actor):
    risk = a_risk(as_filer, filer, controls=False)
    a_control(risk, filer, next_check_on=None)
    gone = a_control(risk, filer)
    controlling.remove(gone, by=filer, at=AT)
    assert not live_grade(risk, LATE).lapses
    assert not lapsed_risks(session(), as_filer.id, LATE)


def test_what_is_out_of_order_raises_until_a_check_finds_it_in_order(as_filer: Enterprise, filer: Actor):
    risk = a_risk(as_filer, filer)
    control = risk.controls[0]
    checking.record(control, Found(CheckResult.OUT_OF_ORDER, CHECK_ON, "急停失灵"), by=filer, at=AT)
    assert live_grade(risk, AT.date()).lapses[0].reason is LapseReason.OUT_OF_ORDER
    checking.record(control, Found(CheckResult.IN_ORDER, CHECK_ON), by=filer, at=AT)
    assert not live_grade(risk, AT.date()).lapses


def test_python_and_the_database_agree(as_filer: Enterprise, filer: Actor):
    risks = [a_risk(as_filer, filer, grade) for grade in (*Grade, None)]
    held = a_risk(as_filer, filer, controls=False)
    a_control(held, filer, next_check_on=LATE)
    expected = {risk.key: live_grade(risk, LATE) for risk in risks if risk.grade}
    assert live_grades(session(), as_filer.id, LATE) == expected
    assert live_counts(session(), as_filer.id, LATE) == {
        Grade.MAJOR: 2, Grade.LARGER: 1 + 1, Grade.GENERAL: 1, Grade.LOW: 0, None: 1,
    }  # fmt: skip


def test_a_removed_risk_is_not_raised(as_filer: Enterprise, filer: Actor):
    risk = a_risk(as_filer, filer)
    actions.remove(risk, "产线已拆除", by=filer, at=AT)
    assert live_grades(session(), as_filer.id, LATE) == {}


def test_the_gravest_comes_first(as_filer: Enterprise, filer: Actor):
    for grade in (Grade.LOW, Grade.LARGER, Grade.MAJOR):
        a_risk(as_filer, filer, grade)
    declared = [one.now.declared for one in lapsed_risks(session(), as_filer.id, LATE)]
    assert declared == [Grade.MAJOR, Grade.LARGER, Grade.LOW]


def test_neither_the_declared_grade_nor_the_report_knows_of_it(as_filer: Enterprise, filer: Actor):
    risk = a_risk(as_filer, filer)
    before = snapshot(as_filer, date(2026, 12, 1))
    checking.record(risk.controls[0], Found(CheckResult.OUT_OF_ORDER, CHECK_ON, "急停失灵"), by=filer, at=AT)
    assert risk.grade is Grade.LARGER
    assert snapshot(as_filer, date(2026, 12, 1)) == before


@pytest.mark.parametrize("number", [1, 5])
def test_many_risks_cost_one_statement(as_filer: Enterprise, filer: Actor, statements, number: int):
    for _ in range(number):
        a_risk(as_filer, filer)
    session().expire_all()
    own = as_filer.id
    statements.clear()
    lapsed_risks(session(), own, LATE)
    live_counts(session(), own, LATE)
    assert statements.count == 2
