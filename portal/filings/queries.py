"""What is seen of filings: lists, one with all that belongs to it, the queue."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from portal.accounts.model import Authority
from portal.accounts.rules import Level
from portal.filings.model import Filing, Remark, Revision, RowCheck
from portal.filings.rules import WAITING, FilingState, Occasion, standing_in_the_way
from portal.problems import NotFound
from portal.registry.model import Enterprise
from portal.registry.searching import called


def open_filing(session: Session, asked: tuple[int, str, Occasion, int]) -> Filing | None:
    """The filing that stands in the way of a new one of (enterprise, kind, occasion, year), if any. 1 statement.

    That of the same occasion under way, of a regular one in the same year; a change that is being looked at does not
    stop the next. A slow review makes nobody overdue.
    """
    enterprise_id, kind_code, occasion, year = asked
    statement = select(Filing).where(
        Filing.enterprise_id == enterprise_id, Filing.kind_code == kind_code, Filing.occasion == occasion,
        Filing.state.in_(standing_in_the_way(occasion)),
    )  # fmt: skip
    if occasion is Occasion.REGULAR:
        statement = statement.where(Filing.year == year)
    return session.scalars(statement).first()


def next_number(session: Session, enterprise_id: int, kind_code: str, year: int, occasion: Occasion) -> int:
    """The next number of an occasion within the year, from 1. 1 statement."""
    statement = select(func.coalesce(func.max(Filing.number), 0)).where(
        Filing.enterprise_id == enterprise_id, Filing.kind_code == kind_code, Filing.year == year,
        Filing.occasion == occasion,
    )  # fmt: skip
    return (session.scalar(statement) or 0) + 1


def filings_of(session: Session, enterprise_id: int) -> Sequence[Filing]:
    """All filings of an enterprise, newest first. 1 statement."""
    statement = (
        select(Filing)
        .where(Filing.enterprise_id == enterprise_id)
        .order_by(Filing.created_at.desc(), Filing.id.desc())
    )
    return session.scalars(statement).all()


def latest_revision(session: Session, filing_id: int) -> Revision:
    """The newest revision. Raises NotFound for a filing never submitted. 1 statement."""
    statement = (
        select(Revision).where(Revision.filing_id == filing_id).order_by(Revision.number.desc()).limit(1)
    )
    found = session.scalars(statement).first()
    if found is None:
        raise NotFound
    return found


def revision_before(session: Session, revision: Revision) -> Revision | None:
    """The revision of the same filing before this one. 1 statement."""
    statement = select(Revision).where(
        Revision.filing_id == revision.filing_id, Revision.number == revision.number - 1
    )
    return session.scalars(statement).one_or_none()


def last_approved_revision(session: Session, filing: Filing) -> Revision | None:
    """What was approved last of this kind before this filing: the newest revision of that filing. 1 statement."""
    statement = (
        select(Revision)
        .join(Revision.filing)
        .where(
            Filing.enterprise_id == filing.enterprise_id, Filing.kind_code == filing.kind_code, Filing.id != filing.id,
            Filing.state.in_((FilingState.APPROVED, FilingState.SUPERSEDED)),
        )
        .order_by(Filing.decided_at.desc(), Revision.number.desc())
        .limit(1)
    )  # fmt: skip
    return session.scalars(statement).first()


def approved_before(session: Session, filing_id: int, enterprise_id: int, kind_code: str) -> Sequence[Filing]:
    """Other approved filings of the kind, which a new approval supersedes. 1 statement."""
    statement = select(Filing).where(
        Filing.enterprise_id == enterprise_id, Filing.kind_code == kind_code, Filing.id != filing_id,
        Filing.state == FilingState.APPROVED,
    )  # fmt: skip
    return session.scalars(statement).all()


def draft_remarks(session: Session, filing_id: int) -> Sequence[Remark]:
    """Remarks not yet sent, for the reviewers alone. 1 statement."""
    statement = (
        select(Remark).where(Remark.filing_id == filing_id, Remark.sent_at.is_(None)).order_by(Remark.id)
    )
    return session.scalars(statement).all()


def remark(session: Session, filing_id: int, key: str) -> Remark:
    """One remark of a filing. Raises NotFound. 1 statement."""
    found = session.scalars(
        select(Remark).where(Remark.filing_id == filing_id, Remark.key == key)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def sent_remarks(session: Session, filing_id: int) -> Sequence[Remark]:
    """Remarks that the enterprise has been sent, newest first. 1 statement."""
    statement = (
        select(Remark)
        .where(Remark.filing_id == filing_id, Remark.sent_at.is_not(None))
        .order_by(Remark.sent_at.desc(), Remark.id)
    )
    return session.scalars(statement).all()


def open_remarks(session: Session, filing: Filing) -> Sequence[Remark]:
    """The sent remarks that wait for an answer: those of the last return, while the filing is returned. 1 statement."""
    sent = sent_remarks(session, filing.id)
    return (
        [remark for remark in sent if remark.sent_at == sent[0].sent_at]
        if filing.state is FilingState.RETURNED
        else []
    )


def row_checks(session: Session, filing_id: int) -> dict[str, RowCheck]:
    """Accepted rows by path. 1 statement."""
    return {
        check.path: check
        for check in session.scalars(select(RowCheck).where(RowCheck.filing_id == filing_id))
    }


def authority_of_stage(session: Session, filing: Filing) -> str:
    """The name of the authority that looks now; empty when none does. 1 statement."""
    if not filing.stage_level:
        return ""
    offices = session.scalars(select(Authority).where(Authority.level == Level(filing.stage_level)))
    return next((office.name for office in offices if filing.region_path.startswith(office.region_path)), "")


class QueueRow(NamedTuple):
    """One filing that waits for a look."""

    id: int
    key: str
    enterprise: str
    enterprise_key: str
    region_code: str
    kind_code: str
    year: int
    occasion: Occasion
    number: int
    state: FilingState
    submitted_at: datetime
    review_due_on: date
    opened_at: datetime | None
    opened_by: str
    highlights: dict[str, Any]


class QueueFilter(NamedTuple):
    """What the queue is narrowed to; empty means everything in the jurisdiction."""

    kind_code: str = ""
    region_code: str = ""
    occasion: Occasion | None = None
    words: str = ""


def queue(
    session: Session, level: str, chosen: QueueFilter, after: tuple[date, int] | None = None, limit: int = 50
) -> list[QueueRow]:
    """Filings that wait for a level ("" = any), oldest due first. 1 statement."""
    statement = (
        _queue_of(level, chosen)
        .with_only_columns(
            Filing.id, Filing.key, Enterprise.name, Enterprise.key, Enterprise.region_code, Filing.kind_code,
            Filing.year, Filing.occasion, Filing.number, Filing.state, Filing.submitted_at,
            Filing.review_due_on, Filing.opened_at, Filing.opened_by, Filing.highlights,
        )
        .order_by(Filing.review_due_on, Filing.id)
        .limit(limit)
    )  # fmt: skip
    if after:
        statement = statement.where(tuple_(Filing.review_due_on, Filing.id) > after)
    return [QueueRow._make(tuple(row)) for row in session.execute(statement)]


def queue_length(session: Session, level: str, chosen: QueueFilter | None = None) -> int:
    """How many wait. 1 statement."""
    waiting = _queue_of(level, chosen or QueueFilter()).with_only_columns(Filing.id).subquery()
    return session.scalar(select(func.count()).select_from(waiting)) or 0


def next_in_queue(session: Session, level: str, filing: Filing) -> str | None:
    """The key of the filing that comes after this one. 1 statement."""
    here = (filing.review_due_on or date.max, filing.id)
    rows = queue(session, level, QueueFilter(), after=here, limit=1) or [
        row for row in queue(session, level, QueueFilter(), limit=2) if row.id != filing.id
    ]
    return rows[0].key if rows else None


def _queue_of(level: str, chosen: QueueFilter) -> Select[Any]:
    statement = (
        select(Filing)
        .join(Enterprise, Enterprise.id == Filing.enterprise_id)
        .where(Filing.state.in_(WAITING))
    )
    if level:
        statement = statement.where(Filing.stage_level == level)
    if chosen.kind_code:
        statement = statement.where(Filing.kind_code == chosen.kind_code)
    if chosen.region_code:
        statement = statement.where(Enterprise.region_code == chosen.region_code)
    if chosen.occasion:
        statement = statement.where(Filing.occasion == chosen.occasion)
    if chosen.words:
        statement = statement.where(called(chosen.words))
    return statement


class HistoryRow(NamedTuple):
    """One filing of a list for regulators that is not bound to the queue."""

    id: int
    key: str
    enterprise: str
    year: int
    occasion: Occasion
    number: int
    state: FilingState
    filed_at: datetime | None
    decided_at: datetime | None
    kind_code: str
    highlights: dict[str, Any]


class HistoryFilter(NamedTuple):
    """What the list of all filings is narrowed to; empty means everything in the jurisdiction."""

    kind_code: str = ""
    state: FilingState | None = None
    words: str = ""


def decided_filings(
    session: Session, chosen: HistoryFilter, before: int | None, limit: int = 50
) -> list[HistoryRow]:
    """Filings in the jurisdiction that are no drafts, newest first. 1 statement."""
    statement = (
        select(
            Filing.id, Filing.key, Enterprise.name, Filing.year, Filing.occasion, Filing.number, Filing.state,
            Filing.filed_at, Filing.decided_at, Filing.kind_code, Filing.highlights,
        )
        .join(Enterprise, Enterprise.id == Filing.enterprise_id)
        .where(Filing.state == chosen.state if chosen.state else Filing.state != FilingState.DRAFT)
        .order_by(Filing.id.desc())
        .limit(limit)
    )  # fmt: skip
    if chosen.kind_code:
        statement = statement.where(Filing.kind_code == chosen.kind_code)
    if chosen.words:
        statement = statement.where(called(chosen.words))
    if before:
        statement = statement.where(Filing.id < before)
    return [HistoryRow(*row) for row in session.execute(statement)]
