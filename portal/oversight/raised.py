"""Risks raised now: those whose live colour is red or orange because a control has lapsed."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from portal.registry.model import Enterprise
from portal.registry.searching import called
from portal.risks.living import has_lapsed, holds_a_lapse, one_step_up
from portal.risks.model import Control, Risk
from portal.risks.reported import COUNTED
from portal.risks.rules import Grade

RAISED_FROM = tuple(grade for grade in Grade if one_step_up(grade).larger_or_above)
"""The declared grades whose lapse concerns the authority: the live one is then larger or above."""


class RaisedCount(NamedTuple):
    """How many risks are raised now, and at how many enterprises."""

    risks: int
    enterprises: int


def raised_count(session: Session, on: date) -> RaisedCount:
    """The numbers of the list below for the whole region. 1 statement."""
    statement = _raised(select(func.count(), func.count(Risk.enterprise_id.distinct())), on)
    return RaisedCount(*session.execute(statement).one())


class RaisedRow(NamedTuple):
    """A risk that is raised now. `lapsed`: how many of its controls; `since`: the day of the first lapse."""

    id: int
    key: str
    name: str
    place: str
    grade: Grade
    enterprise: str
    enterprise_key: str
    region_code: str
    safety_manager: str
    safety_manager_phone: str
    lapsed: int
    since: date

    @property
    def live(self) -> Grade:
        """Its grade now."""
        return one_step_up(self.grade)


class Narrowed(NamedTuple):
    """What the list is narrowed to."""

    region_code: str = ""
    words: str = ""


def raised_risks(
    session: Session, chosen: Narrowed, after: tuple[date, int] | None, on: date, limit: int
) -> list[RaisedRow]:
    """Risks whose live grade is larger or above for a lapsed control, the longest lapsed first. 1 statement."""
    since = _of_lapses(func.min(func.coalesce(Control.out_of_order_since, Control.next_check_on)), on)
    statement = _raised(
        select(
            Risk.id, Risk.key, Risk.name, Risk.place, Risk.grade, Enterprise.name, Enterprise.key,
            Enterprise.region_code, Enterprise.safety_manager, Enterprise.safety_manager_phone,
            _of_lapses(func.count(), on), since,
        ),
        on,
    )  # fmt: skip
    if chosen.region_code:
        statement = statement.where(Enterprise.region_code == chosen.region_code)
    if chosen.words:
        named = Risk.name.contains(chosen.words, autoescape=True)
        statement = statement.where(or_(named, called(chosen.words)))
    if after:
        statement = statement.where(tuple_(since, Risk.id) > tuple_(literal(after[0]), literal(after[1])))
    found = session.execute(statement.order_by(since, Risk.id).limit(limit))
    return [RaisedRow._make(row) for row in found]


def _raised(statement: Any, on: date) -> Select[Any]:
    found: Select[Any] = (
        statement.select_from(Risk)
        .join(Enterprise, Enterprise.id == Risk.enterprise_id)
        .where(
            Risk.removed_at.is_(None), Risk.grade.in_(RAISED_FROM), Enterprise.state.in_(COUNTED), holds_a_lapse(on)
        )
    )  # fmt: skip
    return found


def _of_lapses(what: ColumnElement[Any], on: date) -> Any:
    """A number of the lapsed controls of a row of Risk."""
    of_risk = and_(Control.enterprise_id == Risk.enterprise_id, Control.risk_id == Risk.id)
    return select(what).where(of_risk, has_lapsed(on)).correlate(Risk).scalar_subquery()
