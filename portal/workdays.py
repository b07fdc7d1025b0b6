"""Working days of China: weekends, public holidays and make-up days.

A year's table is the administrator's (`portal.calendar`) where there is one, else that of data/risk/workdays.json, else
the library's. A year that the State Council has not announced is a projection (推算): its swapped days are missing.
Source: notices of the State Council's general office; 《全国年节及纪念日放假办法》.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from portal.data import load

DAY = timedelta(days=1)
NOTICE = "国务院办公厅关于{year}年部分节假日安排的通知"


class DayKind(Enum):
    """What makes a day special: people rest on a weekday, or work on a Saturday or Sunday."""

    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


class SpecialDay(NamedTuple):
    """A day that differs from its weekday, and the feast behind it."""

    kind: DayKind
    name: str


class YearTable(NamedTuple):
    """The special days of a year. `announced`: whether the State Council has; `notice`: its notice."""

    days: Mapping[date, SpecialDay]
    announced: bool
    notice: str


Source = Callable[[int], YearTable | None]
_sources: list[Source] = []


def take_tables_from(source: Source) -> None:
    """Tell who knows the tables that administrators have set; it answers None for a year that nobody has touched."""
    _sources[:] = [source]


def table_of(year: int) -> YearTable:
    """The table of a year."""
    return (_sources[0](year) if _sources else None) or seed_of(year)


@cache
def seed_of(year: int) -> YearTable:
    """What is known of a year without an administrator."""
    said: str | None = load("risk/workdays.json")["years"].get(str(year))
    if said is None:
        return _from_library(year)
    rows = (row for row in load("risk/workdays.json")["rows"] if row["date"].startswith(str(year)))
    days = {date.fromisoformat(row["date"]): _special(row) for row in rows}
    announced = said == "official"
    return YearTable(days, announced, NOTICE.format(year=year) if announced else "")


def _special(row: Mapping[str, Any]) -> SpecialDay:
    return SpecialDay(DayKind.HOLIDAY if row["kind"] == "holiday" else DayKind.MAKE_UP, row["name"])


def _from_library(year: int) -> YearTable:
    """A year that the data file does not hold; the library makes up days only for years that were announced."""
    from holidays import country_holidays

    found = country_holidays("CN", years=year, language="zh_CN")
    made_up = [day for day in found.weekend_workdays if day.year == year]
    rest = {day: SpecialDay(DayKind.HOLIDAY, name) for day, name in found.items() if day.year == year}
    days = rest | {day: SpecialDay(DayKind.MAKE_UP, "调休上班") for day in made_up}
    return YearTable(days, bool(made_up), NOTICE.format(year=year) if made_up else "")


def is_workday(day: date) -> bool:
    """Whether people work on this day."""
    special = table_of(day.year).days.get(day)
    return day.weekday() < 5 if special is None else special.kind is DayKind.MAKE_UP


def first_workday(day: date) -> date:
    """This day, or the next on which people work."""
    while not is_workday(day):
        day += DAY
    return day


def last_workday(day: date) -> date:
    """This day, or the last before it on which people worked."""
    while not is_workday(day):
        day -= DAY
    return day


def add_workdays(start: date, count: int) -> date:
    """The count-th working day after `start` (which itself does not count)."""
    day = start
    while count > 0:
        day += DAY
        count -= is_workday(day)
    return day


def workdays_left(today: date, due: date) -> int:
    """Working days from today (not counted) up to the due day; negative when it has passed."""
    if due < today:
        return -workdays_left(due, today)
    return sum(is_workday(today + timedelta(days=n)) for n in range(1, (due - today).days + 1))


def is_provisional(day: date) -> bool:
    """Whether the day lies in a year whose holidays are not announced yet."""
    return not table_of(day.year).announced
