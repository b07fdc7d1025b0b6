"""When the story happens."""

from datetime import UTC, date, datetime

import pytest

from portal.demo.city import When
from portal.demo.timeline import day_of, is_told, moment, report_year

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("today", "year"), [(date(2026, 4, 30), 2025), (date(2026, 5, 1), 2026), (date(2027, 1, 2), 2026)]
)
def test_the_reports_of_a_year_are_told_from_may_on(today, year):
    assert report_year(today) == year


def test_a_day_of_a_report_year_moves_on_to_the_next_working_day():
    assert day_of(When(year=0, day="02-15"), MONDAY) == date(2026, 2, 24)


def test_days_ago_move_back_to_a_working_day():
    assert day_of(When(days_ago=1), MONDAY) == date(2026, 11, 20)


def test_a_day_that_has_not_come_is_told_as_the_last_working_day():
    assert day_of(When(year=0, day="12-24"), MONDAY) == date(2026, 11, 20)


def test_a_moment_lies_within_the_hours_of_its_step():
    at = moment(MONDAY, "submit", "yanhu")
    assert datetime(2026, 11, 23, 2, 30, tzinfo=UTC) <= at < datetime(2026, 11, 23, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 6, 30), False),
        (date(2026, 8, 31), False),
        (date(2026, 9, 1), True),
        (date(2027, 2, 1), True),
    ],
)
def test_the_summer_is_told_once_it_is_over(today, told):
    assert is_told(When(year=0, day="07-06"), today) is told
