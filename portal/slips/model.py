"""Tables of slips and of what their holders suggest."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Owned
from portal.clock import local_day
from portal.db import Base, UtcDateTime, session, text_enum, url_key
from portal.problems import Explanation, explain_constraints
from portal.registry.moving import follows_enterprise
from portal.risks.photos import Pictured
from portal.risks.rules import CheckResult
from portal.slips.rules import SuggestionKind, SuggestionState
from portal.storage import claim_files


class Slip(Owned, Base):
    """One person's link to chosen rows of the register, for some days. Of its token only the digest is kept.

    `risk_keys`: the rows as they were chosen; one that is removed since is no longer shown.
    """

    __tablename__ = "slip"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "id"),
        CheckConstraint("person <> ''", name="slip_is_for_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    person: Mapped[str] = mapped_column(String(60))
    post: Mapped[str] = mapped_column(String(60), default="")
    risk_keys: Mapped[list[Any]] = mapped_column(JSON)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(60))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    suggestions: Mapped[list["Suggestion"]] = relationship(
        back_populates="slip", order_by="Suggestion.id.desc()"
    )

    def holds(self, at: datetime) -> bool:
        """Whether its link opens at a moment."""
        return self.revoked_at is None and at < self.expires_at


class Suggestion(Owned, Pictured, Base):
    """One thing that the holder of a slip suggests; what became of it stands in the same row.

    `control_key` and `risk_key` name what it is about. `title` and `place` are those of a new hazard; `words` say the
    rest: what was seen, what the control should be, why it is not so any more. `once` is the key of the form that
    brought it. `made_kind` and `made_key` name what its acceptance made or changed.
    """

    __tablename__ = "suggestion"
    __table_args__ = (
        UniqueConstraint("slip_id", "once"),
        ForeignKeyConstraint(["enterprise_id", "slip_id"], ["slip.enterprise_id", "slip.id"]),
        CheckConstraint("kind <> 'check' OR result IS NOT NULL", name="check_says_what_was_found"),
        CheckConstraint("state <> 'declined' OR reason <> ''", name="declined_has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    slip_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[SuggestionKind] = mapped_column(text_enum(SuggestionKind))
    _state: Mapped[SuggestionState] = mapped_column(
        "state", text_enum(SuggestionState), default=SuggestionState.WAITING, index=True
    )
    risk_key: Mapped[str] = mapped_column(String(16), default="")
    control_key: Mapped[str] = mapped_column(String(16), default="")
    result: Mapped[CheckResult | None] = mapped_column(text_enum(CheckResult))
    title: Mapped[str] = mapped_column(String(120), default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    once: Mapped[str] = mapped_column(String(40))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    made_kind: Mapped[str] = mapped_column(String(40), default="")
    made_key: Mapped[str] = mapped_column(String(16), default="")

    slip: Mapped[Slip] = relationship(back_populates="suggestions")

    @hybrid_property
    def state(self) -> SuggestionState:
        """Where it stands; changed by the workflow alone."""
        return self._state

    @property
    def added_on(self) -> date:
        """The day on which it was added, in Asia/Shanghai."""
        return local_day(self.added_at)


for table in (Slip, Suggestion):
    follows_enterprise(table)

explain_constraints(
    {
        "ck_slip_slip_is_for_somebody": Explanation(_l("Write whom the slip is for."), "person"),
        "ck_suggestion_declined_has_a_reason": Explanation(_l("Write why it is declined."), "reason"),
    }
)


@claim_files
def photos_in_use(keys: Collection[str]) -> Collection[str]:
    """Of these files, the photos of suggestions. 1 statement."""
    return session().scalars(select(Suggestion.file_key).where(Suggestion.file_key.in_(keys))).all()
