"""Tables of assessments: standards added here; an assessment with answers, evidence, sections and findings."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKeyConstraint,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Owned
from portal.assessments.answers import Answer
from portal.assessments.rules import FindingState, MeasureKind, Met, StandardState
from portal.db import Base, UtcDateTime, Versioned, session, text_enum, url_key
from portal.filings.model import Filing
from portal.problems import Explanation, explain_constraints
from portal.registry.moving import follows_enterprise
from portal.storage import claim_files


class StandardVersion(Versioned, Base):
    """A version of a standard that an administrator added; those that ship lie in data/standards.

    `content` is the file as it was read (`standard/1`); once the version has left its draft, neither it nor the days
    between which it may be opened change any more (triggers hold that).
    """

    __tablename__ = "standard_version"
    __table_args__ = (
        UniqueConstraint("standard_id", "number"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="version_ends_after_it_began"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    standard_id: Mapped[str] = mapped_column(String(61))
    number: Mapped[str] = mapped_column(String(12))
    content: Mapped[str] = mapped_column(Text, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    _state: Mapped[StandardState] = mapped_column(
        "state", text_enum(StandardState), default=StandardState.DRAFT
    )
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(160))

    @hybrid_property
    def state(self) -> StandardState:
        """Where it stands; changed by the workflow alone."""
        return self._state


class StandardPin(Base):
    """What is opened for a year instead of the newest version in force of a standard; empty `number`: nothing."""

    __tablename__ = "standard_pin"
    __table_args__ = (UniqueConstraint("standard_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    standard_id: Mapped[str] = mapped_column(String(61))
    year: Mapped[int]
    number: Mapped[str] = mapped_column(String(12), default="")
    pinned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    pinned_by: Mapped[str] = mapped_column(String(160))


class Assessment(Owned, Versioned, Base):
    """One enterprise's assessment of itself for a year under one version of one standard, which it keeps for ever.

    The last score stands here too (`earned`, `applicable` in points, `result` as the standard rounds it, `outcome` by
    points, `blocked` by vetoes or conditions; `reviewed_result` once a reviewer has scored an item), kept in the
    transaction that saves an answer, so that lists and rankings read one table. `displayed_from` to `displayed_to`: the
    public notice inside the enterprise.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "id"),
        UniqueConstraint("filing_id"),
        ForeignKeyConstraint(["enterprise_id", "filing_id"], ["filing.enterprise_id", "filing.id"]),
        CheckConstraint(
            "displayed_to IS NULL OR displayed_to >= displayed_from", name="notice_ends_after_it_began"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    filing_id: Mapped[int]
    kind_code: Mapped[str] = mapped_column(String(32), index=True)
    year: Mapped[int] = mapped_column(index=True)
    standard_key: Mapped[str] = mapped_column(String(80), index=True)
    vetoes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    prerequisites: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    leader: Mapped[str] = mapped_column(String(60), default="")
    team: Mapped[str] = mapped_column(Text, default="")
    assessed_from: Mapped[date | None]
    assessed_to: Mapped[date | None]
    displayed_from: Mapped[date | None]
    displayed_to: Mapped[date | None]
    objections: Mapped[str] = mapped_column(Text, default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    items: Mapped[int]
    answered: Mapped[int] = mapped_column(default=0)
    earned: Mapped[Decimal] = mapped_column(Numeric(9, 3), default=Decimal(0))
    applicable: Mapped[Decimal] = mapped_column(Numeric(9, 3), default=Decimal(0))
    result: Mapped[Decimal] = mapped_column(Numeric(9, 3), default=Decimal(0), index=True)
    reviewed_result: Mapped[Decimal | None] = mapped_column(Numeric(9, 3))
    outcome: Mapped[str] = mapped_column(String(32), default="", index=True)
    blocked: Mapped[list[Any]] = mapped_column(JSON, default=list)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    filing: Mapped[Filing] = relationship(foreign_keys="Assessment.filing_id")
    answers: Mapped[list["ItemAnswer"]] = relationship(
        back_populates="assessment", order_by="ItemAnswer.id", foreign_keys="ItemAnswer.assessment_id"
    )

    @property
    def complete(self) -> bool:
        """Whether every item is answered."""
        return self.answered == self.items


class ItemAnswer(Owned, Versioned, Base):
    """What an enterprise says of one item: there from the opening, empty until it is answered.

    `proposed`: taken over from the year before and not yet affirmed; it counts as not answered.
    """

    __tablename__ = "item_answer"
    __table_args__ = (
        UniqueConstraint("assessment_id", "item_id"),
        UniqueConstraint("enterprise_id", "id"),
        ForeignKeyConstraint(
            ["enterprise_id", "assessment_id"], ["assessment.enterprise_id", "assessment.id"]
        ),
        CheckConstraint("findings IS NULL OR findings >= 0", name="findings_are_counted_from_zero"),
        CheckConstraint(
            "sampled IS NULL OR passed IS NULL OR (sampled >= 1 AND passed BETWEEN 0 AND sampled)",
            name="passed_are_among_the_sampled",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    assessment_id: Mapped[int] = mapped_column(index=True)
    item_id: Mapped[str] = mapped_column(String(40))
    findings: Mapped[int | None]
    result: Mapped[Met | None] = mapped_column(text_enum(Met))
    option: Mapped[str | None] = mapped_column(String(32))
    sampled: Mapped[int | None]
    passed: Mapped[int | None]
    zero: Mapped[bool] = mapped_column(default=False)
    extra: Mapped[bool] = mapped_column(default=False)
    not_applicable: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(300), default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    proposed: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(String(60), default="")

    assessment: Mapped[Assessment] = relationship(
        back_populates="answers", foreign_keys="ItemAnswer.assessment_id"
    )
    evidence: Mapped[list["ItemEvidence"]] = relationship(
        back_populates="answer", order_by="ItemEvidence.id", foreign_keys="ItemEvidence.answer_id"
    )

    @property
    def answer(self) -> Answer | None:
        """Its values as the score takes them; None while they are only proposed."""
        if self.proposed:
            return None
        return Answer(
            self.findings, self.result, self.option, self.sampled, self.passed, self.zero, self.extra,
            self.not_applicable, self.reason,
        )  # fmt: skip

    @property
    def active_evidence(self) -> list["ItemEvidence"]:
        """Its evidence without what was removed."""
        return [one for one in self.evidence if one.removed_at is None]


class ItemEvidence(Owned, Base):
    """What shows that an item is met: a file of the store, or (`risk_key`) a row of the risk register by its name."""

    __tablename__ = "item_evidence"
    __table_args__ = (
        ForeignKeyConstraint(["enterprise_id", "answer_id"], ["item_answer.enterprise_id", "item_answer.id"]),
        CheckConstraint("(file_key <> '') <> (risk_key <> '')", name="evidence_is_a_file_or_a_row"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    answer_id: Mapped[int] = mapped_column(index=True)
    file_key: Mapped[str] = mapped_column(String(80), default="")
    risk_key: Mapped[str] = mapped_column(String(16), default="")
    name: Mapped[str] = mapped_column(String(120))
    content_type: Mapped[str] = mapped_column(String(80), default="")
    size: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64), default="")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(60))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    answer: Mapped[ItemAnswer] = relationship(
        back_populates="evidence", foreign_keys="ItemEvidence.answer_id"
    )


class SectionTask(Owned, Base):
    """An element of the standard that was sent to a named person of the company to fill in."""

    __tablename__ = "section_task"
    __table_args__ = (
        UniqueConstraint("assessment_id", "element_id"),
        ForeignKeyConstraint(
            ["enterprise_id", "assessment_id"], ["assessment.enterprise_id", "assessment.id"]
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(index=True)
    element_id: Mapped[str] = mapped_column(String(30))
    person: Mapped[str] = mapped_column(String(60))
    membership_id: Mapped[int | None] = mapped_column(index=True)
    due_on: Mapped[date | None]
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_by: Mapped[str] = mapped_column(String(60))


class AssessmentFinding(Owned, Versioned, Base):
    """A point at which an item fell short, and the measure that mends or prevents it, followed until it is closed.

    `points` that it cost; `money` in 元. It outlives its assessment: next year begins with those still open.
    """

    __tablename__ = "assessment_finding"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "id"),
        ForeignKeyConstraint(
            ["enterprise_id", "assessment_id"], ["assessment.enterprise_id", "assessment.id"]
        ),
        CheckConstraint("text <> ''", name="finding_says_what"),
        CheckConstraint("money IS NULL OR money >= 0", name="money_is_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    assessment_id: Mapped[int] = mapped_column(index=True)
    item_id: Mapped[str] = mapped_column(String(40))
    reason_code: Mapped[str] = mapped_column(String(8), default="")
    text: Mapped[str] = mapped_column(Text)
    points: Mapped[Decimal | None] = mapped_column(Numeric(7, 3))
    measure_kind: Mapped[MeasureKind] = mapped_column(
        text_enum(MeasureKind), default=MeasureKind.RECTIFICATION
    )
    measure: Mapped[str] = mapped_column(Text, default="")
    department: Mapped[str] = mapped_column(String(60), default="")
    person: Mapped[str] = mapped_column(String(60), default="")
    due_on: Mapped[date | None] = mapped_column(index=True)
    money: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    _state: Mapped[FindingState] = mapped_column("state", text_enum(FindingState), default=FindingState.OPEN)
    done_on: Mapped[date | None]
    done_note: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str] = mapped_column(String(60), default="")
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    found_by: Mapped[str] = mapped_column(String(60))

    assessment: Mapped[Assessment] = relationship(foreign_keys="AssessmentFinding.assessment_id")
    evidence: Mapped[list["FindingEvidence"]] = relationship(
        back_populates="finding", order_by="FindingEvidence.id", foreign_keys="FindingEvidence.finding_id",
        cascade="all, delete-orphan",
    )  # fmt: skip

    @hybrid_property
    def state(self) -> FindingState:
        """Where it stands; changed by the workflow alone."""
        return self._state


class FindingEvidence(Owned, Base):
    """A photo or paper that shows that a measure was carried out."""

    __tablename__ = "finding_evidence"
    __table_args__ = (
        ForeignKeyConstraint(
            ["enterprise_id", "finding_id"], ["assessment_finding.enterprise_id", "assessment_finding.id"]
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    finding_id: Mapped[int] = mapped_column(index=True)
    file_key: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    content_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(60))

    finding: Mapped[AssessmentFinding] = relationship(
        back_populates="evidence", foreign_keys="FindingEvidence.finding_id"
    )


for table in (Assessment, ItemAnswer, ItemEvidence, SectionTask, AssessmentFinding, FindingEvidence):
    follows_enterprise(table)


@claim_files
def item_files_in_use(keys: Collection[str]) -> Collection[str]:
    """Of these stored files, those that show an item; removed ones too, for a filing may have named them."""
    return session().scalars(select(ItemEvidence.file_key).where(ItemEvidence.file_key.in_(keys))).all()


@claim_files
def finding_files_in_use(keys: Collection[str]) -> Collection[str]:
    """Of these stored files, those that show that a measure was carried out."""
    return session().scalars(select(FindingEvidence.file_key).where(FindingEvidence.file_key.in_(keys))).all()


explain_constraints(
    {
        "uq_standard_version_standard_id_number": Explanation(
            _l("This version exists already; give the file a new version number."), "file"
        ),
        "ck_standard_version_version_ends_after_it_began": Explanation(
            _l("The last year is not before the first."), "last_year"
        ),
        "uq_standard_pin_standard_id_year": Explanation(
            _l("Somebody else has set this year in the meantime; look at it again."), "year"
        ),
        "ck_assessment_notice_ends_after_it_began": Explanation(
            _l("The notice ends on or after the day on which it began."), "displayed_to"
        ),
        "ck_item_answer_findings_are_counted_from_zero": Explanation(
            _l("Write the number of findings, 0 or more."), "findings"
        ),
        "ck_item_answer_passed_are_among_the_sampled": Explanation(
            _l("Of the sampled ones, 0 up to all can have passed."), "passed"
        ),
        "ck_assessment_finding_finding_says_what": Explanation(_l("Write what was found."), "text"),
    }
)
