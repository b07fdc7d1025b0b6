"""Floors of the catalogue, usual hazards, controls: what the data say and when it counts."""

import pytest

from portal.risks.accidents import accident_types
from portal.risks.catalogue import catalogue, catalogue_for
from portal.risks.controls import kinds, least_level, level_suffices
from portal.risks.grading import assess
from portal.risks.hazards import equipment_for, hazards_for, usual_hazards
from portal.risks.methods import shipped_methods
from portal.risks.rules import ConditionAnswer, ControlKind, ControlLevel, Grade

FORCING = [row for row in catalogue().values() if row.forces_grade]
ADVISORY = [row for row in catalogue().values() if not row.forces_grade]


def test_a_forcing_row_sets_its_grade_where_its_condition_is_met():
    for row in FORCING:
        assert row.floor(ConditionAnswer.APPLIES) is row.least_grade
        assert row.least_grade.larger_or_above


@pytest.mark.parametrize("answer", [ConditionAnswer.DOES_NOT_APPLY, None])
def test_a_forcing_row_sets_nothing_while_its_condition_is_not_met(answer):
    assert {row.floor(answer) for row in FORCING} == {None}


@pytest.mark.parametrize("answer", [*ConditionAnswer, None])
def test_an_advisory_row_never_sets_a_floor(answer):
    assert {row.floor(answer) for row in ADVISORY} == {None}


def test_the_catalogue_has_both_kinds_of_rows():
    assert (len(FORCING), len(ADVISORY)) == (145, 36)


def test_a_trade_meets_its_own_rows_first_and_those_for_all_after():
    rows = catalogue_for("338")
    own = [row.of_trade("338") for row in rows]
    assert own == sorted(own, reverse=True)
    assert rows[0].code == "JS-DUST-01"
    assert all(row.of_trade("338") or row.applies_to_all for row in rows)


@pytest.mark.parametrize(("industry", "met"), [("268", True), ("2681", True), ("26", False), ("267", False)])
def test_a_prefix_of_three_digits_needs_three_digits(industry, met):
    assert catalogue()["JS-LIGHT-10"].of_trade(industry) is met


def test_no_catalogue_row_comes_twice():
    codes = [row.code for row in catalogue_for("3311")]
    assert len(codes) == len(set(codes))


def test_every_row_names_known_accident_types_and_all_five_kinds_of_measures():
    for row in (*catalogue().values(), *usual_hazards().values()):
        assert set(row.accident_types) <= set(accident_types())
        assert list(row.measures) == list(ControlKind)


def test_typical_values_are_on_the_scales_of_their_methods():
    for typical in (typical for row in usual_hazards().values() for typical in row.typical):
        assert assess(shipped_methods()[typical.method], typical.values).grade in Grade


def test_usual_hazards_name_rows_that_the_catalogue_has():
    named = {code for row in usual_hazards().values() for code in row.catalogue_codes}
    assert named <= set(catalogue())


def test_hazards_come_by_trade_and_by_equipment():
    rows = hazards_for("338", {"forklift", "polish_al"})
    assert [row.flag for row in rows] == ["polish_al", "forklift", "forklift", "forklift"]
    assert len(hazards_for("338")) > len(rows)


def test_equipment_is_offered_once_each():
    flags = [one.flag for one in equipment_for("338")]
    assert len(flags) == len(set(flags))
    assert {"polish_al", "forklift"} <= set(flags)


# fmt: off
LEVELS = [
    (Grade.MAJOR,   ControlLevel.COMPANY),
    (Grade.LARGER,  ControlLevel.WORKSHOP),
    (Grade.GENERAL, ControlLevel.TEAM),
    (Grade.LOW,     ControlLevel.POST),
]
# fmt: on


@pytest.mark.parametrize(("grade", "level"), LEVELS)
def test_a_grade_asks_for_its_level_of_control(grade, level):
    assert least_level(grade) is level
    assert all(level_suffices(grade, [other]) is (other >= level) for other in ControlLevel)


def test_the_highest_of_several_levels_counts():
    assert level_suffices(Grade.MAJOR, [ControlLevel.POST, ControlLevel.COMPANY])
    assert not level_suffices(Grade.LARGER, [ControlLevel.POST, ControlLevel.TEAM])


def test_the_five_kinds_have_their_official_words():
    assert [words.zh for words in kinds().values()] == [
        "工程技术措施", "管理措施", "培训教育措施", "个体防护措施", "应急处置措施"
    ]  # fmt: skip
