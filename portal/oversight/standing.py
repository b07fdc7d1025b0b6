"""How enterprises stand with the reports of a year: the parts of the statements in `queries`, and a row's deadline.

A row is compared with `Thresholds`, days worked out once, so that ten thousand enterprises with deadlines of their own
take one statement. `tests/risks/test_duties.py` holds the comparisons against the rule for one enterprise.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Subquery, and_, case, func, literal

from portal.filings.rules import Duty
from portal.oversight.rules import Standing
from portal.registry.model import Enterprise
from portal.risks.duties import Beginning, Past, Terms, Thresholds, thresholds, yearly_duty
from portal.risks.model import ChangeDuty
from portal.risks.reported import CHECKED, RETURNED, WAITS


class AsOf(NamedTuple):
    """The reports of a year, looked at on a day under the terms of the authority."""

    year: int
    on: date
    terms: Terms

    @property
    def limits(self) -> Thresholds:
        """The days that make a report overdue."""
        return thresholds(self.terms, self.year, self.on)

    @property
    def day_within(self) -> date:
        """A day of that year to ask the rule for: this one, else the year's last."""
        return self.on if self.on.year == self.year else date(self.year, 12, 31)


def standing(found: Subquery, limits: Thresholds) -> ColumnElement[str]:
    """Where an enterprise stands with the year."""
    return case(
        (found.c.weight == CHECKED, Standing.CHECKED.value),
        (found.c.weight == WAITS, Standing.WAITING.value),
        (found.c.weight == RETURNED, Standing.RETURNED.value),
        (_is_overdue(found, limits), Standing.OVERDUE.value),
        else_=Standing.NOT_FILED.value,
    )


def _is_overdue(found: Subquery, limits: Thresholds) -> ColumnElement[bool]:
    """Whether its own deadline has passed: before trial production, after acceptance, or that of the year."""
    new = func.coalesce(found.c.before, 0) == 0
    return case(
        (new & Enterprise.trial_production_on.is_not(None), Enterprise.trial_production_on <= limits.trial),
        (new & Enterprise.accepted_on.is_not(None), Enterprise.accepted_on <= limits.accepted),
        (Enterprise.in_key_sector, literal(limits.regular_key)),
        else_=literal(limits.regular),
    )


def owes(found: Subquery, limits: Thresholds) -> ColumnElement[bool]:
    """Whether there is anything to file for the year: not where a first report is due only after it."""
    new = (func.coalesce(found.c.before, 0) == 0) & found.c.weight.is_(None)
    later = case(
        (Enterprise.trial_production_on.is_not(None), Enterprise.trial_production_on > limits.trial_later),
        (Enterprise.accepted_on.is_not(None), Enterprise.accepted_on > limits.accepted_later),
        else_=literal(False),
    )
    return ~and_(new, later)


def change_overdue(limits: Thresholds) -> ColumnElement[bool]:
    """Whether a change report is owed whose last day has passed; wants ChangeDuty joined."""
    return ChangeDuty.since.is_not(None) & (ChangeDuty.since <= limits.changed)


def duty_of(beginning: Beginning, before: bool, asked: AsOf) -> Duty | None:
    """The yearly report of an enterprise that has filed none for the year."""
    return yearly_duty(beginning, Past(before), asked.terms, asked.day_within)
