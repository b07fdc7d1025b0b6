"""The table of rectification orders."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Owned
from portal.accounts.model import Authority
from portal.db import Base, UtcDateTime, Versioned, text_enum, url_key
from portal.documents.model import Paper
from portal.enforcement.rules import Head, Inspector, Item, OrderState, deadline_of
from portal.registry.model import Enterprise


class RectificationOrder(Owned, Versioned, Base):
    """One order to put things right, from the first note to the issued paper; its region is that of its beginning.

    `items`: rows of `rules.Item`; `inspectors`: id and key of two memberships; `number` is empty until it is issued.
    """

    __tablename__ = "rectification_order"
    __table_args__ = (
        ForeignKeyConstraint(["enterprise_id", "paper_id"], ["paper.enterprise_id", "paper.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), index=True)
    filing_key: Mapped[str] = mapped_column(String(16), default="")
    _state: Mapped[OrderState] = mapped_column(
        "state", text_enum(OrderState), default=OrderState.DRAFT, index=True
    )
    inspected_on: Mapped[date | None]
    record: Mapped[str] = mapped_column(String(60), default="")
    item_rows: Mapped[list[Any]] = mapped_column("items", JSON, default=list)
    item_count: Mapped[int] = mapped_column(default=0)
    deadline: Mapped[date | None] = mapped_column(index=True)
    interim: Mapped[str] = mapped_column(Text, default="")
    long_reason: Mapped[str] = mapped_column(Text, default="")
    inspector_rows: Mapped[list[Any]] = mapped_column("inspectors", JSON, default=list)
    contact: Mapped[str] = mapped_column(String(80), default="")
    prepared_by: Mapped[str] = mapped_column(String(60))
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    number: Mapped[str] = mapped_column(String(60), default="")
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paper_id: Mapped[int | None]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revocation_reason: Mapped[str] = mapped_column(Text, default="")

    enterprise: Mapped[Enterprise] = relationship(foreign_keys="RectificationOrder.enterprise_id")
    authority: Mapped[Authority] = relationship()
    paper: Mapped[Paper | None] = relationship(
        primaryjoin="RectificationOrder.paper_id == Paper.id", foreign_keys="RectificationOrder.paper_id"
    )

    @hybrid_property
    def state(self) -> OrderState:
        """Where it stands; changed by the workflow alone."""
        return self._state

    @property
    def items(self) -> list[Item]:
        """The problems, in their order."""
        return [Item.from_json(row) for row in self.item_rows]

    @property
    def head(self) -> Head:
        """What it says besides its items."""
        return Head(
            self.inspected_on, self.record, self.interim, self.inspector_keys, self.contact, self.long_reason
        )

    @property
    def inspector_keys(self) -> tuple[str, ...]:
        """Keys of the memberships that carry it."""
        return tuple(row["key"] for row in self.inspector_rows)

    @property
    def inspector_ids(self) -> tuple[int, ...]:
        """Ids of the memberships that carry it."""
        return tuple(row["id"] for row in self.inspector_rows)

    def set_head(self, head: Head, inspectors: Sequence[Inspector]) -> None:
        """Take over what was typed, with those of the named who may carry an order."""
        self.inspected_on, self.record, self.interim = head.inspected_on, head.record, head.interim
        self.contact, self.long_reason = head.contact, head.long_reason
        self.inspector_rows = [{"id": one.id, "key": one.key} for one in inspectors]

    def set_items(self, items: Sequence[Item]) -> None:
        """Take over the items; count and deadline follow."""
        self.item_rows = [item.as_json() for item in items]
        self.item_count, self.deadline = len(items), deadline_of(items)
