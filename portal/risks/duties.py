"""Which report an enterprise owes on a day, and until when. Pure.

A report counts for a year from its submission: a regular one for the year that it names, a first one for the year in
which it was made (in the first quarter it is that year's report). A change report never stands for the yearly one.
Source: data/risk/deadlines.json (省政府令第140号, chapter 3).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from portal.filings.rules import COUNTS_AS_FILED, Duty, FilingState, Occasion
from portal.risks.deadlines import (
    FIRST_DAYS,
    basis_on,
    change_due_on,
    first_due_on,
    regular_due_on,
    trial_due_on,
)
from portal.workdays import first_workday, last_workday

REPORT = "risk_report"
"""The kind of filing that these rules are about."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Terms:
    """What the authority has set. `key_sector_until`: MM-DD, empty where key sectors have until 31 March as all;
    `change_days`: calendar days; `rolls_to_workday`: whether a last day on a rest day moves to the next working day."""

    key_sector_until: str = ""
    change_days: int = 15
    rolls_to_workday: bool = False

    def moved(self, last_day: date) -> date:
        """A last day as it counts."""
        return first_workday(last_day) if self.rolls_to_workday else last_day

    def lapsed_on(self, on: date) -> date:
        """The newest last day (before any move) that has passed on a day: what ended until then is overdue."""
        return last_workday(on - DAY) if self.rolls_to_workday else on - DAY

    def regular_due_on(self, year: int, in_key_sector: bool) -> date:
        """The last day of a year's regular report."""
        return self.moved(regular_due_on(year, self.key_sector_until if in_key_sector else ""))

    def change_due_on(self, since: date) -> date:
        """The last day of a change report for what changed on a day."""
        return self.moved(change_due_on(since, self.change_days))


class Beginning(NamedTuple):
    """What the deadlines of an enterprise depend on."""

    accepted_on: date | None = None
    trial_production_on: date | None = None
    in_key_sector: bool = False


class Made(NamedTuple):
    """One filing: its occasion, the year that it names, its state, the day on which it was first submitted."""

    occasion: Occasion
    year: int
    state: FilingState
    filed_on: date | None


class Past(NamedTuple):
    """What an enterprise has filed: whether ever, and the years that are done."""

    ever: bool = False
    years: frozenset[int] = frozenset()


def past_of(made: Iterable[Made]) -> Past:
    """What counts as filed: submitted, in review, sent back or checked; not what was recalled or rejected."""
    filed = [one for one in made if one.state in COUNTS_AS_FILED and one.filed_on]
    yearly = [one for one in filed if one.occasion is not Occasion.CHANGE]
    return Past(bool(yearly), frozenset(_counts_for(one) for one in yearly))


def _counts_for(made: Made) -> int:
    assert made.filed_on is not None
    return made.filed_on.year if made.occasion is Occasion.FIRST else made.year


def yearly_duty(beginning: Beginning, past: Past, terms: Terms, on: date) -> Duty | None:
    """The first or regular report that is owed on a day; None when that of the year is filed."""
    if not past.ever:
        return first_duty(beginning, terms, on)
    return None if on.year in past.years else regular_duty(beginning, terms, on.year)


def next_yearly_duty(beginning: Beginning, past: Past, terms: Terms, on: date) -> Duty:
    """What is owed now, else the regular report of next year, which is due early enough to be reminded of."""
    return yearly_duty(beginning, past, terms, on) or regular_duty(beginning, terms, on.year + 1)


def first_duty(beginning: Beginning, terms: Terms, on: date) -> Duty:
    """The first report: before trial production, else 30 days after acceptance. An enterprise that is older than
    these dates has until the day of the regular report."""
    trial, accepted = beginning.trial_production_on, beginning.accepted_on
    if trial:
        began, due, term = min(trial, on), trial_due_on(trial), "first_before_trial"
    elif accepted:
        began, due, term = accepted, terms.moved(first_due_on(accepted)), "first"
    else:
        regular = regular_duty(beginning, terms, on.year)
        return Duty(Occasion.FIRST, on.year, regular.began_on, regular.due_on, regular.basis)
    return Duty(Occasion.FIRST, began.year, began, due, basis_on(term, on))


def regular_duty(beginning: Beginning, terms: Terms, year: int) -> Duty:
    """The regular report of a year."""
    began, due = date(year, 1, 1), terms.regular_due_on(year, beginning.in_key_sector)
    early = beginning.in_key_sector and terms.key_sector_until
    basis = basis_on("regular", began) + (basis_on("key_sector", began)[-1:] if early else ())
    return Duty(Occasion.REGULAR, year, began, due, basis)


def change_duty(since: date, terms: Terms, on: date) -> Duty:
    """The change report for what changed on a day."""
    due = terms.change_due_on(since)
    return Duty(Occasion.CHANGE, since.year, since, due, basis_on("change", on))


class Thresholds(NamedTuple):
    """The days of an enterprise that make a report overdue on a day, for comparing many of them in one statement.

    Overdue is a first report with acceptance up to `accepted` or trial production up to `trial`, a change since
    `changed` or before; `regular`, `regular_key`: whether the regular report of the year is overdue, by kind.
    Nothing is owed for the year yet where acceptance lies after `accepted_later`, trial production after `trial_later`.
    """

    accepted: date
    trial: date
    changed: date
    regular: bool
    regular_key: bool
    accepted_later: date
    trial_later: date


def thresholds(terms: Terms, year: int, on: date) -> Thresholds:
    """The comparisons of a year on a day; they say what `yearly_duty` says of each enterprise."""
    lapsed, end = terms.lapsed_on(on), date(year, 12, 31)
    return Thresholds(
        accepted=lapsed - FIRST_DAYS,
        trial=on,
        changed=lapsed - timedelta(days=terms.change_days),
        regular=on > terms.regular_due_on(year, False),
        regular_key=on > terms.regular_due_on(year, True),
        accepted_later=end - FIRST_DAYS,
        trial_later=end + DAY,
    )
