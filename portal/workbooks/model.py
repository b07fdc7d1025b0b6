"""Tables of imports: the workbook that was given in, and which head means which column, as the enterprise said."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, String, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from portal.access import Owned
from portal.db import Base, UtcDateTime, Versioned, text_enum, url_key
from portal.registry.moving import follows_enterprise
from portal.workbooks.rules import Counts, Finding, WorkbookState


class Workbook(Owned, Versioned, Base):
    """A workbook that an enterprise gave in, and what came of it.

    `heads`: the words of the heads by column; `mapping`: column (from 0, as text) → key of our column. `findings`,
    `changes` and `skipped` are what the page shows of the last check. `progress`: rows read so far while it is saved;
    `trouble`: why saving it in the background did not work, in words.
    """

    __tablename__ = "workbook"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    name: Mapped[str] = mapped_column(String(120))
    file_key: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64))
    _state: Mapped[WorkbookState] = mapped_column(
        "state", text_enum(WorkbookState), default=WorkbookState.READ
    )
    sheet: Mapped[str] = mapped_column(String(64))
    heads: Mapped[list[Any]] = mapped_column(JSON)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    counts_kept: Mapped[list[Any]] = mapped_column(JSON, default=list)
    findings_kept: Mapped[list[Any]] = mapped_column(JSON, default=list)
    changes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    skipped: Mapped[list[Any]] = mapped_column(JSON, default=list)
    progress: Mapped[int] = mapped_column(Integer, default=0)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by: Mapped[str] = mapped_column(String(60))
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str] = mapped_column(String(60), default="")
    membership_id: Mapped[int | None]
    trouble: Mapped[str] = mapped_column(String(300), default="")

    @hybrid_property
    def state(self) -> WorkbookState:
        """Where it stands; its workflow alone changes it."""
        return self._state

    @property
    def counts(self) -> Counts:
        """How the rows fared in the last check."""
        return Counts(*self.counts_kept)

    @property
    def findings(self) -> list[Finding]:
        """The cells that cannot stand."""
        return [Finding.of(one) for one in self.findings_kept]

    @property
    def columns(self) -> dict[int, str]:
        """Column of the sheet (from 0) → key of our column."""
        return {int(column): key for column, key in self.mapping.items()}


class HeaderMapping(Owned, Base):
    """What an enterprise said of a row of heads. `meanings`: head → key of our column, empty for one left out."""

    __tablename__ = "header_mapping"
    __table_args__ = (UniqueConstraint("enterprise_id", "signature"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    signature: Mapped[str] = mapped_column(String(64))
    meanings: Mapped[dict[str, Any]] = mapped_column(JSON)
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str] = mapped_column(String(60))


for table in (Workbook, HeaderMapping):
    follows_enterprise(table)
