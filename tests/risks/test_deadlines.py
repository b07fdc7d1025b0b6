"""When reports are due, and how long an identification holds."""

from datetime import date

import pytest

from portal.risks.deadlines import (
    change_due_on,
    first_due_on,
    identification_holds_until,
    regular_due_on,
)


def test_a_regular_report_is_due_by_the_end_of_the_first_quarter():
    assert regular_due_on(2028) == date(2028, 3, 31)


def test_a_first_report_is_due_thirty_days_after_acceptance():
    assert first_due_on(date(2026, 11, 23)) == date(2026, 12, 23)


def test_a_change_report_is_due_after_the_days_of_the_setting():
    assert change_due_on(date(2026, 12, 20), 15) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("identified", "until"),
    [
        (date(2026, 3, 1), date(2027, 3, 1)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
    ],
)
def test_an_identification_holds_for_twelve_months(identified, until):
    assert identification_holds_until(identified) == until
