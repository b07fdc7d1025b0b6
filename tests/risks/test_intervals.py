"""When a control is checked next: the frequency counted from a check, on a working day."""

from datetime import date

import pytest

from portal.risks.intervals import FARTHEST, next_check_day
from portal.risks.rules import Frequency
from portal.workdays import is_workday


@pytest.mark.parametrize(
    ("frequency", "checked_on", "next_on"),
    [
        (Frequency.SHIFT,       date(2026, 11, 23), date(2026, 11, 24)),
        (Frequency.DAILY,       date(2026, 11, 27), date(2026, 11, 30)),  # a Friday; Monday
        (Frequency.DAILY,       date(2026, 9, 30),  date(2026, 10, 8)),   # over the National Day holidays
        (Frequency.WEEKLY,      date(2026, 11, 23), date(2026, 11, 30)),
        (Frequency.WEEKLY,      date(2026, 11, 28), date(2026, 12, 7)),   # a Saturday's week ends on a Saturday
        (Frequency.MONTHLY,     date(2026, 3, 31),  date(2026, 4, 30)),
        (Frequency.MONTHLY,     date(2026, 1, 30),  date(2026, 2, 28)),   # a make-up Saturday is a working day
        (Frequency.QUARTERLY,   date(2026, 8, 31),  date(2026, 11, 30)),
        (Frequency.HALF_YEARLY, date(2026, 5, 20),  date(2026, 11, 20)),
        (Frequency.YEARLY,      date(2025, 11, 24), date(2026, 11, 24)),
        (None,                  date(2026, 10, 23), date(2026, 11, 23)),
    ],
)  # fmt: skip
def test_the_next_check_follows_the_frequency(frequency: Frequency | None, checked_on: date, next_on: date):
    assert next_check_day(frequency, checked_on) == next_on


@pytest.mark.parametrize("frequency", [*Frequency, None])
@pytest.mark.parametrize("checked_on", [date(2026, 2, 14), date(2026, 9, 30), date(2026, 12, 31)])
def test_a_check_is_never_proposed_for_a_day_off_or_beyond_what_may_be_chosen(frequency, checked_on):
    proposed = next_check_day(frequency, checked_on)
    assert is_workday(proposed)
    assert checked_on < proposed <= checked_on + FARTHEST
