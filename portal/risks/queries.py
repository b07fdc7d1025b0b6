"""What is seen of the register: its rows, counts, one risk with its controls, what is offered and what is missing."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import Session, selectinload

from portal.audit import Event
from portal.db import session as session_now
from portal.risks.hazards import UsualHazard, hazards_for
from portal.risks.model import Control, Evidence, Risk, ZeroAnswer
from portal.risks.rules import Grade, Presence
from portal.storage import claim_files

_WEIGHT: ColumnElement[int] = case(*((Risk.grade == grade, grade.weight) for grade in Grade), else_=0)
_CHANGED = or_(Risk.last_filed_at.is_(None), Risk.changed_at > Risk.last_filed_at)
_ACTIVE_CONTROLS = and_(
    Control.enterprise_id == Risk.enterprise_id, Control.risk_id == Risk.id, Control.removed_at.is_(None)
)


class RegisterRow(NamedTuple):
    """One row of the register as its page shows it. `weight` and `number` are the cursor of the next page."""

    id: int
    key: str
    number: int
    unit: str
    place: str
    name: str
    grade: Grade | None
    accident_types: Sequence[str]
    method: str | None
    catalogue_code: str | None
    responsible_person: str
    identified_on: date | None
    controls: int
    next_check_on: date | None
    changed: bool
    removed_at: datetime | None
    weight: int

    @property
    def code(self) -> str:
        """The row's code within the enterprise, such as R007."""
        return f"R{self.number:03d}"


class RegisterFilter(NamedTuple):
    """What the register is narrowed to; empty means every row that is not removed.

    `grades`: None in it stands for ungraded rows. `missing`: only larger-or-above rows without a control, a
    responsible person or a next check.
    """

    grades: tuple[Grade | None, ...] = ()
    unit: str = ""
    person: str = ""
    words: str = ""
    changed: bool = False
    missing: bool = False
    removed: bool = False


def register_rows(
    session: Session,
    enterprise_id: int,
    chosen: RegisterFilter,
    after: tuple[int, int] | None = None,
    limit: int = 50,
) -> list[RegisterRow]:
    """Rows of the register, the highest grades first, ungraded ones last. 1 statement.

    `after`: weight and number of the last row seen.
    """
    statement = _register(enterprise_id, chosen).order_by(_WEIGHT.desc(), Risk.number).limit(limit)
    if after:
        statement = statement.where(tuple_(-_WEIGHT, Risk.number) > (-after[0], after[1]))
    return [RegisterRow(*row) for row in session.execute(statement)]


def register_count(session: Session, enterprise_id: int, chosen: RegisterFilter) -> int:
    """How many rows the filter leaves. 1 statement."""
    rows = _narrowed(select(Risk.id), enterprise_id, chosen).subquery()
    return session.scalar(select(func.count()).select_from(rows)) or 0


def _register(enterprise_id: int, chosen: RegisterFilter) -> Select[Any]:
    controls = select(func.count(Control.id)).where(_ACTIVE_CONTROLS).correlate(Risk).scalar_subquery()
    next_check = (
        select(func.min(Control.next_check_on)).where(_ACTIVE_CONTROLS).correlate(Risk).scalar_subquery()
    )
    statement = select(
        Risk.id, Risk.key, Risk.number, Risk.unit, Risk.place, Risk.name, Risk.grade, Risk.accident_types, Risk.method,
        Risk.catalogue_code, Risk.responsible_person, Risk.identified_on, controls, next_check, _CHANGED,
        Risk.removed_at, _WEIGHT,
    )  # fmt: skip
    return _narrowed(statement, enterprise_id, chosen)


def _narrowed(statement: Select[Any], enterprise_id: int, chosen: RegisterFilter) -> Select[Any]:
    statement = statement.where(Risk.enterprise_id == enterprise_id)
    statement = statement.where(Risk.removed_at.is_not(None) if chosen.removed else Risk.removed_at.is_(None))
    if chosen.grades:
        statement = statement.where(
            or_(*(Risk.grade.is_(None) if g is None else Risk.grade == g for g in chosen.grades))
        )
    if chosen.unit:
        statement = statement.where(Risk.unit == chosen.unit)
    if chosen.person:
        statement = statement.where(Risk.responsible_person == chosen.person)
    if chosen.words:
        sought = (Risk.name, Risk.place, Risk.risk_point, Risk.unit, Risk.responsible_person)
        statement = statement.where(
            or_(*(column.contains(chosen.words, autoescape=True) for column in sought))
        )
    if chosen.changed:
        statement = statement.where(_CHANGED)
    return statement.where(_missing()) if chosen.missing else statement


def _missing() -> ColumnElement[bool]:
    controls = select(Control.id).where(_ACTIVE_CONTROLS).correlate(Risk)
    checked = controls.where(Control.next_check_on.is_not(None))
    return and_(
        Risk.grade.in_((Grade.MAJOR, Grade.LARGER)),
        or_(~controls.exists(), ~checked.exists(), Risk.responsible_person == ""),
    )


def grade_counts(session: Session, enterprise_id: int) -> dict[Grade | None, int]:
    """Rows of each grade, those removed left out; None for ungraded ones. All five are named. 1 statement."""
    statement = (
        select(Risk.grade, func.count())
        .where(Risk.enterprise_id == enterprise_id, Risk.removed_at.is_(None))
        .group_by(Risk.grade)
    )
    counts: dict[Grade | None, int] = dict.fromkeys((*Grade, None), 0)
    counts.update((grade, count) for grade, count in session.execute(statement))
    return counts


