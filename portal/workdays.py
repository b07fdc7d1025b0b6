"""Working days of China: weekends, public holidays and make-up days.

Official through the year that the State Council has announced; a later year is a projection (暂定).
Source: data/risk/workdays.json (notices of the State Council's general office).
"""

from datetime import date, timedelta
from functools import cache

from portal.data import load


@cache
def _days() -> tuple[frozenset[date], frozenset[date]]:
    rows = load("risk/workdays.json")["rows"]
    kinds: dict[str, set[date]] = {"holiday": set(), "adjusted_workday": set()}
    for row in rows:
        if row["kind"] in kinds:
            kinds[row["kind"]].add(date.fromisoformat(row["date"]))
    return frozenset(kinds["holiday"]), frozenset(kinds["adjusted_workday"])


def is_workday(day: date) -> bool:
    """Whether people work on this day."""
    holidays, adjusted = _days()
    return day in adjusted or (day.weekday() < 5 and day not in holidays)


def add_workdays(start: date, count: int) -> date:
    """The count-th working day after `start` (which itself does not count)."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_left(today: date, due: date) -> int:
    """Working days from today (not counted) up to the due day; negative when it has passed."""
    if due < today:
        return -workdays_left(due, today)
    return sum(is_workday(today + timedelta(days=n)) for n in range(1, (due - today).days + 1))


def is_provisional(day: date) -> bool:
    """Whether the day lies in a year whose holidays are not announced yet."""
    years: dict[str, str] = load("risk/workdays.json")["years"]
    return years.get(str(day.year)) != "official"
