"""The questions of a trade before a zero report."""

import pytest

from portal.risks.catalogue import catalogue
from portal.risks.hazards import usual_hazards
from portal.risks.questions import present, trade_questions
from portal.risks.rules import Grade, Presence

TRADES = ["338", "2110", "1810", "1751", "2929", "2651", "352", "42", "46"]


@pytest.mark.parametrize("industry", TRADES)
def test_every_forcing_catalogue_row_of_the_trade_is_asked_for(industry):
    asked = {question.code for question in trade_questions(industry)}
    met = [row for row in catalogue().values() if row.of_trade(industry) or row.applies_to_all]
    assert {row.code for row in met if row.forces_grade} <= asked
    assert not asked & {row.code for row in met if not row.forces_grade}


@pytest.mark.parametrize("industry", TRADES)
def test_questions_of_the_trade_come_first_and_major_ones_before_larger(industry):
    order = [(not question.of_trade, -question.grade.weight) for question in trade_questions(industry)]
    assert order == sorted(order)


def test_a_usual_larger_hazard_is_asked_for_only_where_no_forcing_row_does():
    asked = {question.code: question for question in trade_questions("2110")}
    usual = [usual_hazards()[code] for code in asked if code in usual_hazards()]
    assert usual
    assert not any(set(one.catalogue_codes) & set(asked) for one in usual)
    assert {asked[one.code].forces for one in usual} == {False}


def test_a_usual_hazard_borrows_its_condition_from_the_advisory_row_that_names_it():
    forklift = next(question for question in trade_questions("2110") if question.code == "UH-C-001")
    assert forklift.condition == catalogue()["JS-ELEC-06"].condition


def test_metal_ware_is_asked_about_aluminium_dust_first():
    assert (trade_questions("338")[0].code, trade_questions("338")[0].grade) == ("JS-DUST-01", Grade.MAJOR)


def test_what_is_present_stands_in_the_way():
    questions = trade_questions("2110")
    first, second, *others = questions
    answers = {question.code: Presence.ABSENT for question in others} | {second.code: Presence.PRESENT}
    assert first.code not in answers
    assert present(questions, answers) == [second]
