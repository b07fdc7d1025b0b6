"""Tables of notices, of who has read them, and of mails to be sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.access import Owned
from portal.db import Base, UtcDateTime, region_column, url_key


class Notice(Owned, Base):
    """One thing that one organisation is told. `facts` fill the sentence that its kind has in labels."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint(
            "(enterprise_id IS NULL) <> (authority_id IS NULL)", name="notice_is_for_one_organisation"
        ),
        Index(None, "enterprise_id", "id"),
        Index(None, "authority_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"))  # type: ignore[assignment]
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"))
    region_path: Mapped[str] = region_column()
    kind: Mapped[str] = mapped_column(String(64))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    thing_kind: Mapped[str] = mapped_column(String(40))
    thing_key: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Reading(Base):
    """One membership has read one notice."""

    __tablename__ = "notice_reading"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), primary_key=True)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Mail(Base):
    """One mail to one person: a row of the transaction that caused it, sent after it by a job.

    The body is emptied once it is sent, for it may hold a one-time link.
    """

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    to_name: Mapped[str] = mapped_column(String(60))
    to_address: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
