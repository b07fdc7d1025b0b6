"""How far facts are: what is missing, what is computed, what is hard to believe."""

from decimal import Decimal

import pytest

from portal.registry.completeness import (
    Doubt,
    PartState,
    doubts,
    missing,
    progress,
    spending_ratio,
    turnover_rate,
)
from portal.registry.questions import parts

# fmt: off
TURNOVER = [
    (9, 6, 57, "5.26"),
    (6, 9, 60, "-5.00"),
    (0, 0, 60, "0.00"),
    (120, 0, 60, "200.00"),
    (9, 6, 0, None),
    (None, 6, 57, None),
]
# fmt: on


@pytest.mark.parametrize(("joined", "left", "staff", "rate"), TURNOVER)
def test_turnover_is_what_joined_less_what_left_over_those_in_post(joined, left, staff, rate):
    assert turnover_rate(joined, left, staff) == (Decimal(rate) if rate else None)


@pytest.mark.parametrize(
    ("spending", "income", "ratio"), [("24.5", 3200, "0.77"), ("0", 3200, "0.00"), ("24.5", 0, None)]
)
def test_spending_is_told_as_a_share_of_the_income(spending, income, ratio):
    assert spending_ratio(Decimal(spending), income) == (Decimal(ratio) if ratio else None)


def test_a_zero_and_a_no_are_answers():
    part = parts()["insurance"]
    answers = {"injury_insured": 0, "liability_insured": False, "safety_spending": "0"}
    assert missing(part, answers) == []


def test_what_waits_for_a_yes_is_missing_only_after_it():
    part = parts()["insurance"]
    answers = {"injury_insured": 60, "liability_insured": True, "safety_spending": "1"}
    assert [one.code for one in missing(part, answers)] == ["liability_sum", "liability_persons"]


def test_the_regular_report_alone_asks_for_last_year():
    part = parts()["workforce"]
    answers = {"agency_workers": 0, "one_shift_workers": 40}
    assert missing(part, answers, yearly=False) == []
    assert len(missing(part, answers)) == 3


def test_a_list_is_answered_once_a_row_has_what_its_columns_require():
    part = parts()["installations"]
    rest = {"has_special_equipment": False, "has_chemicals": False, "has_sewage": False}
    row = {f"confined_space.{name}": "x" for name in ("name", "place", "kind", "hazard", "entered")}
    told = {**rest, "has_confined_space": True}
    assert [one.code for one in missing(part, {**told, "confined_space": {}})] == ["confined_space"]
    half = {"k1": {**row, "confined_space.place": None}}
    assert [one.code for one in missing(part, {**told, "confined_space": half})] == ["confined_space"]
    assert missing(part, {**told, "confined_space": {"k1": row}}) == []


# fmt: off
DOUBTS = [
    ("workforce",    {"agency_workers": 61},                Doubt.AGENCY_ABOVE_WORKERS),
    ("workforce",    {"agency_workers": 60},                None),
    ("workforce",    {"one_shift_workers": 61},             Doubt.SHIFT_ABOVE_WORKERS),
    ("insurance",    {"injury_insured": 59},                Doubt.INSURED_BELOW_WORKERS),
    ("insurance",    {"injury_insured": 60},                None),
    ("safety_staff", {"special_operation_workers": 3, "special_operation_certificates": 2}, Doubt.CERTIFICATES_SHORT),
    ("safety_staff", {"special_operation_workers": 3, "special_operation_certificates": 3}, None),
    ("safety_staff", {"full_time_staff": 1, "full_time_certified": 2}, Doubt.CERTIFIED_ABOVE_STAFF),
    ("workforce",    {},                                    None),
]
# fmt: on


@pytest.mark.parametrize(("part", "answers", "doubt"), DOUBTS)
def test_what_two_facts_say_together_may_be_hard_to_believe(part, answers, doubt):
    found = doubts({"workers": 60}, {part: answers}, {})
    assert [one.doubt for one in found] == ([doubt] if doubt else [])


def test_a_ticked_sector_contradicts_an_enterprise_that_has_nothing_of_the_kind():
    found = doubts({}, {"installations": {"has_confined_space": False}}, {"confined": {}})
    assert [(one.doubt, one.code) for one in found] == [(Doubt.SECTOR_WITHOUT_LIST, "has_confined_space")]


# fmt: off
STATES = [
    ({},                                                                     PartState.NOT_BEGUN),
    ({"injury_insured": 60},                                                 PartState.IN_PROGRESS),
    ({"injury_insured": 60, "liability_insured": False, "safety_spending": "1"}, PartState.DONE),
    ({"injury_insured": 6, "liability_insured": False, "safety_spending": "1"},  PartState.TO_MEND),
]
# fmt: on


@pytest.mark.parametrize(("answers", "state"), STATES)
def test_a_part_says_how_far_it_is(answers, state):
    found = doubts({"workers": 60}, {"insurance": answers}, {})
    assert progress(parts()["insurance"], answers, found).state is state
