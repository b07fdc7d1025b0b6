"""What is seen of the register: its rows, counts, one risk with its controls, what is offered and what is missing."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.orm import Session, selectinload

from portal.risks.hazards import UsualHazard, hazards_for
from portal.risks.model import Control, Risk, ZeroAnswer
from portal.risks.rules import Grade, Presence, RegisterSort, code_of, number_of

_WEIGHT: ColumnElement[int] = case(*((Risk.grade == grade, grade.weight) for grade in Grade), else_=0)
_NUMBER: ColumnElement[int] = type_coerce(Risk.number, Integer)
_NAME: ColumnElement[str] = func.coalesce(Risk.name_key, "")
_PERSON: ColumnElement[str] = func.coalesce(Risk.person_key, "")
_CHANGED = or_(Risk.last_filed_at.is_(None), Risk.changed_at > Risk.last_filed_at)


class RegisterRow(NamedTuple):
    """One row of the register as its page shows it. `weight`: that of its grade, for the cursor."""

    id: int
    key: str
    number: int
    unit: str
    place: str
    name: str
    grade: Grade | None
    inherent_grade: Grade | None
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
    name_key: str
    person_key: str

    @property
    def code(self) -> str:
        """The row's code within the enterprise, such as R007."""
        return code_of(self.number)


class RegisterFilter(NamedTuple):
    """What the register is narrowed to; empty means every row that is not removed.

    `grades`: None in it stands for ungraded rows. `missing`: only larger-or-above rows without a control, a
    responsible person or a next check. `older_than`: rows graded by other versions of the method of that key.
    `checked_before`: rows with a check before that day; `unchecked`: rows without.
    """

    grades: tuple[Grade | None, ...] = ()
    unit: str = ""
    person: str = ""
    words: str = ""
    changed: bool = False
    missing: bool = False
    removed: bool = False
    method: str = ""
    older_than: str = ""
    accident_type: str = ""
    checked_before: date | None = None
    unchecked: bool = False


class RegisterPlace(NamedTuple):
    """Which page of the register: its order (or that from its end), and the cursor that it lies behind or ahead of."""

    sort: RegisterSort = RegisterSort.GRADE
    after: str = ""
    before: str = ""
    reverse: bool = False


class RegisterSlice(NamedTuple):
    """Rows of one page; cursors of its neighbours where there are any."""

    rows: list[RegisterRow]
    before: str | None
    after: str | None


_NEVER = date(9999, 12, 31)


def register_slice(
    session: Session, enterprise_id: int, chosen: RegisterFilter, place: RegisterPlace, limit: int = 50
) -> RegisterSlice:
    """One page of the register in any of its orders, forwards or backwards. 1 statement."""
    backward = bool(place.before) and not place.after
    down = backward != place.reverse
    controls = _controls_by_row(enterprise_id)
    order = (_sort_value(place.sort, controls.c.next_check_on), Risk.number)
    statement = narrowed(_register(controls), enterprise_id, chosen)
    cursor = _cursor(place)
    if cursor is not None:
        statement = statement.where(tuple_(*order) < cursor if down else tuple_(*order) > cursor)
    statement = statement.order_by(*(one.desc() if down else one for one in order)).limit(limit + 1)
    found = [RegisterRow(*row) for row in session.execute(statement)]
    rows, more = (found[:limit][::-1] if backward else found[:limit]), len(found) > limit
    first = _cursor_of(rows[0], place.sort) if rows and (more if backward else place.after) else None
    last = _cursor_of(rows[-1], place.sort) if rows and (backward or more) else None
    return RegisterSlice(rows, first, last)


def _sort_value(sort: RegisterSort, next_check_on: ColumnElement[Any]) -> ColumnElement[Any]:
    if sort is RegisterSort.GRADE:
        return -_WEIGHT
    if sort is RegisterSort.CHECK:
        return func.coalesce(next_check_on, _NEVER)
    if sort is RegisterSort.NUMBER:
        return _NUMBER
    return _NAME if sort is RegisterSort.NAME else _PERSON


def _cursor_of(row: RegisterRow, sort: RegisterSort) -> str:
    value = {
        RegisterSort.GRADE: -row.weight,
        RegisterSort.NUMBER: row.number,
        RegisterSort.NAME: row.name_key,
        RegisterSort.PERSON: row.person_key,
        RegisterSort.CHECK: row.next_check_on or _NEVER,
    }[sort]
    return f"{value}.{row.number}"


def _cursor(place: RegisterPlace) -> Any:
    """The place that a cursor names; None for none, or for one that nobody gave out."""
    text, dot, number = (place.after or place.before).rpartition(".")
    read: dict[RegisterSort, Any] = {
        RegisterSort.CHECK: date.fromisoformat,
        RegisterSort.NAME: str,
        RegisterSort.PERSON: str,
    }
    try:
        return tuple_(literal(read.get(place.sort, int)(text)), literal(int(number))) if dot else None
    except ValueError:
        return None


class Neighbours(NamedTuple):
    """Keys of the rows before and after a row in the order of grades; None at an end."""

    before: str | None
    after: str | None


