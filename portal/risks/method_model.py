"""Grading methods that an authority defines: one row a version, from draft over force to withdrawal."""

import hashlib
from datetime import date, datetime
from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime, Versioned, canonical_json, region_column, text_enum, url_key
from portal.problems import Explanation, explain_constraints
from portal.workflow import Workflow


class MethodState(Enum):
    """Where a version of a grading method stands."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"


METHOD = Workflow(
    "method",
    ("put_in_force", {MethodState.DRAFT}, MethodState.IN_FORCE),
    ("withdraw", {MethodState.IN_FORCE}, MethodState.WITHDRAWN),
)

EVERYWHERE = "/"
"""The region of a method that the operator loaded for the whole portal."""


class GradingMethod(Versioned, Base):
    """One version of a grading method as an authority defines it; enterprises below its region grade by it.

    `method` is the key that stays with every result (`ls5@2`), `family` what its versions have in common (`ls5`).
    `content` has the shape of a row of data/risk/methods.json, without what changes (state and dates); once the
    version has left its draft, neither content nor key change any more (triggers hold that). `digest` names the
    content, so that a process parses it once. No authority: loaded by the operator for the whole portal.
    """

    __tablename__ = "grading_method"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'in_force', 'withdrawn')", name="state_is_known"),
        CheckConstraint("state = 'draft' OR valid_from IS NOT NULL", name="version_in_force_has_begun"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="version_ends_after_it_began"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    method: Mapped[str] = mapped_column(String(20), unique=True)
    family: Mapped[str] = mapped_column(String(12), index=True)
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"), index=True)
    region_path: Mapped[str] = region_column()
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text, default="")
    _state: Mapped[MethodState] = mapped_column("state", text_enum(MethodState), default=MethodState.DRAFT)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    made_by: Mapped[str] = mapped_column(String(60), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @hybrid_property
    def state(self) -> MethodState:
        """Where it stands; changed by the workflow alone."""
        return self._state

    @property
    def name(self) -> str:
        """Its Chinese name."""
        return str(self.content["name_zh"])

    def write(self, content: dict[str, Any]) -> None:
        """Take over a content, which the digest then names."""
        self.content = content
        self.digest = hashlib.sha256(canonical_json(content)).hexdigest()


explain_constraints(
    {
        "uq_grading_method_method": Explanation(
            _l("There is a version of this name already; choose another short name."), "family"
        ),
        "ck_grading_method_version_ends_after_it_began": Explanation(
            _l("It would end before it begins."), "valid_from"
        ),
    }
)
