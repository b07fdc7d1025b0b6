"""A year as its page shows it: twelve months of weeks, each day with what it is."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.calendar import queries
from portal.calendar.rules import FIRST_YEAR, LAST_YEAR, YearState
from portal.workdays import DAY, DayKind, YearTable, seed_of


@dataclass(frozen=True)
class ShownDay:
    """A day in its month: `kind` is rest, work, holiday or make_up."""

    day: date
    kind: str
    name: str


@dataclass(frozen=True)
class Stretch:
    """Days in a row that are marked alike."""

    first: date
    last: date
    kind: DayKind
    name: str

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class YearPage:
    """A year: its months, its marks, how it stands, who set it (empty: nobody)."""

    year: int
    state: YearState
    notice: str
    edition: str
    changed_by: str
    changed_at: datetime | None
    months: Sequence[Sequence[Sequence[ShownDay | None]]]
    stretches: Sequence[Stretch]
    workdays: int

    @property
    def is_projected(self) -> bool:
        """Whether nobody has announced it yet."""
        return self.state is YearState.PROJECTED

    @property
    def neighbours(self) -> list[int]:
        """The years before and after that have a page."""
        return [year for year in (self.year - 1, self.year + 1) if FIRST_YEAR <= year <= LAST_YEAR]


def year_page(session: Session, year: int) -> YearPage:
    """Gather a year. 2 statements."""
    found = queries.year_set(session, year)
    table = found.table if found else seed_of(year)
    months = [_month(year, month, table) for month in range(1, 13)]
    return YearPage(
        year=year,
        state=YearState.ANNOUNCED if table.announced else YearState.PROJECTED,
        notice=table.notice,
        edition=found.edition if found else "",
        changed_by=found.changed_by if found else "",
        changed_at=found.changed_at if found else None,
        months=months,
        stretches=stretches(table),
        workdays=sum(
            day is not None and day.kind in ("work", "make_up")
            for month in months
            for week in month
            for day in week
        ),
    )


def _month(year: int, month: int, table: YearTable) -> list[list[ShownDay | None]]:
    weeks = Calendar().monthdatescalendar(year, month)
    return [[_shown(day, table) if day.month == month else None for day in week] for week in weeks]


def _shown(day: date, table: YearTable) -> ShownDay:
    special = table.days.get(day)
    if special:
        return ShownDay(day, special.kind.value, special.name)
    return ShownDay(day, "work" if day.weekday() < 5 else "rest", "")


def stretches(table: YearTable) -> list[Stretch]:
    """The marks of a year, days in a row together, in the order of the year."""
    found: list[Stretch] = []
    for day, special in sorted(table.days.items()):
        last = found[-1] if found else None
        if last and last.last + DAY == day and (last.kind, last.name) == special:
            found[-1] = replace(last, last=day)
        else:
            found.append(Stretch(day, day, *special))
    return found
