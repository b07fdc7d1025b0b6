"""Sections that were handed to people of the company: who can be named, and what is left to each."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.model import Membership, Person
from portal.assessments import queries
from portal.assessments.answers import is_answered
from portal.assessments.model import Assessment, SectionTask
from portal.assessments.rights import FILLERS
from portal.assessments.versions import standard_of
from portal.filings.model import Filing
from portal.filings.rules import OPEN


class Filler(NamedTuple):
    """A member of the company who may fill in."""

    key: str
    id: int
    name: str


def fillers(session: Session, enterprise_id: int) -> list[Filler]:
    """Who of an enterprise may fill in, by time of joining. 1 statement."""
    statement = (
        select(Membership.key, Membership.id, Person.name, Membership.role_codes)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.enterprise_id == enterprise_id, Membership.ended_at.is_(None))
        .order_by(Membership.joined_at, Membership.id)
    )
    return [
        Filler(key, number, name)
        for key, number, name, codes in session.execute(statement)
        if FILLERS & set(codes)
    ]


class SectionLeft(NamedTuple):
    """A section that waits for a member: where it is, until when, items not answered yet."""

    assessment: Assessment
    element_id: str
    title: str
    due_on: date | None
    left: int


def sections_left(session: Session, membership_id: int | None) -> Sequence[SectionLeft]:
    """The sections in open assessments that were handed to a member and are not answered whole. 1 statement, and 1 more
    for each assessment with such a section."""
    statement = (
        select(SectionTask, Assessment)
        .join(
            Assessment,
            and_(
                Assessment.enterprise_id == SectionTask.enterprise_id,
                Assessment.id == SectionTask.assessment_id,
            ),
        )
        .join(
            Filing, and_(Filing.enterprise_id == Assessment.enterprise_id, Filing.id == Assessment.filing_id)
        )
        .where(SectionTask.membership_id == membership_id, Filing.state.in_(OPEN))
        .options(joinedload(Assessment.filing))
        .order_by(SectionTask.due_on, SectionTask.id)
    )
    found = list(session.execute(statement))
    unanswered = {one.id: _unanswered(session, one) for one in {assessment for _task, assessment in found}}
    lines = [_line(task, assessment, unanswered[assessment.id]) for task, assessment in found]
    return [one for one in lines if one.left]


def _unanswered(session: Session, assessment: Assessment) -> Sequence[Sequence[str]]:
    """The paths of the items without an answer."""
    given = queries.scored_answers(session, assessment).items
    items = standard_of(assessment.standard_key).items
    return [one.path for one in items if not is_answered(one, given.get(one.id))]


def _line(task: SectionTask, assessment: Assessment, unanswered: Sequence[Sequence[str]]) -> SectionLeft:
    title = standard_of(assessment.standard_key).element[task.element_id].title.zh
    left = sum(task.element_id in path for path in unanswered)
    return SectionLeft(assessment, task.element_id, title, task.due_on, left)
