"""Pure rules of levels: moves, days, validity, the number of a certificate."""

from datetime import date

import pytest

from portal.data import load
from portal.levels.numbers import flaw_of, normal_number
from portal.levels.rules import (
    LEVEL,
    LIFECYCLE,
    Days,
    LevelState,
    add_months,
    days_of,
    extension_conditions,
    grounds,
    renewable_from,
    transitions,
    valid_until,
)

S = LevelState
DATA = load(LIFECYCLE)


def test_the_states_are_those_of_the_life_cycle() -> None:
    assert {one.value for one in LevelState} == {row["code"] for row in DATA["states"]}


def test_every_transition_of_the_life_cycle_is_a_step() -> None:
    assert list(LEVEL.moves) == [row["verb"] for row in DATA["transitions"]]
    assert len(LEVEL.moves) == 27


def test_a_yearly_self_assessment_takes_no_certified_firm_out_of_its_level() -> None:
    assert not LEVEL.allows(S.CERTIFIED, "open")
    assert all(LEVEL.allows(state, "open") for state in (S.NONE, S.EXPIRED, S.REVOKED, S.REFUSED, S.BARRED))


def test_nothing_is_revoked_before_the_enterprise_was_heard() -> None:
    assert transitions()["revoke"].sources == {S.REVOCATION_PROPOSED}


@pytest.mark.parametrize(
    ("state", "entered_on", "days"),
    [
        (S.APPLIED, date(2026, 11, 2), Days(due_on=date(2026, 11, 16))),
        (S.ACCEPTED, date(2026, 11, 2), Days(due_on=date(2026, 11, 30))),
        (S.RECTIFYING, date(2026, 11, 2), Days(due_on=date(2026, 11, 30))),
        (S.DISPLAYED, date(2026, 11, 2), Days(not_before=date(2026, 11, 17))),
        (S.PUBLIC_NOTICE, date(2026, 11, 2), Days(not_before=date(2026, 11, 12))),
        (S.REVOCATION_PROPOSED, date(2026, 11, 2), Days(not_before=date(2026, 11, 10))),
        (S.REFUSED, date(2026, 11, 2), Days(not_before=date(2027, 11, 2))),
        (S.REVOKED, date(2028, 2, 29), Days(not_before=date(2029, 2, 28))),
        (S.BARRED, date(2026, 11, 2), Days(not_before=date(2029, 11, 2))),
        (S.CERTIFIED, date(2026, 11, 2), Days()),
    ],
)
def test_a_state_brings_its_days(state: LevelState, entered_on: date, days: Days) -> None:
    assert days_of(state, entered_on) == days


def test_the_national_holiday_stops_the_public_notice() -> None:
    assert days_of(S.PUBLIC_NOTICE, date(2026, 9, 29)).not_before == date(2026, 10, 15)


def test_a_micro_firm_waits_for_no_review_on_site() -> None:
    assert days_of(S.ACCEPTED, date(2026, 11, 2), visited=False) == Days()


@pytest.mark.parametrize(
    ("announced", "last"),
    [
        (date(2026, 2, 24), date(2029, 2, 23)),
        (date(2024, 2, 29), date(2027, 2, 27)),
        (date(2026, 1, 1), date(2028, 12, 31)),
    ],
)
def test_a_level_holds_for_three_years(announced: date, last: date) -> None:
    assert valid_until(announced) == last


def test_a_renewal_may_begin_three_calendar_months_before_the_end() -> None:
    assert renewable_from(date(2029, 5, 31)) == date(2029, 2, 28)
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)


def test_grounds_and_conditions_are_those_of_the_law() -> None:
    assert list(grounds()) == [f"R{number}" for number in range(1, 10)]
    assert [one.code for one in extension_conditions("level3")] == ["X1", "X2", "X3", "X4", "X5", "X6"]
    assert "X2" not in [one.code for one in extension_conditions("level1")]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("苏AQBJXⅢ202600001", "苏AQBJXⅢ202600001"),
        ("苏AQBJXIII202600001", "苏AQBJXⅢ202600001"),
        (" 苏aqbjxiii 2026 00001 ", "苏AQBJXⅢ202600001"),
        ("苏ＡＱＢＪＸⅢ２０２６００００１", "苏AQBJXⅢ202600001"),
        ("苏AQBJXII202600001", "苏AQBJXⅡ202600001"),
        ("AQBJXⅠ201400001", "AQBJXⅠ201400001"),
    ],
)
def test_latin_numerals_are_stored_as_the_sign(typed: str, kept: str) -> None:
    assert normal_number(typed) == kept


@pytest.mark.parametrize(
    ("number", "flaw"),
    [
        ("苏AQBJXⅢ202600001", ""),
        ("AQBJXⅢ202600001", "region"),
        ("浙AQBJXⅢ202600001", "region"),
        ("苏AQBQGⅢ202600001", "industry"),
        ("苏AQBXXⅢ202600001", "shape"),
        ("苏AQBJXⅡ202600001", "level"),
        ("苏AQBJXⅢ202500001", "year"),
        ("苏AQBJXⅢ202600000", "shape"),
        ("苏AQBJXⅢ20260001", "shape"),
        ("", "shape"),
    ],
)
def test_a_number_is_checked_part_by_part(number: str, flaw: str) -> None:
    assert flaw_of(number, "level3", "JX", 2026) == flaw


def test_an_enterprise_of_no_listed_trade_may_have_any_industry() -> None:
    assert flaw_of("苏AQBQGⅢ202600001", "level3", None, 2026) == ""
