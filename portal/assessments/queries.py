"""What is seen of assessments: one with its answers, those of an enterprise, last year's beside this year's."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from portal.assessments.answers import Answer, Answers
from portal.assessments.model import Assessment, AssessmentFinding, ItemAnswer, ItemEvidence, SectionTask
from portal.assessments.rules import FindingState
from portal.filings.model import Filing
from portal.filings.rules import FilingState
from portal.problems import NotFound


class SectionProgress(NamedTuple):
    """How far an element is: items, answered ones, ones proposed from last year."""

    items: int
    answered: int
    proposed: int


def assessments_of(session: Session, enterprise_id: int) -> Sequence[Assessment]:
    """An enterprise's assessments with their filings, newest year first. 2 statements."""
    statement = (
        select(Assessment)
        .where(Assessment.enterprise_id == enterprise_id)
        .options(selectinload(Assessment.filing))
        .order_by(Assessment.year.desc(), Assessment.id.desc())
    )
    return session.scalars(statement).all()


def assessment_of_filing(session: Session, filing_id: int) -> Assessment:
    """The assessment that a filing declares. Raises NotFound. 1 statement."""
    found = session.scalars(select(Assessment).where(Assessment.filing_id == filing_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def answers_of(session: Session, assessment_id: int) -> Sequence[ItemAnswer]:
    """All answers with their evidence, in the order of the standard. 2 statements."""
    statement = (
        select(ItemAnswer)
        .where(ItemAnswer.assessment_id == assessment_id)
        .options(selectinload(ItemAnswer.evidence))
        .order_by(ItemAnswer.id)
    )
    return session.scalars(statement).all()


def scored_answers(session: Session, assessment: Assessment) -> Answers:
    """The answers as the score takes them; proposed ones do not count. 1 statement."""
    columns = (
        ItemAnswer.item_id, ItemAnswer.findings, ItemAnswer.result, ItemAnswer.option, ItemAnswer.sampled,
        ItemAnswer.passed, ItemAnswer.zero, ItemAnswer.extra, ItemAnswer.not_applicable, ItemAnswer.reason,
    )  # fmt: skip
    rows = session.execute(
        select(*columns).where(ItemAnswer.assessment_id == assessment.id, ItemAnswer.proposed.is_(False))
    )
    items = {item_id: Answer(*values) for item_id, *values in rows}
    return Answers(items, assessment.vetoes, assessment.prerequisites)


def answer_count(session: Session, assessment_id: int) -> int:
    """How many items an assessment has. 1 statement."""
    statement = select(func.count(ItemAnswer.id)).where(ItemAnswer.assessment_id == assessment_id)
    return session.scalar(statement) or 0


def section_tasks(session: Session, assessment_id: int) -> Mapping[str, SectionTask]:
    """Who fills in which element. 1 statement."""
    found = session.scalars(select(SectionTask).where(SectionTask.assessment_id == assessment_id))
    return {one.element_id: one for one in found}


def assessment_before(session: Session, assessment: Assessment) -> Assessment | None:
    """The enterprise's last assessment of the kind that was filed before this one. 1 statement."""
    statement = (
        select(Assessment)
        .join(Filing, Filing.id == Assessment.filing_id)
        .where(
            Assessment.enterprise_id == assessment.enterprise_id,
            Assessment.kind_code == assessment.kind_code,
            Assessment.id < assessment.id,
            Filing.state.in_((FilingState.APPROVED, FilingState.SUPERSEDED, FilingState.SUBMITTED)),
        )
        .order_by(Assessment.id.desc())
        .limit(1)
    )
    return session.scalars(statement).first()


def evidence_use(session: Session, answer: ItemAnswer) -> tuple[int, int]:
    """Files of an answer, and bytes kept as evidence of items by its enterprise. 2 statements."""
    files = session.scalar(
        select(func.count(ItemEvidence.id)).where(
            ItemEvidence.answer_id == answer.id, ItemEvidence.removed_at.is_(None)
        )
    )
    stored = session.scalar(
        select(func.sum(ItemEvidence.size)).where(ItemEvidence.enterprise_id == answer.enterprise_id)
    )
    return files or 0, stored or 0


def findings_of(session: Session, assessment_id: int) -> Sequence[AssessmentFinding]:
    """The findings of an assessment in the order of its items. 1 statement."""
    statement = (
        select(AssessmentFinding)
        .where(AssessmentFinding.assessment_id == assessment_id)
        .order_by(AssessmentFinding.item_id, AssessmentFinding.id)
    )
    return session.scalars(statement).all()


def findings_of_item(session: Session, row: ItemAnswer) -> Sequence[AssessmentFinding]:
    """The findings of one item. 1 statement."""
    statement = (
        select(AssessmentFinding)
        .where(AssessmentFinding.assessment_id == row.assessment_id, AssessmentFinding.item_id == row.item_id)
        .order_by(AssessmentFinding.id)
    )
    return session.scalars(statement).all()


def answer_key(session: Session, assessment_id: int, item_id: str) -> str:
    """The key of the answer to an item. 1 statement."""
    statement = select(ItemAnswer.key).where(
        ItemAnswer.assessment_id == assessment_id, ItemAnswer.item_id == item_id
    )
    return session.scalars(statement).one()


def findings_left_before(session: Session, assessment: Assessment) -> int:
    """Findings of earlier assessments of the enterprise that are not closed. 1 statement."""
    statement = select(func.count(AssessmentFinding.id)).where(
        AssessmentFinding.enterprise_id == assessment.enterprise_id,
        AssessmentFinding.assessment_id < assessment.id,
        AssessmentFinding.state != FindingState.CLOSED,
    )
    return session.scalar(statement) or 0


def proposed_items(session: Session, assessment_id: int) -> set[str]:
    """The items whose answer is last year's and not affirmed yet. 1 statement."""
    statement = select(ItemAnswer.item_id).where(
        ItemAnswer.assessment_id == assessment_id, ItemAnswer.proposed.is_(True)
    )
    return set(session.scalars(statement))
