"""Terms of the report: until when it is due, how old an identification may be. Source: data/risk/deadlines.json."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from portal.data import load


@cache
def _rows() -> dict[str, Any]:
    return {row["occasion"]: row for row in load("risk/deadlines.json")["rows"]}


def regular_due_on(year: int, until: str = "") -> date:
    """The last day of a year's regular report. `until`: an earlier day of the year, such as 01-31, for key sectors."""
    return date.fromisoformat(f"{year}-{until or _rows()['regular']['until']}")


def first_due_on(began_on: date) -> date:
    """The last day of a first report, counted from the day after the project was accepted."""
    return began_on + FIRST_DAYS


def trial_due_on(trial_production_on: date) -> date:
    """The last day of a first report where there is trial production: the day before it begins."""
    return trial_production_on - timedelta(days=1)


FIRST_DAYS = timedelta(days=_rows()["first"]["days"])
"""Calendar days of a first report, from the day after the acceptance of the project."""


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


def basis_on(occasion: str, on: date) -> tuple[str, ...]:
    """What a term rests on, as the law stood on a day: the higher rule first, then the one that names the term."""
    bases = [*load("risk/deadlines.json")["above"], _rows()[occasion]]
    return tuple(one["basis"] for one in bases if date.fromisoformat(one["valid_from"]) <= on)


def reported_facts() -> tuple[str, ...]:
    """The facts of an enterprise whose change is reported."""
    return tuple(_rows()["change"]["facts"])
