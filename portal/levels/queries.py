"""What is seen of levels: one enterprise's, the list of the regulators, what a level rests on."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from portal.assessments.applying import SELF_ASSESSMENT
from portal.assessments.model import Assessment
from portal.assessments.rules import StandardKind
from portal.assessments.versions import standard_of
from portal.filings.model import Filing
from portal.filings.queries import latest_revision
from portal.filings.rules import FilingState
from portal.levels.model import Level
from portal.levels.rules import HELD, UNDER_WAY, LevelState, expiring_by
from portal.registry.model import Enterprise
from portal.registry.searching import called

CHECKED = (FilingState.APPROVED, FilingState.SUPERSEDED)


class Basis(NamedTuple):
    """The checked self-assessment on which an application rests. `grantable`: the outcome that its frozen result lets
    be granted here, or None; `reached`: the outcome that may be recommended."""

    assessment: Assessment
    grantable: str | None
    reached: str | None


def levels_of(session: Session, enterprise_id: int) -> Sequence[Level]:
    """An enterprise's standings. 1 statement."""
    statement = select(Level).where(Level.enterprise_id == enterprise_id).order_by(Level.id)
    return session.scalars(statement.options(joinedload(Level.enterprise))).all()


def level_by_key(session: Session, key: str) -> Level | None:
    """The level with this key. 1 statement."""
    return session.scalars(select(Level).where(Level.key == key)).one_or_none()


def level_at(session: Session, enterprise_id: int, kind: StandardKind) -> Level | None:
    """The standing of an enterprise at a kind of standard. 1 statement."""
    statement = select(Level).where(Level.enterprise_id == enterprise_id, Level.standard_kind == kind)
    return session.scalars(statement).one_or_none()


def basis_of(session: Session, enterprise_id: int, kind: StandardKind) -> Basis | None:
    """The newest checked self-assessment by a kind of standard. At most 2 statements."""
    statement = (
        select(Assessment)
        .join(Filing, Filing.id == Assessment.filing_id)
        .where(
            Assessment.enterprise_id == enterprise_id,
            Assessment.kind_code == SELF_ASSESSMENT,
            Filing.state == FilingState.APPROVED,
        )
        .order_by(Assessment.id.desc())
    )
    found = [one for one in session.scalars(statement) if standard_of(one.standard_key).kind is kind]
    return _basis(session, found[0]) if found else None


def _basis(session: Session, assessment: Assessment) -> Basis:
    frozen = latest_revision(session, assessment.filing_id).snapshot["score"]
    return Basis(assessment, frozen["grantable"], frozen["level"])


def checked_basis(session: Session, level: Level) -> Basis | None:
    """What the application of a level rests on, while it counts as checked. At most 3 statements."""
    assessment = level.assessment
    if assessment is None or assessment.filing.state not in CHECKED:
        return None
    return _basis(session, assessment)


class LevelFilter(NamedTuple):
    """What a list is narrowed to; empty means all. `expiring`: within three months; `overdue`: a step past its day;
    `under_way`: applications that an authority has in hand."""

    state: LevelState | None = None
    code: str = ""
    region_code: str = ""
    division: str = ""
    words: str = ""
    expiring: bool = False
    overdue: bool = False
    under_way: bool = False


class LevelRow(NamedTuple):
    """One level of a list."""

    id: int
    key: str
    enterprise: str
    enterprise_key: str
    sort_key: str
    region_code: str
    industry_code: str
    standard_kind: StandardKind
    state: LevelState
    code: str
    sought: str
    number: str
    due_on: date | None
    valid_until: date | None


def levels(
    session: Session, chosen: LevelFilter, on: date, after: tuple[str, int] | None = None, limit: int = 50
) -> list[LevelRow]:
    """Levels that the actor sees, by the pinyin of their enterprises. 1 statement."""
    statement = (
        select(
            Level.id, Level.key, Enterprise.name, Enterprise.key, Enterprise.sort_key, Enterprise.region_code,
            Enterprise.industry_code, Level.standard_kind, Level.state, Level.code, Level.sought, Level.number,
            Level.due_on, Level.valid_until,
        )
        .join(Enterprise, Enterprise.id == Level.enterprise_id)
        .where(*_narrowed(chosen, on))
        .order_by(Enterprise.sort_key, Level.id)
        .limit(limit)
    )  # fmt: skip
    if after:
        statement = statement.where(tuple_(Enterprise.sort_key, Level.id) > after)
    return [LevelRow._make(row) for row in session.execute(statement)]


def _narrowed(chosen: LevelFilter, on: date) -> list[ColumnElement[bool]]:
    asked: list[tuple[Any, ColumnElement[bool]]] = [
        (chosen.state, Level.state == chosen.state),
        (chosen.code, Level.code == chosen.code),
        (chosen.region_code, Enterprise.region_code == chosen.region_code),
        (chosen.division, Enterprise.industry_code.startswith(chosen.division, autoescape=True)),
        (chosen.words, _named(chosen.words)),
        (chosen.expiring, Level.state.in_(HELD) & Level.valid_until.between(on, expiring_by(on))),
        (chosen.under_way, Level.state.in_(UNDER_WAY)),
        (chosen.overdue, Level.state.in_(UNDER_WAY) & (Level.due_on < on)),
    ]
    return [condition for given, condition in asked if given]


def _named(words: str) -> ColumnElement[bool]:
    return or_(called(words), Level.number.contains(words, autoescape=True))


class UnderWay(NamedTuple):
    """Applications that an authority has in hand, and those of them whose step is past its day."""

    number: int
    overdue: int


def under_way(session: Session, on: date) -> UnderWay:
    """The applications in hand in the region. 1 statement."""
    late = func.count().filter(Level.due_on < on)
    return UnderWay(*session.execute(select(func.count(), late).where(Level.state.in_(UNDER_WAY))).one())


def ended_by_date(session: Session, on: date, limit: int = 500) -> Sequence[Level]:
    """Levels whose last day has passed and that still stand. 1 statement."""
    sources = (LevelState.CERTIFIED, LevelState.RENEWING, LevelState.WARNED)
    statement = select(Level).where(Level.state.in_(sources), Level.valid_until < on).order_by(Level.id)
    return session.scalars(statement.limit(limit)).all()
