"""Coverage of a year by town, the enterprises behind each number, and the larger-or-above risks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, case, func, or_, select, tuple_
from sqlalchemy.orm import Session

from portal.filings.model import Filing
from portal.filings.rules import COUNTS_AS_FILED, WAITING, FilingState, Occasion
from portal.oversight.rules import Standing
from portal.registry.model import Enterprise
from portal.registry.rules import EnterpriseState
from portal.risks.model import Risk
from portal.risks.rules import Grade

COUNTED = (EnterpriseState.CONFIRMED, EnterpriseState.PENDING)
"""Enterprises that owe a report; refused and written-off ones do not."""


class TownRow(NamedTuple):
    """One town in numbers."""

    region_code: str
    enterprises: int
    checked: int
    returned: int
    waiting: int
    not_filed: int
    above_designated_not_filed: int

    @property
    def filed(self) -> int:
        """Submitted counts as filed."""
        return self.checked + self.returned + self.waiting

    @property
    def checked_share(self) -> int:
        """Checked, in percent."""
        return 100 * self.checked // self.enterprises

    @property
    def waiting_share(self) -> int:
        """In review or being mended, in percent."""
        return 100 * (self.waiting + self.returned) // self.enterprises


def coverage(session: Session, kind_code: str, year: int) -> list[TownRow]:
    """Every town of the jurisdiction that has enterprises, most missing first. 1 statement."""
    best = _best_filing(kind_code, year)
    standing = _standing(best)

    def how_many(member: Standing, *also: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case(((standing == member.value) & _all(also), 1), else_=0)), 0)

    missing = how_many(Standing.NOT_FILED)
    statement = (
        select(
            Enterprise.region_code, func.count(), how_many(Standing.CHECKED), how_many(Standing.RETURNED),
            how_many(Standing.WAITING), missing, how_many(Standing.NOT_FILED, Enterprise.above_designated.is_(True)),
        )
        .outerjoin(best, best.c.enterprise_id == Enterprise.id)
        .where(Enterprise.state.in_(COUNTED))
        .group_by(Enterprise.region_code)
        .order_by(missing.desc(), Enterprise.region_code)
    )  # fmt: skip
    return [TownRow(*row) for row in session.execute(statement)]


def _all(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = Enterprise.id.is_not(None)
    for condition in conditions:
        found = found & condition
    return found


def _best_filing(kind_code: str, year: int) -> Subquery:
    """Per enterprise the best that its first or regular filings came to: 3 checked, 2 waiting, 1 returned."""
    weight = case(
        (Filing.state.in_((FilingState.APPROVED, FilingState.SUPERSEDED)), 3),
        (Filing.state.in_(WAITING), 2),
        else_=1,
    )
    return (
        select(Filing.enterprise_id, func.max(weight).label("weight"), func.min(Filing.filed_at).label("filed_at"))
        .where(
            Filing.kind_code == kind_code, Filing.year == year, Filing.occasion != Occasion.CHANGE,
            Filing.state.in_(COUNTS_AS_FILED),
        )
        .group_by(Filing.enterprise_id)
        .subquery()
    )  # fmt: skip


def _standing(best: Subquery) -> ColumnElement[str]:
    names = {3: Standing.CHECKED.value, 2: Standing.WAITING.value, 1: Standing.RETURNED.value}
    return case(
        *((best.c.weight == weight, name) for weight, name in names.items()), else_=Standing.NOT_FILED.value
    )


def risks_by_town(session: Session) -> dict[str, dict[Grade, int]]:
    """Live risks of each grade by town. 1 statement."""
    statement = (
        select(Enterprise.region_code, Risk.grade, func.count())
        .join(Risk, Risk.enterprise_id == Enterprise.id)
        .where(Risk.removed_at.is_(None), Risk.grade.is_not(None), Enterprise.state.in_(COUNTED))
        .group_by(Enterprise.region_code, Risk.grade)
    )
    found: dict[str, dict[Grade, int]] = {}
    for region_code, grade, count in session.execute(statement):
        if grade is not None:
            found.setdefault(region_code, {})[grade] = count
    return found


class EnterpriseRow(NamedTuple):
    """One enterprise behind a number."""

    id: int
    key: str
    name: str
    sort_key: str
    region_code: str
    above_designated: bool
    safety_manager: str
    safety_manager_phone: str
    standing: Standing
    filed_at: datetime | None


class Chosen(NamedTuple):
    """What a list behind a number is narrowed to."""

    kind_code: str
    year: int
    region_code: str = ""
    standing: Standing | None = None
    above_designated: bool = False
    words: str = ""


def enterprises_by_standing(
    session: Session, chosen: Chosen, after: tuple[str, int] | None = None, limit: int = 50
) -> list[EnterpriseRow]:
    """The enterprises behind a number, by pinyin. 1 statement."""
    best = _best_filing(chosen.kind_code, chosen.year)
    standing = _standing(best)
    statement = (
        select(
            Enterprise.id, Enterprise.key, Enterprise.name, Enterprise.sort_key, Enterprise.region_code,
            Enterprise.above_designated, Enterprise.safety_manager, Enterprise.safety_manager_phone, standing,
            best.c.filed_at,
        )
        .outerjoin(best, best.c.enterprise_id == Enterprise.id)
        .where(Enterprise.state.in_(COUNTED))
        .order_by(Enterprise.sort_key, Enterprise.id)
        .limit(limit)
    )  # fmt: skip
    statement = _narrowed(statement, standing, chosen)
    if after:
        statement = statement.where(tuple_(Enterprise.sort_key, Enterprise.id) > after)
    rows = session.execute(statement)
    return [EnterpriseRow._make((*row[:8], Standing(row[8]), row[9])) for row in rows]


def _narrowed(statement: Select[Any], standing: ColumnElement[str], chosen: Chosen) -> Select[Any]:
    if chosen.region_code:
        statement = statement.where(Enterprise.region_code == chosen.region_code)
    if chosen.standing:
        statement = statement.where(standing == chosen.standing.value)
    if chosen.above_designated:
        statement = statement.where(Enterprise.above_designated.is_(True))
    if chosen.words:
        like = Enterprise.name.contains(chosen.words, autoescape=True)
        statement = statement.where(
            or_(like, Enterprise.initials.startswith(chosen.words.lower(), autoescape=True))
        )
    return statement


class RiskRow(NamedTuple):
    """One larger-or-above risk behind a number."""

    id: int
    key: str
    name: str
    place: str
    grade: Grade | None
    enterprise: str
    enterprise_key: str
    region_code: str
    responsible_person: str


def grave_risks(
    session: Session, chosen: tuple[str, Grade, str], after: int | None = None, limit: int = 50
) -> list[RiskRow]:
    """Live risks of a town (or all), a grade and words, newest row first. 1 statement."""
    region_code, grade, words = chosen
    statement = (
        select(
            Risk.id, Risk.key, Risk.name, Risk.place, Risk.grade, Enterprise.name, Enterprise.key,
            Enterprise.region_code, Risk.responsible_person,
        )
        .join(Enterprise, Enterprise.id == Risk.enterprise_id)
        .where(Risk.removed_at.is_(None), Risk.grade == grade, Enterprise.state.in_(COUNTED))
        .order_by(Risk.id.desc())
        .limit(limit)
    )  # fmt: skip
    if region_code:
        statement = statement.where(Enterprise.region_code == region_code)
    if words:
        statement = statement.where(
            or_(Risk.name.contains(words, autoescape=True), Enterprise.name.contains(words, autoescape=True))
        )
    if after:
        statement = statement.where(Risk.id < after)
    return [RiskRow(*row) for row in session.execute(statement)]


def total(rows: Sequence[TownRow]) -> TownRow:
    """The sum of all towns. No statement."""
    counts = [row[1:] for row in rows]
    return (
        TownRow("", *(sum(column) for column in zip(*counts, strict=True)))
        if counts
        else TownRow("", 0, 0, 0, 0, 0, 0)
    )


def grade_totals(by_town: Mapping[str, Mapping[Grade, int]]) -> dict[Grade, int]:
    """Risks of each grade over all towns. No statement."""
    return {grade: sum(counts.get(grade, 0) for counts in by_town.values()) for grade in Grade}
