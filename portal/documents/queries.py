"""What is seen of papers: lists, the papers of a subject, one by its code."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.access import UNSCOPED
from portal.db import session as session_now
from portal.documents.kinds import KINDS
from portal.documents.model import Paper
from portal.documents.rules import LIVING, PaperState
from portal.registry.model import Enterprise
from portal.registry.searching import called
from portal.storage import claim_files


class PaperFilter(NamedTuple):
    """What a list is narrowed to; empty means all that the actor sees."""

    words: str = ""
    kind: str = ""
    state: PaperState | None = None
    enterprise_id: int | None = None


class PaperRow(NamedTuple):
    """One paper of a list."""

    id: int
    key: str
    number: str
    kind: str
    enterprise: str
    enterprise_key: str
    state: PaperState
    issued_at: datetime

    @property
    def title(self) -> str:
        """The name of its kind, in Chinese as on the paper."""
        return KINDS[self.kind].title


def papers(
    session: Session, chosen: PaperFilter, after: int | None = None, limit: int = 50
) -> list[PaperRow]:
    """Papers that the actor sees, newest first; `after`: id of the last row before. 1 statement."""
    statement = (
        select(
            Paper.id, Paper.key, Paper.number, Paper.kind, Enterprise.name, Enterprise.key, Paper.state,
            Paper.issued_at,
        )
        .join(Enterprise, Enterprise.id == Paper.enterprise_id)
        .where(*_narrowed(chosen))
        .order_by(Paper.id.desc())
        .limit(limit)
    )  # fmt: skip
    if after:
        statement = statement.where(Paper.id < after)
    return [PaperRow(*row) for row in session.execute(statement)]


def _narrowed(chosen: PaperFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.words:
        found.append(or_(Paper.number.contains(chosen.words, autoescape=True), called(chosen.words)))
    if chosen.kind:
        found.append(Paper.kind == chosen.kind)
    if chosen.state:
        found.append(Paper.state == chosen.state)
    if chosen.enterprise_id:
        found.append(Paper.enterprise_id == chosen.enterprise_id)
    return found


def papers_of(session: Session, subject_kind: str, subject_key: str) -> Sequence[Paper]:
    """The papers about a row, newest first. 1 statement."""
    statement = (
        select(Paper)
        .where(Paper.subject_kind == subject_kind, Paper.subject_key == subject_key)
        .order_by(Paper.id.desc())
    )
    return session.scalars(statement).all()


def living_paper(session: Session, kind: str, subject_kind: str, subject_key: str) -> Paper | None:
    """The paper of a kind about a row that counts now, if there is one. 1 statement."""
    statement = (
        select(Paper)
        .where(
            Paper.kind == kind, Paper.subject_kind == subject_kind, Paper.subject_key == subject_key,
            Paper.state.in_(LIVING),
        )
        .order_by(Paper.id.desc())
        .limit(1)
    )  # fmt: skip
    return session.scalars(statement).first()


def paper_of_code(session: Session, code: str) -> Paper | None:
    """The paper that a verification code names, whoever asks; None for an unknown one. At most 2 statements."""
    statement = (
        select(Paper)
        .where(Paper.code == code)
        .options(joinedload(Paper.authority))
        .execution_options(**{UNSCOPED: "who holds the code holds the paper"})
    )
    return session.scalars(statement).one_or_none()


def number_is_taken(session: Session, number: str) -> bool:
    """Whether a paper carries this number. 1 statement."""
    return session.scalar(select(Paper.id).where(Paper.number == number)) is not None


@claim_files
def files_in_use(keys: Collection[str]) -> Collection[str]:
    """Of these files, those of papers. 1 statement."""
    return session_now().scalars(select(Paper.file_key).where(Paper.file_key.in_(keys))).all()
