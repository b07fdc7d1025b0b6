"""What is seen of findings and their measures: the plan of an assessment and of an enterprise over all years."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, literal, select, tuple_
from sqlalchemy.orm import Session

from portal.assessments.model import Assessment, AssessmentFinding, FindingEvidence, ItemAnswer
from portal.assessments.rules import FindingState, MeasureKind, PlanPart
from portal.registry.model import Enterprise
from portal.registry.rules import EnterpriseState

FAR = date(9999, 12, 31)
_OF_ASSESSMENT = and_(
    AssessmentFinding.enterprise_id == Assessment.enterprise_id,
    AssessmentFinding.assessment_id == Assessment.id,
)
_SETTLED: ColumnElement[int] = case((AssessmentFinding.state == FindingState.CLOSED, 1), else_=0)
_DUE: ColumnElement[date] = func.coalesce(AssessmentFinding.due_on, FAR)


class PlanRow(NamedTuple):
    """A finding with its measure, as the plan lists it. `settled`: 1 when closed; `rank_on` sorts: due day or far."""

    id: int
    key: str
    year: int
    item_id: str
    text: str
    measure_kind: MeasureKind
    measure: str
    department: str
    person: str
    due_on: date | None
    money: Decimal | None
    state: FindingState
    done_on: date | None
    standard_key: str
    kind_code: str
    settled: int
    rank_on: date


class PlanFilter(NamedTuple):
    """What the plan is narrowed to; empty means everything. `assessment_id`: that of one assessment."""

    part: PlanPart = PlanPart.ALL
    person: str = ""
    assessment_id: int | None = None


class PlanPlace(NamedTuple):
    """Behind which row the page begins: settled, year, due day, id; and how many rows it has."""

    after: tuple[int, int, date, int] | None = None
    limit: int = 50


def plan_rows(
    session: Session, enterprise_id: int, chosen: PlanFilter, place: PlanPlace, on: date
) -> list[PlanRow]:
    """Findings of an enterprise: the open ones first, among them those of earlier years, then by day. 1 statement."""
    found = AssessmentFinding
    order: tuple[Any, ...] = (_SETTLED, Assessment.year, _DUE, found.id)
    statement = (
        select(
            found.id, found.key, Assessment.year, found.item_id, found.text, found.measure_kind, found.measure,
            found.department, found.person, found.due_on, found.money, found.state, found.done_on,
            Assessment.standard_key, Assessment.kind_code, _SETTLED, _DUE,
        )
        .join(Assessment, _OF_ASSESSMENT)
        .where(found.enterprise_id == enterprise_id, *_narrowed(chosen, on))
        .order_by(*order)
        .limit(place.limit)
    )  # fmt: skip
    if place.after:
        statement = statement.where(tuple_(*order) > tuple_(*map(literal, place.after)))
    return [PlanRow._make(row) for row in session.execute(statement)]


def _narrowed(chosen: PlanFilter, on: date) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if chosen.part is PlanPart.OPEN:
        wanted.append(AssessmentFinding.state != FindingState.CLOSED)
    if chosen.part is PlanPart.OVERDUE:
        wanted.append(_overdue(on))
    if chosen.part is PlanPart.CLOSED:
        wanted.append(AssessmentFinding.state == FindingState.CLOSED)
    if chosen.person:
        wanted.append(AssessmentFinding.person == chosen.person)
    if chosen.assessment_id is not None:
        wanted.append(AssessmentFinding.assessment_id == chosen.assessment_id)
    return wanted


def _overdue(on: date) -> ColumnElement[bool]:
    return and_(AssessmentFinding.state == FindingState.OPEN, AssessmentFinding.due_on < on)


class PlanCount(NamedTuple):
    """How many findings there are, open ones, overdue ones; money planned in 元; the nearest day of an open one."""

    all: int
    open: int
    overdue: int
    money: Decimal
    first_on: date | None


def plan_count(session: Session, enterprise_id: int, chosen: PlanFilter, on: date) -> PlanCount:
    """The numbers of a plan. 1 statement."""
    is_open = AssessmentFinding.state == FindingState.OPEN
    statement = select(
        func.count(),
        func.count().filter(AssessmentFinding.state != FindingState.CLOSED),
        func.count().filter(_overdue(on)),
        func.coalesce(func.sum(AssessmentFinding.money), 0),
        func.min(AssessmentFinding.due_on).filter(is_open),
    ).where(AssessmentFinding.enterprise_id == enterprise_id, *_narrowed(chosen, on))
    every, left, late, money, first = session.execute(statement).one()
    return PlanCount(every, left, late, Decimal(money or 0), first)


def due_measures(session: Session, enterprise_id: int, until: date, on: date) -> PlanCount:
    """The numbers of open findings whose measure is due up to a day. 1 statement."""
    chosen = [
        AssessmentFinding.enterprise_id == enterprise_id,
        AssessmentFinding.state == FindingState.OPEN,
        AssessmentFinding.due_on <= until,
    ]
    statement = select(
        func.count(), func.count().filter(_overdue(on)), func.min(AssessmentFinding.due_on)
    ).where(*chosen)
    number, late, first = session.execute(statement).one()
    return PlanCount(number, number, late, Decimal(0), first)


def people_of_plan(session: Session, enterprise_id: int) -> Sequence[str]:
    """Who carries measures, for the filter. 1 statement."""
    statement = (
        select(AssessmentFinding.person)
        .where(AssessmentFinding.enterprise_id == enterprise_id, AssessmentFinding.person != "")
        .distinct()
        .order_by(AssessmentFinding.person)
    )
    return session.scalars(statement).all()


def finding_count(session: Session, row: ItemAnswer) -> int:
    """How many findings an item has. 1 statement."""
    statement = select(func.count()).where(
        AssessmentFinding.enterprise_id == row.enterprise_id,
        AssessmentFinding.assessment_id == row.assessment_id,
        AssessmentFinding.item_id == row.item_id,
    )
    return session.scalar(statement) or 0


def evidence_use(session: Session, finding: AssessmentFinding) -> tuple[int, int]:
    """Files of a finding, and bytes that the proofs of its enterprise take. 1 statement."""
    of_it = FindingEvidence.finding_id == finding.id
    statement = select(func.count().filter(of_it), func.coalesce(func.sum(FindingEvidence.size), 0)).where(
        FindingEvidence.enterprise_id == finding.enterprise_id
    )
    files, stored = session.execute(statement).one()
    return files, stored


def answer_of(session: Session, finding: AssessmentFinding) -> ItemAnswer | None:
    """The item under which a finding was written. 1 statement."""
    statement = select(ItemAnswer).where(
        ItemAnswer.enterprise_id == finding.enterprise_id,
        ItemAnswer.assessment_id == finding.assessment_id,
        ItemAnswer.item_id == finding.item_id,
    )
    return session.scalars(statement).one_or_none()


class EnterpriseDue(NamedTuple):
    """An enterprise with measures that are due soon or overdue, and on which days."""

    enterprise_id: int
    region_path: str
    days: Sequence[date]


def enterprises_due(session: Session, until: date) -> list[EnterpriseDue]:
    """Every enterprise on the list with open findings due up to a day, with those days. 1 statement."""
    statement = (
        select(AssessmentFinding.enterprise_id, AssessmentFinding.region_path, AssessmentFinding.due_on)
        .join(Enterprise, Enterprise.id == AssessmentFinding.enterprise_id)
        .where(
            AssessmentFinding.state == FindingState.OPEN, AssessmentFinding.due_on <= until,
            Enterprise.state.in_((EnterpriseState.CONFIRMED, EnterpriseState.PENDING)),
        )
        .order_by(AssessmentFinding.enterprise_id, AssessmentFinding.due_on)
    )  # fmt: skip
    found: dict[tuple[int, str], list[date]] = {}
    for owner, path, due_on in session.execute(statement):
        if due_on is not None:
            found.setdefault((owner, path), []).append(due_on)
    return [EnterpriseDue(owner, path, days) for (owner, path), days in found.items()]
