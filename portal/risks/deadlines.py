"""Terms of the report: until when it is due, how old an identification may be. Source: data/risk/deadlines.json."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from portal.data import load


@cache
def _rows() -> dict[str, Any]:
    return {row["occasion"]: row for row in load("risk/deadlines.json")["rows"]}


def regular_due_on(year: int) -> date:
    """The last day of a year's regular report."""
    return date.fromisoformat(f"{year}-{_rows()['regular']['until']}")


def first_due_on(began_on: date) -> date:
    """The last day of a first report, counted from the day after the project was accepted."""
    return began_on + timedelta(days=_rows()["first"]["days"])


def change_due_on(began_on: date, days: int) -> date:
    """The last day of a change report, counted from the day after the change was established."""
    return began_on + timedelta(days=days)


def identification_holds_until(identified_on: date) -> date:
    """The last day on which an identification is not too old; that of 29 February ends on 28 February."""
    years = _rows()["identification"]["months"] // 12
    try:
        return identified_on.replace(year=identified_on.year + years)
    except ValueError:
        return identified_on.replace(year=identified_on.year + years, day=28)