def neighbours(session: Session, risk: Risk) -> Neighbours:
    """The rows beside a row of the register. 2 statements."""
    here = tuple_(literal(-(risk.grade.weight if risk.grade else 0)), literal(risk.number))
    place = tuple_(-_WEIGHT, Risk.number)
    rows = (
        select(Risk.key).where(Risk.enterprise_id == risk.enterprise_id, Risk.removed_at.is_(None)).limit(1)
    )
    return Neighbours(
        session.scalar(rows.where(place < here).order_by(_WEIGHT, Risk.number.desc())),
        session.scalar(rows.where(place > here).order_by(_WEIGHT.desc(), Risk.number)),
    )


def register_count(session: Session, enterprise_id: int, chosen: RegisterFilter) -> int:
    """How many rows the filter leaves. 1 statement."""
    rows = narrowed(select(Risk.id), enterprise_id, chosen).subquery()
    return session.scalar(select(func.count()).select_from(rows)) or 0


def register_keys(session: Session, enterprise_id: int, chosen: RegisterFilter) -> list[str]:
    """The keys of all rows that the filter leaves, by number. 1 statement."""
    rows = narrowed(select(Risk.key), enterprise_id, chosen).order_by(Risk.number)
    return list(session.scalars(rows))


def _controls_by_row(enterprise_id: int) -> Subquery:
    """Number and next check of each row's controls, gathered in one go: asked row by row they are read each time."""
    return (
        select(
            Control.risk_id,
            func.count().label("number"),
            func.min(Control.next_check_on).label("next_check_on"),
        )
        .where(Control.enterprise_id == enterprise_id, Control.removed_at.is_(None))
        .group_by(Control.risk_id)
        .subquery()
    )


def _register(controls: Subquery) -> Select[Any]:
    return select(
        Risk.id, Risk.key, Risk.number, Risk.unit, Risk.place, Risk.name, Risk.grade, Risk.inherent_grade,
        Risk.accident_types, Risk.method, Risk.catalogue_code, Risk.responsible_person, Risk.identified_on,
        func.coalesce(controls.c.number, 0), controls.c.next_check_on, _CHANGED, Risk.removed_at, _WEIGHT,
        _NAME, _PERSON,
    ).outerjoin(controls, controls.c.risk_id == Risk.id)  # fmt: skip


def narrowed(statement: Select[Any], enterprise_id: int, chosen: RegisterFilter) -> Select[Any]:
    """A statement on risks with the filters of the register. No statement."""
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
        named = [column.contains(chosen.words, autoescape=True) for column in sought]
        number = number_of(chosen.words)
        statement = statement.where(or_(*named, *([Risk.number == number] if number else [])))
    if chosen.changed:
        statement = statement.where(_CHANGED)
    if chosen.missing:
        statement = statement.where(_missing(enterprise_id))
    return statement.where(*_by_method_and_check(enterprise_id, chosen))


def _by_method_and_check(enterprise_id: int, chosen: RegisterFilter) -> Iterator[ColumnElement[bool]]:
    checked = _controlled(enterprise_id).where(Control.next_check_on.is_not(None))
    if chosen.method:
        yield Risk.method == chosen.method
    if chosen.older_than:
        yield by_other_version(chosen.older_than)
    if chosen.accident_type:
        yield cast(Risk.accident_types, Text).contains(f'"{chosen.accident_type}"', autoescape=True)
    if chosen.checked_before:
        yield Risk.id.in_(checked.where(Control.next_check_on < chosen.checked_before))
    if chosen.unchecked:
        yield Risk.id.not_in(checked)


def by_other_version(method: str) -> ColumnElement[bool]:
    """Graded by an earlier version of the method of this key. No statement."""
    family = method.partition("@")[0]
    return and_(Risk.method.startswith(f"{family}@", autoescape=True), Risk.method != method)


def _controlled(enterprise_id: int) -> Select[int]:
    """The rows that have a control."""
    return select(Control.risk_id).where(Control.enterprise_id == enterprise_id, Control.removed_at.is_(None))


def _missing(enterprise_id: int) -> ColumnElement[bool]:
    controlled = _controlled(enterprise_id)
    checked = controlled.where(Control.next_check_on.is_not(None))
    return and_(
        Risk.grade.in_((Grade.MAJOR, Grade.LARGER)),
        or_(Risk.id.not_in(controlled), Risk.id.not_in(checked), Risk.responsible_person == ""),
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


class NamedRow(NamedTuple):
    """A row of the register by its name and grade, for those who point to it."""

    key: str
    number: int
    name: str
    grade: Grade | None
    removed_at: datetime | None


def rows_named(session: Session, keys: Collection[str]) -> list[NamedRow]:
    """The rows of these keys, removed ones too. 1 statement."""
    statement = select(Risk.key, Risk.number, Risk.name, Risk.grade, Risk.removed_at).where(
        Risk.key.in_(keys)
    )
    return [NamedRow._make(row) for row in session.execute(statement)]
