"""Tables of filings, frozen revisions, remarks and accepted rows."""

import hashlib
import json
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Owned
from portal.db import Base, UtcDateTime, Versioned, canonical_json, text_enum, url_key
from portal.filings.kinds import Kind, kind_of
from portal.filings.rules import RECALL_MINUTES, FilingState, Occasion, RejectionGround
from portal.registry.model import Enterprise


class Filing(Owned, Versioned, Base):
    """One declaration of an enterprise for a kind, a year and an occasion. Its region is frozen at submission:
    what was filed stays with the town of that day."""

    __tablename__ = "filing"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "kind_code", "year", "occasion", "number"),
        Index(None, "enterprise_id", "id", unique=True),
        CheckConstraint("stage >= 0", name="filing_stage_is_counted_from_zero"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    kind_code: Mapped[str] = mapped_column(String(32), index=True)
    year: Mapped[int]
    occasion: Mapped[Occasion] = mapped_column(text_enum(Occasion))
    number: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(String(300), default="")
    began_on: Mapped[date]
    due_on: Mapped[date]
    _state: Mapped[FilingState] = mapped_column(
        "state", text_enum(FilingState), default=FilingState.DRAFT, index=True
    )
    stages: Mapped[list[Any]] = mapped_column(JSON, default=list)
    stage: Mapped[int] = mapped_column(default=0)
    stage_level: Mapped[str] = mapped_column(String(12), default="", index=True)
    highlights: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    review_due_on: Mapped[date | None] = mapped_column(index=True)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_by: Mapped[str] = mapped_column(String(60), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(160), default="")
    mend_due_on: Mapped[date | None]
    decision_note: Mapped[str] = mapped_column(Text, default="")
    rejection_ground: Mapped[RejectionGround | None] = mapped_column(text_enum(RejectionGround))

    enterprise: Mapped[Enterprise] = relationship(foreign_keys="Filing.enterprise_id")
    revisions: Mapped[list["Revision"]] = relationship(back_populates="filing", order_by="Revision.number")

    @hybrid_property
    def state(self) -> FilingState:
        """Where it stands; changed by the workflow alone."""
        return self._state

    @property
    def kind(self) -> Kind:
        """What plugs this filing into the engine."""
        return kind_of(self.kind_code)

    @property
    def title(self) -> str:
        """Its name in the reader's language, such as 2026 年定期风险报告."""
        return self.kind.title(self)

    @property
    def is_last_stage(self) -> bool:
        """Whether the authority that looks now is the last to look."""
        return self.stage == len(self.stages)

    def may_be_recalled(self, at: datetime) -> bool:
        """Until a reviewer opens it, and in any case for ten minutes."""
        if self.submitted_at is None:
            return False
        return self.opened_at is None or at - self.submitted_at <= timedelta(minutes=RECALL_MINUTES)


class Revision(Owned, Base):
    """What was declared at one submission; frozen (a trigger guards it in both databases)."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("filing_id", "number"),
        Index(None, "enterprise_id", "id", unique=True),
        ForeignKeyConstraint(["enterprise_id", "filing_id"], ["filing.enterprise_id", "filing.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    filing_id: Mapped[int] = mapped_column(index=True)
    number: Mapped[int]
    snapshot_json: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    declared_by: Mapped[str] = mapped_column(String(60))
    membership_id: Mapped[int]
    declaration: Mapped[str] = mapped_column(Text)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)

    filing: Mapped[Filing] = relationship(back_populates="revisions")

    @property
    def snapshot(self) -> dict[str, Any]:
        """The declared content as plain JSON values."""
        content: dict[str, Any] = json.loads(self.snapshot_json)
        return content

    def holds(self) -> bool:
        """Whether the bytes still are those that were declared."""
        return hashlib.sha256(self.snapshot_json).hexdigest() == self.digest


def frozen(snapshot: dict[str, Any]) -> tuple[bytes, str]:
    """Canonical bytes of a snapshot and their SHA-256."""
    content = canonical_json(snapshot)
    return content, hashlib.sha256(content).hexdigest()


class Remark(Owned, Base):
    """A reviewer's word on a row or a field; a draft of the reviewer until the filing is sent back."""

    __tablename__ = "remark"
    __table_args__ = (
        ForeignKeyConstraint(["enterprise_id", "filing_id"], ["filing.enterprise_id", "filing.id"]),
        ForeignKeyConstraint(["enterprise_id", "revision_id"], ["revision.enterprise_id", "revision.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    filing_id: Mapped[int] = mapped_column(index=True)
    revision_id: Mapped[int]
    path: Mapped[str] = mapped_column(String(200))
    reason_code: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(60))
    author_membership_id: Mapped[int]
    authority: Mapped[str] = mapped_column(String(120))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class RowCheck(Owned, Base):
    """A row that a reviewer accepted as it stood; holds as long as the row's digest is the same."""

    __tablename__ = "row_check"
    __table_args__ = (
        UniqueConstraint("filing_id", "path"),
        ForeignKeyConstraint(["enterprise_id", "filing_id"], ["filing.enterprise_id", "filing.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    filing_id: Mapped[int]
    path: Mapped[str] = mapped_column(String(200))
    row_digest: Mapped[str] = mapped_column(String(64))
    checked_by: Mapped[str] = mapped_column(String(60))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
