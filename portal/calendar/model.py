"""Tables of the years that an administrator has set, and their special days."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.calendar.rules import YearState
from portal.db import Base, UtcDateTime, Versioned, new_key, text_enum, url_key
from portal.problems import Explanation, explain_constraints
from portal.workdays import DayKind, SpecialDay, YearTable


class CalendarYear(Versioned, Base):
    """The table of one year as an administrator has set it; it replaces what the library says of that year.

    `edition` is a new random key at each change: nodes keep a table for as long as its edition is the same.
    """

    __tablename__ = "calendar_year"
    __table_args__ = (
        CheckConstraint("state <> 'announced' OR notice <> ''", name="announced_year_names_its_notice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    year: Mapped[int] = mapped_column(unique=True)
    state: Mapped[YearState] = mapped_column(text_enum(YearState))
    notice: Mapped[str] = mapped_column(String(120), default="")
    edition: Mapped[str] = mapped_column(String(16), default=new_key)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(String(160))

    days: Mapped[list["Day"]] = relationship(order_by="Day.day", cascade="all, delete-orphan")

    @property
    def table(self) -> YearTable:
        """As deadlines use it."""
        days = {one.day: SpecialDay(one.kind, one.name) for one in self.days}
        return YearTable(days, self.state is YearState.ANNOUNCED, self.notice)


class Day(Base):
    """A holiday on a weekday or a make-up day at a weekend."""

    __tablename__ = "special_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("calendar_year.id"), index=True)
    day: Mapped[date] = mapped_column(unique=True)
    kind: Mapped[DayKind] = mapped_column(text_enum(DayKind))
    name: Mapped[str] = mapped_column(String(40), default="")


explain_constraints(
    {
        "ck_calendar_year_announced_year_names_its_notice": Explanation(
            _l("Name the notice by which the year was announced."), "notice"
        ),
        "uq_calendar_year_year": Explanation(_l("Someone else has just set this year; look at it again.")),
    }
)
