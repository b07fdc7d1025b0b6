"""Tables of issued papers and of the series of their numbers."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    event,
    inspect,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Owned
from portal.accounts.model import Authority
from portal.db import Base, UtcDateTime, text_enum, url_key
from portal.documents.kinds import KINDS
from portal.documents.rules import PaperState

FROZEN = (
    "enterprise_id", "region_path", "kind", "number", "authority_id", "year", "serial", "facts_json", "code",
    "subject_kind", "subject_key", "issued_at", "issued_by",
)  # fmt: skip
"""What never changes once a paper has its number."""

ONCE = ("file_key", "sha256")
"""What is written once, when the paper is printed."""


class PaperSeries(Base):
    """The last serial taken of one authority, kind and year; its row lock orders those who take the next."""

    __tablename__ = "paper_series"

    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Paper(Owned, Base):
    """One issued paper: its number and frozen facts, the file printed from them, and where it stands.

    `subject_kind`, `subject_key`: the row that it is about. `code`: what verification asks for. `file_key`, `sha256`
    and `size` (bytes) are those of the signed PDF, empty while it is being printed.
    """

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("authority_id", "kind", "year", "serial"),
        Index(None, "enterprise_id", "id", unique=True),
        ForeignKeyConstraint(["enterprise_id", "successor_id"], ["paper.enterprise_id", "paper.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    kind: Mapped[str] = mapped_column(String(32))
    number: Mapped[str] = mapped_column(String(60), unique=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), index=True)
    year: Mapped[int]
    serial: Mapped[int]
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_key: Mapped[str] = mapped_column(String(40), index=True)
    facts_json: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    _state: Mapped[PaperState] = mapped_column("state", text_enum(PaperState), default=PaperState.ISSUING)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    issued_by: Mapped[str] = mapped_column(String(160))
    in_force_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    file_key: Mapped[str] = mapped_column(String(120), default="", active_history=True)
    sha256: Mapped[str] = mapped_column(String(64), default="", active_history=True)
    size: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[str] = mapped_column(Text, default="")
    successor_id: Mapped[int | None]

    authority: Mapped[Authority] = relationship()
    successor: Mapped["Paper | None"] = relationship(
        primaryjoin="Paper.successor_id == Paper.id", foreign_keys="Paper.successor_id", remote_side=[id]
    )

    @hybrid_property
    def state(self) -> PaperState:
        """Where it stands; changed by the workflow alone."""
        return self._state

    @property
    def facts(self) -> dict[str, Any]:
        """What is printed on it, as frozen at issue."""
        frozen: dict[str, Any] = json.loads(self.facts_json)
        return frozen

    @property
    def title(self) -> str:
        """The name of its kind, in Chinese as on the paper."""
        return KINDS[self.kind].title

    @property
    def is_printed(self) -> bool:
        """Whether the file exists."""
        return bool(self.sha256)

    @property
    def file_name(self) -> str:
        """The name under which it is downloaded, such as （如）应急责改〔2026〕14号 责令限期整改指令书.pdf."""
        return f"{self.number} {self.title}.pdf"


@event.listens_for(Paper, "before_update")
def _refuse_change(_mapper: Any, _connection: Any, paper: Paper) -> None:
    """What was issued never changes."""
    attributes = inspect(paper).attrs
    changed = [name for name in FROZEN if attributes[name].history.has_changes()]
    replaced = [name for name in ONCE if any(attributes[name].history.deleted or ())]
    if changed or replaced:
        raise AssertionError(f"an issued paper never changes: {changed + replaced}")


@event.listens_for(Paper, "before_delete")
def _refuse_deletion(_mapper: Any, _connection: Any, _paper: Paper) -> None:
    raise AssertionError("an issued paper is never deleted")
