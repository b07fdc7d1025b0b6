"""Affirmation 逐项确认: what an enterprise says, once a year, of each row that a report of an earlier year declared.

Every row is answered by itself: unchanged, changed or gone. An answer alone settles nothing: "changed" counts once the
row was really changed, "gone" as long as it is out of the register. Law: 省政府令第140号 (the regular report says
what stands now, not what stood last year).
"""

from datetime import date, datetime
from enum import Enum

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.access import Owned
from portal.clock import ZONE, local_day
from portal.db import Base, UtcDateTime, text_enum, url_key
from portal.problems import Explanation, explain_constraints
from portal.registry.moving import follows_enterprise
from portal.risks.model import Risk


class Affirmed(Enum):
    """What is said of a row of last year."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    GONE = "gone"


class Affirmation(Owned, Base):
    """What an enterprise answered to one row for the regular report of a year; a later answer takes its place.

    `since`: a change of the row after this moment is the change that the answer speaks of.
    """

    __tablename__ = "affirmation"
    __table_args__ = (
        UniqueConstraint("risk_id", "year"),
        ForeignKeyConstraint(["enterprise_id", "risk_id"], ["risk.enterprise_id", "risk.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    year: Mapped[int]
    risk_id: Mapped[int]
    answer: Mapped[Affirmed] = mapped_column(text_enum(Affirmed))
    note: Mapped[str] = mapped_column(String(300), default="")
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(60))

    @property
    def answered_on(self) -> date:
        """The day of the answer in Asia/Shanghai."""
        return local_day(self.answered_at)


def beginning_of(year: int) -> datetime:
    """The moment at which a year begins in Asia/Shanghai."""
    return datetime(year, 1, 1, tzinfo=ZONE)


def is_due(risk: Risk, year: int) -> bool:
    """Whether a row is one of last year's: declared before the year began."""
    return risk.first_filed_at is not None and risk.first_filed_at < beginning_of(year)


def settles(kept: Affirmation | None, risk: Risk) -> bool:
    """Whether an answer stands: what it says of the row has come true."""
    if kept is None:
        return False
    if kept.answer is Affirmed.CHANGED:
        return risk.changed_at > kept.since
    return (kept.answer is Affirmed.GONE) == (risk.removed_at is not None)


follows_enterprise(Affirmation)
explain_constraints(
    {
        "uq_affirmation_risk_id_year": Explanation(
            _l("Someone else has just answered this row; look at the answer first.")
        ),
    }
)
