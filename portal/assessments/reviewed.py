"""The table of a reviewer's own answers to items of a filed assessment (复核评分)."""

from datetime import datetime
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.access import Owned
from portal.assessments.answers import Answer
from portal.assessments.rules import Met
from portal.db import Base, UtcDateTime, text_enum, url_key
from portal.problems import Explanation, explain_constraints
from portal.registry.moving import follows_enterprise


class ReviewedItem(Owned, Base):
    """What a reviewer found of one item, by the item's own rule, with the points that it gives.

    `points` is empty where the reviewer finds the item not applicable. It holds over resubmissions as long as the
    item that the enterprise declared is the same (`row_digest`). The enterprise sees it once the filing is decided.
    """

    __tablename__ = "reviewed_item"
    __table_args__ = (
        UniqueConstraint("filing_id", "item_id"),
        ForeignKeyConstraint(["enterprise_id", "filing_id"], ["filing.enterprise_id", "filing.id"]),
        CheckConstraint("points IS NULL OR points >= 0", name="reviewed_points_are_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    filing_id: Mapped[int] = mapped_column(index=True)
    item_id: Mapped[str] = mapped_column(String(40))
    row_digest: Mapped[str] = mapped_column(String(64))
    findings: Mapped[int | None]
    result: Mapped[Met | None] = mapped_column(text_enum(Met))
    option: Mapped[str | None] = mapped_column(String(32))
    sampled: Mapped[int | None]
    passed: Mapped[int | None]
    zero: Mapped[bool] = mapped_column(default=False)
    extra: Mapped[bool] = mapped_column(default=False)
    not_applicable: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    points: Mapped[Decimal | None] = mapped_column(Numeric(7, 3))
    reviewed_by: Mapped[str] = mapped_column(String(60))
    reviewed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def answer(self) -> Answer:
        """Its values as the score takes them."""
        return Answer(**{name: getattr(self, name) for name in Answer._fields})


follows_enterprise(ReviewedItem)

explain_constraints(
    {
        "uq_reviewed_item_filing_id_item_id": Explanation(
            _l("A colleague has just scored this item; look at it again.")
        )
    }
)
