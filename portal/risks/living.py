"""The live grade (实时等级) of a risk: the declared one, a step higher while one of its controls has lapsed.

A control has lapsed (失效) while its next check lies in the past, or while the last check found it out of order.
The live grade is never stored, filed or declared; the declared grade stays what the method, the catalogue and the
direct judgement make it. Pages that show many risks ask `live_grades` or `live_counts`, one that holds a risk with
its controls asks `live_grade`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from portal.risks.model import Control, Risk
from portal.risks.rules import Grade, LapseReason, code_of


class Lapse(NamedTuple):
    """Why a control does not hold now: since which day, and for how many days (1 on the day after its check)."""

    control_key: str
    text: str
    person: str
    reason: LapseReason
    since: date
    days: int


class LiveGrade(NamedTuple):
    """A risk's grade now: as declared, as it is with the controls that have lapsed, and which those are."""

    declared: Grade | None
    live: Grade | None
    lapses: Sequence[Lapse]

    @property
    def raised(self) -> bool:
        """Whether it differs from the declared grade; a MAJOR risk cannot be raised."""
        return self.live is not self.declared

    @property
    def further(self) -> int:
        """How many controls have lapsed beside the one that did first."""
        return max(0, len(self.lapses) - 1)

    @property
    def weight(self) -> int:
        """For sorting: that of the live grade, the declared one deciding between equals."""
        grades = (self.live, self.declared)
        return sum(
            factor * (grade.weight if grade else 0) for factor, grade in zip((10, 1), grades, strict=True)
        )


def one_step_up(grade: Grade) -> Grade:
    """The next higher grade; MAJOR stays MAJOR."""
    return min((one for one in Grade if one > grade), default=Grade.MAJOR)


def live_grade(risk: Risk, on: date) -> LiveGrade:
    """The live grade of one risk on a day. No statement where its controls are loaded."""
    return live_grade_of(risk.grade, lapses_of(risk.active_controls, on))


def live_grade_of(declared: Grade | None, lapses: Sequence[Lapse]) -> LiveGrade:
    """The live grade that follows from a declared one and the lapses of its controls."""
    return LiveGrade(declared, one_step_up(declared) if declared and lapses else declared, lapses)


def lapses_of(controls: Iterable[Control], on: date) -> list[Lapse]:
    """Which of these controls have lapsed on a day, removed ones left out; the longest first. No statement."""
    present = (one for one in controls if one.removed_at is None)
    found = [
        _lapse(one.key, one.text, one.person, (one.out_of_order_since, one.next_check_on), on)
        for one in present
    ]
    return sorted((one for one in found if one), key=lambda one: one.since)


def _lapse(key: str, text: str, person: str, days: tuple[date | None, date | None], on: date) -> Lapse | None:
    out_of_order_since, next_check_on = days
    if out_of_order_since is not None:
        gone = (on - out_of_order_since).days
        return Lapse(key, text, person, LapseReason.OUT_OF_ORDER, out_of_order_since, gone)
    if next_check_on is not None and next_check_on < on:
        return Lapse(key, text, person, LapseReason.UNCHECKED, next_check_on, (on - next_check_on).days)
    return None


# --- for many risks, in the database ----------------------------------------------------------------------


def has_lapsed(on: date) -> ColumnElement[bool]:
    """Whether a row of Control has lapsed on a day; for the queries of this room and of those above."""
    return and_(
        Control.removed_at.is_(None), or_(Control.out_of_order_since.is_not(None), Control.next_check_on < on)
    )


def holds_a_lapse(on: date) -> ColumnElement[bool]:
    """Whether a row of Risk has a control that has lapsed on a day."""
    of_risk = and_(Control.enterprise_id == Risk.enterprise_id, Control.risk_id == Risk.id)
    return select(Control.id).where(of_risk, has_lapsed(on)).correlate(Risk).exists()


def live_value(on: date) -> ColumnElement[str]:
    """The value of the live grade of a row of Risk; NULL for an ungraded one."""
    raised = case(*((Risk.grade == one, one_step_up(one).value) for one in Grade))
    declared = case(*((Risk.grade == one, one.value) for one in Grade))
    return case((holds_a_lapse(on), raised), else_=declared)


class LapsedRisk(NamedTuple):
    """A risk with controls that have lapsed, and its grade now."""

    key: str
    number: int
    name: str
    now: LiveGrade

    @property
    def code(self) -> str:
        """The row's code within the enterprise, such as R007."""
        return code_of(self.number)


def lapsed_risks(session: Session, enterprise_id: int, on: date) -> list[LapsedRisk]:
    """The graded risks with lapsed controls, the gravest first; all others are as declared. 1 statement."""
    statement = (
        select(
            Risk.key, Risk.number, Risk.name, Risk.grade, Control.key, Control.text, Control.person,
            Control.out_of_order_since, Control.next_check_on,
        )
        .join(Control, and_(Control.enterprise_id == Risk.enterprise_id, Control.risk_id == Risk.id))
        .where(
            Risk.enterprise_id == enterprise_id, Risk.removed_at.is_(None), Risk.grade.is_not(None), has_lapsed(on)
        )
        .order_by(Risk.number, Control.id)
    )  # fmt: skip
    found = []
    rows = (
        (row[:4], _lapse(row[4], row[5], row[6], (row[7], row[8]), on)) for row in session.execute(statement)
    )
    for (key, number, name, grade), of_risk in groupby(rows, key=lambda row: row[0]):
        lapses = sorted((lapse for _risk, lapse in of_risk if lapse), key=lambda one: one.since)
        found.append(LapsedRisk(key, number, name, live_grade_of(grade, lapses)))
    return sorted(found, key=lambda one: -one.now.weight)


def live_grades(session: Session, enterprise_id: int, on: date) -> dict[str, LiveGrade]:
    """The same by the risk's key: `live_grades(…).get(risk.key)` is None for a risk that holds. 1 statement."""
    return {one.key: one.now for one in lapsed_risks(session, enterprise_id, on)}


def live_counts(session: Session, enterprise_id: int, on: date) -> dict[Grade | None, int]:
    """Rows of each live grade, those removed left out; None for ungraded ones. All five are named. 1 statement."""
    value = live_value(on)
    statement = (
        select(value, func.count())
        .where(Risk.enterprise_id == enterprise_id, Risk.removed_at.is_(None))
        .group_by(value)
    )
    counts: dict[Grade | None, int] = dict.fromkeys((*Grade, None), 0)
    counts.update((Grade(said) if said else None, count) for said, count in session.execute(statement))
    return counts
