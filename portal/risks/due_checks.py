"""What is seen of checks: the controls that come up for one, and the checks that were recorded."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from portal.registry.model import Enterprise
from portal.registry.rules import EnterpriseState
from portal.risks.checked import ControlCheck
from portal.risks.model import Control, Risk
from portal.risks.rules import CheckResult, Frequency, Grade, code_of

_DUE_ON: ColumnElement[date] = func.coalesce(Control.out_of_order_since, Control.next_check_on)
_BEFORE_ALL = date(2000, 1, 1)
_RANK: ColumnElement[date] = case(
    (Control.out_of_order_since.is_not(None), literal(_BEFORE_ALL)), else_=Control.next_check_on
)
_OF_RISK = and_(Control.enterprise_id == Risk.enterprise_id, Control.risk_id == Risk.id)


class DueRow(NamedTuple):
    """A control that comes up for its check. `rank` sorts: those out of order first, then by the day of the check."""

    id: int
    control_key: str
    text: str
    person: str
    frequency: Frequency | None
    next_check_on: date | None
    out_of_order_since: date | None
    rank: date
    risk_key: str
    risk_number: int
    risk_name: str
    unit: str
    place: str
    grade: Grade | None

    @property
    def code(self) -> str:
        """The code of its risk, such as R007."""
        return code_of(self.risk_number)


class DueFilter(NamedTuple):
    """Up to which day, and of whom (empty: of everybody)."""

    until: date
    person: str = ""


def checks_due(
    session: Session,
    enterprise_id: int,
    chosen: DueFilter,
    after: tuple[date, int] | None = None,
    limit: int = 50,
) -> list[DueRow]:
    """Controls of live rows to be checked up to a day or out of order, in the order of their rank. 1 statement."""
    statement = (
        select(
            Control.id, Control.key, Control.text, Control.person, Control.frequency, Control.next_check_on,
            Control.out_of_order_since, _RANK, Risk.key, Risk.number, Risk.name, Risk.unit, Risk.place, Risk.grade,
        )
        .join(Risk, _due(chosen.until))
        .where(Control.enterprise_id == enterprise_id)
        .order_by(_RANK, Control.id)
        .limit(limit)
    )  # fmt: skip
    if chosen.person:
        statement = statement.where(Control.person == chosen.person)
    if after:
        statement = statement.where(tuple_(_RANK, Control.id) > tuple_(literal(after[0]), literal(after[1])))
    return [DueRow._make(row) for row in session.execute(statement)]


def _due(until: date) -> ColumnElement[bool]:
    """To be checked up to a day, or out of order; for statements that join Control and Risk."""
    return and_(
        _OF_RISK,
        Control.removed_at.is_(None),
        Risk.removed_at.is_(None),
        or_(Control.next_check_on <= until, Control.out_of_order_since.is_not(None)),
    )


class DueCount(NamedTuple):
    """How many controls come up for their check, how many of them have lapsed, and the longest due day."""

    number: int
    lapsed: int
    first_on: date


def due_count(session: Session, enterprise_id: int, until: date, on: date) -> DueCount:
    """The numbers of `checks_due` for everybody; lapsed as of the day `on`. 1 statement."""
    lapsed = or_(Control.out_of_order_since.is_not(None), Control.next_check_on < on)
    statement = (
        select(func.count(), func.count().filter(lapsed), func.min(_DUE_ON))
        .select_from(Control)
        .join(Risk, _due(until))
        .where(Control.enterprise_id == enterprise_id)
    )
    number, gone, first = session.execute(statement).one()
    return DueCount(number, gone, first or until)


class EnterpriseDue(NamedTuple):
    """An enterprise with checks that are due today or have lapsed."""

    enterprise_id: int
    region_path: str
    due: int
    lapsed: int


def enterprises_due(session: Session, on: date) -> list[EnterpriseDue]:
    """Every enterprise on the list with a control that is to be checked on a day or has lapsed. 1 statement."""
    lapsed = or_(Control.out_of_order_since.is_not(None), Control.next_check_on < on)
    statement = (
        select(
            Control.enterprise_id, func.min(Control.region_path), func.count(), func.count().filter(lapsed)
        )
        .join(Risk, _due(on))
        .join(Enterprise, Enterprise.id == Control.enterprise_id)
        .where(Enterprise.state.in_((EnterpriseState.CONFIRMED, EnterpriseState.PENDING)))
        .group_by(Control.enterprise_id)
        .order_by(Control.enterprise_id)
    )
    return [
        EnterpriseDue(owner, path, number - gone, gone)
        for owner, path, number, gone in session.execute(statement)
    ]


def people_of_checks(session: Session, enterprise_id: int) -> list[str]:
    """Who answers for controls of live rows, for the filter. 1 statement."""
    statement = (
        select(Control.person)
        .join(Risk, _OF_RISK)
        .where(
            Control.enterprise_id == enterprise_id, Control.removed_at.is_(None), Risk.removed_at.is_(None),
            Control.person != "",
        )
        .distinct()
        .order_by(Control.person)
    )  # fmt: skip
    return list(session.scalars(statement))


# --- checks that were recorded ----------------------------------------------------------------------------


class RecordedRow(NamedTuple):
    """A recorded check as a list shows it."""

    key: str
    control_key: str
    text: str
    result: CheckResult
    note: str
    checked_on: date
    checked_by: str
    next_check_on: date
    has_photo: bool
    undone_at: datetime | None


def checks_of_risk(session: Session, risk: Risk, limit: int = 20) -> list[RecordedRow]:
    """The newest checks of a risk's controls, removed controls too. 1 statement."""
    return _recorded(session, Control.risk_id == risk.id, risk.enterprise_id, limit)


def checks_of_control(session: Session, control: Control, limit: int = 20) -> list[RecordedRow]:
    """The newest checks of a control. 1 statement."""
    return _recorded(session, Control.id == control.id, control.enterprise_id, limit)


def _recorded(
    session: Session, chosen: ColumnElement[bool], enterprise_id: int, limit: int
) -> list[RecordedRow]:
    statement = (
        select(
            ControlCheck.key, Control.key, Control.text, ControlCheck.result, ControlCheck.note,
            ControlCheck.checked_on, ControlCheck.checked_by, ControlCheck.next_check_on,
            ControlCheck.file_key != "", ControlCheck.undone_at,
        )
        .join(Control, and_(Control.enterprise_id == ControlCheck.enterprise_id, Control.id == ControlCheck.control_id))
        .where(ControlCheck.enterprise_id == enterprise_id, chosen)
        .order_by(ControlCheck.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [RecordedRow._make(row) for row in session.execute(statement)]


def last_check(session: Session, control: Control) -> ControlCheck | None:
    """The newest check of a control that was not undone. 1 statement."""
    statement = (
        select(ControlCheck)
        .where(
            ControlCheck.enterprise_id == control.enterprise_id, ControlCheck.control_id == control.id,
            ControlCheck.undone_at.is_(None),
        )
        .order_by(ControlCheck.id.desc())
        .limit(1)
    )  # fmt: skip
    return session.scalars(statement).one_or_none()


def photo_bytes(session: Session, control: Control) -> int:
    """How many bytes the photos of checks of the control's enterprise take. 1 statement."""
    statement = select(func.coalesce(func.sum(ControlCheck.file_size), 0)).where(
        ControlCheck.enterprise_id == control.enterprise_id
    )
    return session.scalar(statement) or 0