def controls_of(session: Session, risk: Risk) -> list[Control]:
    """A risk's controls with their evidence, those removed too, in the order of entry. 2 statements."""
    statement = (
        select(Control)
        .where(Control.enterprise_id == risk.enterprise_id, Control.risk_id == risk.id)
        .options(selectinload(Control.evidence))
        .order_by(Control.id)
    )
    return list(session.scalars(statement))


def whole_register(session: Session, enterprise_id: int) -> list[Risk]:
    """All rows that are not removed, with controls and evidence, as a report is drawn from them. 3 statements."""
    statement = (
        select(Risk)
        .where(Risk.enterprise_id == enterprise_id, Risk.removed_at.is_(None))
        .options(selectinload(Risk.controls).selectinload(Control.evidence))
        .order_by(Risk.number)
    )
    return list(session.scalars(statement))


def units(session: Session, enterprise_id: int) -> list[str]:
    """The units named in the register, for filters and for typing ahead. 1 statement."""
    statement = (
        select(Risk.unit)
        .where(Risk.enterprise_id == enterprise_id, Risk.removed_at.is_(None), Risk.unit != "")
        .distinct()
        .order_by(Risk.unit)
    )
    return list(session.scalars(statement))


class KnownPerson(NamedTuple):
    """A responsible person named somewhere in the register, with the newest department and phone."""

    name: str
    department: str
    phone: str


def known_people(session: Session, enterprise_id: int, words: str = "", limit: int = 20) -> list[KnownPerson]:
    """People that rows or controls name as responsible, for typing ahead; each once. 2 statements."""
    of_risks = select(Risk.responsible_person, Risk.responsible_department, Risk.responsible_phone)
    of_controls = select(Control.person, Control.department, Control.phone)
    found: dict[str, KnownPerson] = {}
    for statement, owner, person, newest in (
        (of_risks, Risk.enterprise_id, Risk.responsible_person, Risk.id),
        (of_controls, Control.enterprise_id, Control.person, Control.id),
    ):
        chosen = statement.where(
            owner == enterprise_id, person != "", person.contains(words, autoescape=True)
        )
        for row in session.execute(chosen.order_by(newest.desc()).limit(500)):
            found.setdefault(row[0], KnownPerson(*row))
    return sorted(found.values())[:limit]


class OfferedHazard(NamedTuple):
    """A usual hazard of the trade, and whether the register holds it already."""

    hazard: UsualHazard
    adopted: bool


def hazards_offered(
    session: Session, enterprise_id: int, industry_code: str, flags: Sequence[str] | None = None
) -> list[OfferedHazard]:
    """The usual hazards of an industry (with `flags`: of this equipment alone). 1 statement."""
    adopted = adopted_codes(session, enterprise_id)
    return [OfferedHazard(one, one.code in adopted) for one in hazards_for(industry_code, flags)]


def adopted_codes(session: Session, enterprise_id: int) -> set[str]:
    """The usual hazards that rows of the register were adopted from, those removed left out. 1 statement."""
    statement = select(Risk.usual_code).where(
        Risk.enterprise_id == enterprise_id, Risk.removed_at.is_(None), Risk.usual_code.is_not(None)
    )
    return {code for code in session.scalars(statement) if code}


def changed_since_filed(session: Session, enterprise_id: int) -> int:
    """Rows (removed ones too) that say something which was not declared yet. 1 statement."""
    never_declared = and_(Risk.first_filed_at.is_(None), Risk.removed_at.is_not(None))
    statement = select(func.count()).select_from(Risk).where(
        Risk.enterprise_id == enterprise_id, _CHANGED, ~never_declared
    )  # fmt: skip
    return session.scalar(statement) or 0


def zero_answers(session: Session, enterprise_id: int) -> dict[str, ZeroAnswer]:
    """The answers to the questions of the trade by the code of the question. 1 statement."""
    found = session.scalars(select(ZeroAnswer).where(ZeroAnswer.enterprise_id == enterprise_id))
    return {answer.code: answer for answer in found}


def presences(answers: dict[str, ZeroAnswer]) -> dict[str, Presence]:
    """The bare answers, as the rules want them. No statement."""
    return {code: answer.answer for code, answer in answers.items()}


class LastChange(NamedTuple):
    """Who changed a field last, and when."""

    who: str
    at: datetime


def last_change(session: Session, kind: str, key: str, field: str) -> LastChange | None:
    """Who last changed a field of a thing (its table and key), from the events. 1 statement."""
    statement = (
        select(Event.actor_name, Event.at, Event.after)
        .where(Event.thing_kind == kind, Event.thing_key == key)
        .order_by(Event.sequence.desc())
        .limit(200)
    )
    for who, at, after in session.execute(statement):
        if isinstance(after, dict) and field in after:
            return LastChange(who, at)
    return None


class EvidenceUse(NamedTuple):
    """How many files a control has, and how many bytes the enterprise has stored."""

    files: int
    stored: int


def evidence_use(session: Session, control: Control) -> EvidenceUse:
    """What a further file would add to. 1 statement."""
    of_control = func.count(case((and_(Evidence.control_id == control.id, Evidence.removed_at.is_(None)), 1)))
    statement = select(of_control, func.coalesce(func.sum(Evidence.size), 0)).where(
        Evidence.enterprise_id == control.enterprise_id
    )
    return EvidenceUse(*session.execute(statement).one())


@claim_files
def files_in_use(keys: Collection[str]) -> Collection[str]:
    """Of these files, those of evidence, removed or not: a filing may have named it. 1 statement."""
    return session_now().scalars(select(Evidence.file_key).where(Evidence.file_key.in_(keys))).all()


def next_risk_number(session: Session, enterprise_id: int) -> int:
    """The number of the next row; numbers are never used again. 1 statement."""
    highest = session.scalar(select(func.max(Risk.number)).where(Risk.enterprise_id == enterprise_id))
    return (highest or 0) + 1
