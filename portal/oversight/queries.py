"""Coverage of a year by town, the enterprises behind each number, and the larger-or-above risks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, or_, select, tuple_
from sqlalchemy.orm import Session

from portal.filings.rules import Occasion
from portal.oversight import standing
from portal.oversight.rules import FILED, Standing
from portal.oversight.standing import AsOf
from portal.registry.model import Enterprise
from portal.registry.searching import called
from portal.risks.duties import Beginning
from portal.risks.living import holds_a_lapse, one_step_up
from portal.risks.model import ChangeDuty, Risk
from portal.risks.reported import COUNTED, reported
from portal.risks.rules import Grade


class TownRow(NamedTuple):
    """One town in numbers. `not_filed`: still in time; `overdue`: past their own deadline; `change_overdue`: change
    reports past theirs, whatever the yearly one."""

    region_code: str
    enterprises: int
    checked: int
    returned: int
    waiting: int
    not_filed: int
    overdue: int
    above_designated_missing: int
    change_overdue: int

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


NO_TOWN = TownRow("", 0, 0, 0, 0, 0, 0, 0, 0)


def coverage(session: Session, asked: AsOf) -> list[TownRow]:
    """Every town of the jurisdiction that has enterprises, most overdue first. 1 statement."""
    found, limits = reported(asked.year), asked.limits
    stands = standing.standing(found, limits)

    def how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    missing = stands.in_((Standing.NOT_FILED.value, Standing.OVERDUE.value))
    overdue = how_many(stands == Standing.OVERDUE.value)
    statement = (
        select(
            Enterprise.region_code, func.count(), how_many(stands == Standing.CHECKED.value),
            how_many(stands == Standing.RETURNED.value), how_many(stands == Standing.WAITING.value),
            how_many(stands == Standing.NOT_FILED.value), overdue,
            how_many(missing & Enterprise.above_designated.is_(True)), how_many(standing.change_overdue(limits)),
        )
        .outerjoin(found, found.c.enterprise_id == Enterprise.id)
        .outerjoin(ChangeDuty, ChangeDuty.enterprise_id == Enterprise.id)
        .where(Enterprise.state.in_(COUNTED), standing.owes(found, limits))
        .group_by(Enterprise.region_code)
        .order_by(overdue.desc(), Enterprise.region_code)
    )  # fmt: skip
    return [TownRow(*row) for row in session.execute(statement)]


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
    """One enterprise behind a number; `filed_at`, `occasion`: of its report for the year, where there is one;
    `before`: whether it filed before the year; `change_since`: since when it owes a change report."""

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
    occasion: Occasion | None
    before: bool
    beginning: Beginning
    change_since: date | None


class Chosen(NamedTuple):
    """What a list behind a number is narrowed to."""

    region_code: str = ""
    standing: Standing | None = None
    filed: bool = False
    above_designated: bool = False
    change_overdue: bool = False
    words: str = ""


def enterprises_by_standing(
    session: Session, asked: AsOf, chosen: Chosen, after: tuple[str, int] | None = None, limit: int = 50
) -> list[EnterpriseRow]:
    """The enterprises behind a number, by pinyin. 1 statement."""
    found, limits = reported(asked.year), asked.limits
    stands = standing.standing(found, limits)
    statement = (
        select(
            Enterprise.id, Enterprise.key, Enterprise.name, Enterprise.sort_key, Enterprise.region_code,
            Enterprise.above_designated, Enterprise.safety_manager, Enterprise.safety_manager_phone, stands,
            found.c.filed_at, found.c.occasion, found.c.before, Enterprise.accepted_on,
            Enterprise.trial_production_on, Enterprise.in_key_sector, ChangeDuty.since,
        )
        .outerjoin(found, found.c.enterprise_id == Enterprise.id)
        .outerjoin(ChangeDuty, ChangeDuty.enterprise_id == Enterprise.id)
        .where(Enterprise.state.in_(COUNTED), standing.owes(found, limits))
        .order_by(Enterprise.sort_key, Enterprise.id)
        .limit(limit)
    )  # fmt: skip
    statement = _narrowed(statement, stands, chosen)
    if chosen.change_overdue:
        statement = statement.where(standing.change_overdue(limits))
    if after:
        statement = statement.where(tuple_(Enterprise.sort_key, Enterprise.id) > after)
    return [_enterprise_row(row) for row in session.execute(statement)]


def _enterprise_row(row: Any) -> EnterpriseRow:
    *facts, stands, filed_at, occasion, before, accepted, trial, in_key_sector, since = row
    beginning = Beginning(accepted, trial, bool(in_key_sector))
    told = (Standing(stands), filed_at, occasion, bool(before), beginning, since)
    return EnterpriseRow._make((*facts, *told))


def _narrowed(statement: Select[Any], stands: ColumnElement[str], chosen: Chosen) -> Select[Any]:
    if chosen.region_code:
        statement = statement.where(Enterprise.region_code == chosen.region_code)
    if chosen.standing:
        statement = statement.where(stands == chosen.standing.value)
    if chosen.filed:
        statement = statement.where(stands.in_([one.value for one in FILED]))
    if chosen.above_designated:
        statement = statement.where(Enterprise.above_designated.is_(True))
    if chosen.words:
        statement = statement.where(called(chosen.words))
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
    lapsed: bool

    @property
    def live(self) -> Grade | None:
        """Its grade now, raised while one of its controls has lapsed."""
        return one_step_up(self.grade) if self.grade and self.lapsed else self.grade


def grave_risks(
    session: Session, chosen: tuple[str, Grade, str], on: date, after: int | None = None, limit: int = 50
) -> list[RiskRow]:
    """Risks of a town (or all), a declared grade and words, newest row first, as they stand on a day. 1 statement."""
    region_code, grade, words = chosen
    statement = (
        select(
            Risk.id, Risk.key, Risk.name, Risk.place, Risk.grade, Enterprise.name, Enterprise.key,
            Enterprise.region_code, Risk.responsible_person, holds_a_lapse(on),
        )
        .join(Enterprise, Enterprise.id == Risk.enterprise_id)
        .where(Risk.removed_at.is_(None), Risk.grade == grade, Enterprise.state.in_(COUNTED))
        .order_by(Risk.id.desc())
        .limit(limit)
    )  # fmt: skip
    if region_code:
        statement = statement.where(Enterprise.region_code == region_code)
    if words:
        statement = statement.where(or_(Risk.name.contains(words, autoescape=True), called(words)))
    if after:
        statement = statement.where(Risk.id < after)
    return [RiskRow._make(row) for row in session.execute(statement)]


def total(rows: Sequence[TownRow]) -> TownRow:
    """The sum of all towns. No statement."""
    counts = [row[1:] for row in rows]
    return TownRow("", *(sum(column) for column in zip(*counts, strict=True))) if counts else NO_TOWN


def grade_totals(by_town: Mapping[str, Mapping[Grade, int]]) -> dict[Grade, int]:
    """Risks of each grade over all towns. No statement."""
    return {grade: sum(counts.get(grade, 0) for counts in by_town.values()) for grade in Grade}
