"""How far the enterprises of a region are with their self-assessment of a year, and who holds a level."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Subquery, case, func, select, tuple_
from sqlalchemy.orm import Session

from portal.assessments.applying import SELF_ASSESSMENT
from portal.assessments.model import Assessment
from portal.filings.model import Filing
from portal.filings.rules import FilingState
from portal.levels.model import Level
from portal.levels.rules import HELD, Dimension, Progress, expiring_by
from portal.registry.model import Enterprise
from portal.registry.searching import called
from portal.risks.reported import COUNTED

STANDS = {
    FilingState.DRAFT: Progress.IN_HAND,
    FilingState.SUBMITTED: Progress.SUBMITTED,
    FilingState.ENDORSED: Progress.SUBMITTED,
    FilingState.RETURNED: Progress.RETURNED,
    FilingState.APPROVED: Progress.CHECKED,
    FilingState.SUPERSEDED: Progress.CHECKED,
}


class Counts(NamedTuple):
    """One line of the overview; `of`: code of the town, the industry or the level, empty for no level."""

    of: str
    enterprises: int
    not_begun: int
    in_hand: int
    submitted: int
    returned: int
    checked: int
    certified: int
    expiring: int


class ProgressFilter(NamedTuple):
    """Which enterprises; empty means all."""

    progress: Progress | None = None
    region_code: str = ""
    division: str = ""
    code: str = ""
    words: str = ""


class ProgressRow(NamedTuple):
    """One enterprise behind a number."""

    id: int
    key: str
    name: str
    sort_key: str
    region_code: str
    region_path: str
    industry_code: str
    progress: Progress
    code: str
    valid_until: date | None


@dataclass(frozen=True)
class AsOf:
    """The year that is looked at, as of a day."""

    year: int
    on: date

    @property
    def year_before(self) -> int:
        """The year before the one looked at."""
        return self.year - 1


def _newest(year: int) -> Subquery:
    """The newest self-assessment of the year of each enterprise that was not rejected."""
    return (
        select(Assessment.enterprise_id, func.max(Filing.id).label("filing_id"))
        .join(Filing, Filing.id == Assessment.filing_id)
        .where(
            Assessment.year == year,
            Assessment.kind_code == SELF_ASSESSMENT,
            Filing.state != FilingState.REJECTED,
        )
        .group_by(Assessment.enterprise_id)
        .subquery()
    )


def _held() -> Subquery:
    """The level that each enterprise holds, the highest where it holds several, and how long."""
    return (
        select(
            Level.enterprise_id,
            func.min(Level.code).label("code"),
            func.min(Level.valid_until).label("valid_until"),
        )
        .where(Level.state.in_(HELD))
        .group_by(Level.enterprise_id)
        .subquery()
    )


def _progress() -> ColumnElement[str]:
    whens = [(Filing.state == state, progress.value) for state, progress in STANDS.items()]
    return case(*whens, else_=Progress.NOT_BEGUN.value)


def overview(session: Session, asked: AsOf, by: Dimension) -> list[Counts]:
    """The enterprises of the region counted by town, industry or level. 1 statement."""
    newest, held, progress = _newest(asked.year), _held(), _progress()
    of: Any = {
        Dimension.TOWN: Enterprise.region_code,
        Dimension.INDUSTRY: func.substr(Enterprise.industry_code, 1, 2),
        Dimension.LEVEL: func.coalesce(held.c.code, ""),
    }[by]

    def how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    soon = held.c.valid_until.between(asked.on, expiring_by(asked.on))
    statement = (
        select(
            of.label("of"), func.count(), *(how_many(progress == one.value) for one in Progress),
            how_many(held.c.code.is_not(None)), how_many(soon),
        )
        .select_from(Enterprise)
        .outerjoin(newest, newest.c.enterprise_id == Enterprise.id)
        .outerjoin(Filing, Filing.id == newest.c.filing_id)
        .outerjoin(held, held.c.enterprise_id == Enterprise.id)
        .where(Enterprise.state.in_(COUNTED))
        .group_by("of")
        .order_by("of")
    )  # fmt: skip
    return [Counts(*row) for row in session.execute(statement)]


def total(rows: Sequence[Counts]) -> Counts:
    """The sum of all lines. No statement."""
    return (
        Counts("", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True)))
        if rows
        else NOBODY
    )


NOBODY = Counts("", 0, 0, 0, 0, 0, 0, 0, 0)


def enterprises(
    session: Session,
    asked: AsOf,
    chosen: ProgressFilter,
    after: tuple[str, int] | None = None,
    limit: int = 50,
) -> list[ProgressRow]:
    """The enterprises behind a number, by pinyin. 1 statement."""
    newest, held, progress = _newest(asked.year), _held(), _progress()
    statement = (
        select(
            Enterprise.id, Enterprise.key, Enterprise.name, Enterprise.sort_key, Enterprise.region_code,
            Enterprise.region_path, Enterprise.industry_code, progress, func.coalesce(held.c.code, ""),
            held.c.valid_until,
        )
        .outerjoin(newest, newest.c.enterprise_id == Enterprise.id)
        .outerjoin(Filing, Filing.id == newest.c.filing_id)
        .outerjoin(held, held.c.enterprise_id == Enterprise.id)
        .where(Enterprise.state.in_(COUNTED), *_narrowed(chosen, progress, held))
        .order_by(Enterprise.sort_key, Enterprise.id)
        .limit(limit)
    )  # fmt: skip
    if after:
        statement = statement.where(tuple_(Enterprise.sort_key, Enterprise.id) > after)
    return [_row(row) for row in session.execute(statement)]


def _row(row: Any) -> ProgressRow:
    *facts, progress, code, valid_until = row
    return ProgressRow._make((*facts, Progress(progress), code, valid_until))


def _narrowed(
    chosen: ProgressFilter, progress: ColumnElement[str], held: Subquery
) -> list[ColumnElement[bool]]:
    asked: list[tuple[Any, ColumnElement[bool]]] = [
        (chosen.progress, progress == (chosen.progress or Progress.CHECKED).value),
        (chosen.region_code, Enterprise.region_code == chosen.region_code),
        (chosen.division, Enterprise.industry_code.startswith(chosen.division, autoescape=True)),
        (chosen.code, held.c.code == chosen.code),
        (chosen.words, called(chosen.words)),
    ]
    return [condition for given, condition in asked if given]
