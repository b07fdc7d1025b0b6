"""Working days: the notices of the State Council, and what is known of other years."""

from datetime import date

import pytest

from portal.data import load
from portal.workdays import (
    DayKind,
    add_workdays,
    first_workday,
    is_provisional,
    is_workday,
    last_workday,
    table_of,
    workdays_left,
)

CASES = [
    (date.fromisoformat(case["start"]), case["n"], date.fromisoformat(case["expect"]))
    for case in load("risk/workdays.json")["tests"]
]


@pytest.mark.parametrize(("start", "count", "due"), CASES)
def test_working_days_are_counted_as_in_the_notices(start, count, due):
    assert add_workdays(start, count) == due
    assert workdays_left(start, due) == count


def test_a_saturday_that_is_made_up_is_a_working_day_and_a_feast_on_a_weekday_is_not():
    assert (is_workday(date(2026, 2, 14)), is_workday(date(2026, 2, 17))) == (True, False)


def test_a_day_moves_to_the_next_working_day_or_back_to_the_last():
    assert first_workday(date(2026, 10, 3)) == date(2026, 10, 8)
    assert last_workday(date(2026, 10, 3)) == date(2026, 9, 30)
    assert first_workday(date(2026, 10, 8)) == last_workday(date(2026, 10, 8)) == date(2026, 10, 8)


def test_a_year_is_provisional_until_it_is_announced():
    assert [is_provisional(date(year, 6, 1)) for year in (2026, 2027, 2031)] == [False, True, True]


def test_the_library_knows_years_that_the_data_do_not_hold():
    assert table_of(2024).days[date(2024, 2, 4)].kind is DayKind.MAKE_UP
    assert not is_workday(date(2031, 10, 1))
