"""What the overview's pages show, gathered once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.oversight import queries
from portal.oversight.queries import Chosen, TownRow
from portal.oversight.raised import Narrowed, RaisedCount, raised_count, raised_risks
from portal.oversight.rules import REPORT, is_past
from portal.registry.regions import region
from portal.risks.rules import Grade
from portal.web.paging import Page, cut
from portal.web.words import day, label
from portal.workdays import workdays_left

REGULAR_DUE = (3, 31)


@dataclass(frozen=True)
class Overview:
    """The overview of one year. 3 statements."""

    year: int
    due_on: date
    on: date
    towns: Sequence[TownRow]
    total: TownRow
    risks: Mapping[str, Mapping[Grade, int]]
    grades: Mapping[Grade, int]
    raised: RaisedCount

    @property
    def next_year(self) -> int | None:
        """The year after, while it is not in the future."""
        return self.year + 1 if self.year < self.on.year else None

    @property
    def last_year(self) -> int:
        """The year before."""
        return self.year - 1

    @property
    def overdue(self) -> bool:
        """Whether the deadline of the regular report has passed."""
        return is_past(self.due_on, self.on)

    @property
    def days_left(self) -> int:
        """Working days until the deadline; negative after it."""
        return workdays_left(self.on, self.due_on)


def overview(session: Session, year: int, on: date) -> Overview:
    """Gather the overview of a year."""
    towns = queries.coverage(session, REPORT, year)
    risks = queries.risks_by_town(session)
    due_on = date(year, *REGULAR_DUE)
    grades, raised = queries.grade_totals(risks), raised_count(session, on)
    return Overview(year, due_on, on, towns, queries.total(towns), risks, grades, raised)


def enterprise_list(session: Session, chosen: Chosen, after: str, size: int) -> Page:
    """One page of the enterprises behind a number. 1 statement."""
    rows = queries.enterprises_by_standing(session, chosen, _cursor(after), size + 1)
    return cut(rows, size, lambda row: f"{row.sort_key}~{row.id}")


def _cursor(text: str) -> tuple[str, int] | None:
    sort_key, _tilde, number = text.rpartition("~")
    return (sort_key, int(number)) if number.isdecimal() else None


def risk_list(session: Session, chosen: tuple[str, Grade, str], after: str, size: int) -> Page:
    """One page of the risks behind a number. 1 statement."""
    before = int(after) if after.isdecimal() else None
    rows = queries.grave_risks(session, chosen, after=before, limit=size + 1)
    return cut(rows, size, lambda row: str(row.id))


def raised_list(session: Session, chosen: Narrowed, after: str, on: date, size: int) -> Page:
    """One page of the risks raised now, the longest lapsed first. 1 statement."""
    rows = raised_risks(session, chosen, _moment_cursor(after), on, size + 1)
    return cut(rows, size, lambda row: f"{row.since}.{row.id}")


def _moment_cursor(text: str) -> tuple[date, int] | None:
    since, _dot, number = text.rpartition(".")
    try:
        return date.fromisoformat(since), int(number)
    except ValueError:
        return None


def filter_words(chosen: Chosen, actor: Actor, on: date) -> str:
    """The filters of a list in words, for the head of an export."""
    parts = [
        str(chosen.year),
        region(chosen.region_code).name if chosen.region_code else _("all towns"),
        label(chosen.standing) if chosen.standing else _("any standing"),
        _("exported by %(who)s on %(day)s", who=f"{actor.organisation} {actor.name}", day=day(on)),
    ]
    return " · ".join(parts)


EXPORT_LIMIT = 20_000


def export_rows(session: Session, chosen: Chosen) -> list[tuple[str, str, str, str, str, str]]:
    """The list as rows of words, up to 20,000. 1 statement."""
    rows = queries.enterprises_by_standing(session, chosen, limit=EXPORT_LIMIT)
    return [
        (
            row.name,
            region(row.region_code).name,
            label(row.standing),
            day(row.filed_at),
            row.safety_manager,
            row.safety_manager_phone,
        )
        for row in rows
    ]
