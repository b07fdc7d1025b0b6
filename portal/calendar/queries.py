"""What is seen of the years that an administrator has set."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.calendar.model import CalendarYear


def year_set(session: Session, year: int) -> CalendarYear | None:
    """The year as an administrator has set it, or None. 2 statements."""
    statement = select(CalendarYear).where(CalendarYear.year == year)
    return session.scalars(statement.options(selectinload(CalendarYear.days))).one_or_none()


def editions(session: Session) -> dict[int, str]:
    """The edition in force of each year that an administrator has set. 1 statement."""
    rows = session.execute(select(CalendarYear.year, CalendarYear.edition))
    return {row.year: row.edition for row in rows}
