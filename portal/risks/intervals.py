"""When a control is checked next: its frequency counted from a check, moved to a working day. Pure."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from portal.risks.rules import Frequency
from portal.workdays import add_workdays, is_workday

FARTHEST = timedelta(days=400)
"""No control goes unchecked longer than a year, with some days for holidays."""

MONTHS: Mapping[Frequency | None, int] = {
    None: 1,
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.HALF_YEARLY: 6,
    Frequency.YEARLY: 12,
}
"""Months from one check to the next; a control without frequency is asked after once a month."""


def next_check_day(frequency: Frequency | None, checked_on: date) -> date:
    """The day that is proposed for the next check; whoever checks may choose another.

    Every shift and every day mean the next working day: who works on a day off names that day.
    """
    if frequency in (Frequency.SHIFT, Frequency.DAILY):
        return add_workdays(checked_on, 1)
    if frequency is Frequency.WEEKLY:
        return _working(checked_on + timedelta(days=7))
    return _working(_months_later(checked_on, MONTHS[frequency]))


def _working(day: date) -> date:
    """The day itself, or the first working day after it."""
    return day if is_workday(day) else add_workdays(day, 1)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
