"""When the story happens: days told by the data become moments before the city is loaded. Pure."""

import zlib
from datetime import UTC, date, datetime, time, timedelta

from portal.clock import ZONE
from portal.demo.city import When
from portal.workdays import is_workday

FIRST_MONTH_AFTER_REPORTS = 5
"""The regular reports of a year are told as done from May on; before, the story's year is the last one."""

SUMMER, FIRST_MONTH_AFTER_SUMMER = "07-01", 9
"""What the data tell of the report year from July on is told from September on; before, it is left out."""

HOURS = {
    "register": time(9, 5), "confirm": time(15, 20), "refuse": time(15, 30), "fill": time(9, 25),
    "attach": time(9, 30), "draw": time(9, 35), "facts": time(9, 50), "remove": time(10, 15), "check": time(8, 20),
    "slip": time(10, 15), "start": time(9, 10), "add": time(9, 40), "edit": time(10, 5), "reidentify": time(14, 5),
    "affirm": time(14, 20), "views": time(9, 55), "bulk": time(10, 35), "workbook": time(16, 5),
    "submit": time(10, 30), "recall": time(11, 0), "open": time(13, 35), "accept": time(13, 50),
    "remark": time(14, 25), "send_back": time(15, 40), "endorse": time(15, 10), "approve": time(15, 45),
    "reject": time(16, 0), "order": time(16, 15), "write_off": time(11, 20), "assess": time(10, 45),
}  # fmt: skip

SPREAD = 45
"""Minutes over which the same step of different enterprises is spread."""


def report_year(today: date) -> int:
    """The year whose regular reports the story tells."""
    return today.year if today.month >= FIRST_MONTH_AFTER_REPORTS else today.year - 1


def is_told(when: When, today: date) -> bool:
    """Whether a day of the story has come, with time for what follows it."""
    if when.days_ago is not None or report_year(today) + when.year < today.year:
        return True
    return when.day < SUMMER or today.month >= FIRST_MONTH_AFTER_SUMMER


def day_of(when: When, today: date) -> date:
    """The working day that is meant, always before `today`: later ones are told as yesterday's."""
    if when.days_ago is not None:
        return _workday(today - timedelta(days=when.days_ago), -1)
    day = date.fromisoformat(f"{report_year(today) + when.year}-{when.day}")
    return min(_workday(day, 1), _workday(today - timedelta(days=1), -1))


def moment(day: date, do: str, of: str) -> datetime:
    """The moment at which an enterprise (`of`: its id) comes to a step on a day."""
    minutes = zlib.crc32(f"{of} {do}".encode()) % SPREAD
    return (datetime.combine(day, HOURS[do], ZONE) + timedelta(minutes=minutes)).astimezone(UTC)


def _workday(day: date, direction: int) -> date:
    while not is_workday(day):
        day += timedelta(days=direction)
    return day
