"""The live grade (实时等级) of a risk: the declared one, a step higher while one of its controls has lapsed.

A control has lapsed (失效) while its next check lies in the past, or while the last check found it out of order.
The live grade is never stored, filed or declared; the declared grade stays what the method, the catalogue and the
direct judgement make it. Pages that show many risks ask `live_grades` or `live_counts`, one that holds a risk with
its controls asks `live_grade`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from portal.risks.model import Control, Risk
from portal.risks.rules import Grade, LapseReason


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


def one_step_up(grade: Grade) -> Grade:
    """The next higher grade; MAJOR stays MAJOR."""
    return min((one for one in Grade if one > grade), default=Grade.MAJOR)


def live_grade(risk: Risk, on: date) -> LiveGrade:
    """The live grade of one risk on a day. No statement where its controls are loaded."""
    return _live(risk.grade, lapses_of(risk.active_controls, on))


def lapses_of(controls: Iterable[Control], on: date) -> list[Lapse]:
    """Which of these controls have lapsed on a day, removed ones left out; the longest first. No statement."""
    present = (one for one in controls if one.removed_at is None)
    found = [
        _lapse(one.key, one.text, one.person, (one.out_of_order_since, one.next_check_on), on) for one in present
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


def _live(declared: Grade | None, lapses: Sequence[Lapse]) -> LiveGrade:
    return LiveGrade(declared, one_step_up(declared) if declared and lapses else declared, lapses)


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


def live_grades(session: Session, enterprise_id: int, on: date) -> dict[str, LiveGrade]:
    """The live grades of the risks with lapsed controls, by the risk's key; all others are as declared. 1 statement.

    Rows that are removed or ungraded are left out. `live_grades(…).get(risk.key)` is None for a risk that holds.
    """
    statement = (
        select(
            Risk.key, Risk.grade, Control.key, Control.text, Control.person, Control.out_of_order_since,
            Control.next_check_on,
        )
        .join(Control, and_(Control.enterprise_id == Risk.enterprise_id, Control.risk_id == Risk.id))
        .where(
            Risk.enterprise_id == enterprise_id, Risk.removed_at.is_(None), Risk.grade.is_not(None), has_lapsed(on)
        )
    )  # fmt: skip
    lapses: dict[str, list[Lapse]] = {}
    declared: dict[str, Grade | None] = {}
    for risk_key, grade, key, text, person, *days in session.execute(statement):
        declared[risk_key] = grade
        lapse = _lapse(key, text, person, (days[0], days[1]), on)
        lapses.setdefault(risk_key, []).extend([lapse] if lapse else [])
    return {
        key: _live(grade, sorted(lapses[key], key=lambda one: one.since)) for key, grade in declared.items()
    }


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
