"""The one place that asks the clock. Views and jobs call it; what lies below is told the time."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def wall() -> datetime:
    """The real moment, for what counts tries and not deeds: throttles, keys of the machine."""
    return datetime.now(UTC)


def local_day(at: datetime) -> date:
    """The calendar day of a moment in Asia/Shanghai."""
    return at.astimezone(ZONE).date()


def day_begins(day: date) -> datetime:
    """The first moment of a calendar day in Asia/Shanghai."""
    return datetime.combine(day, time.min, ZONE)


def today() -> date:
    """Today's date in Asia/Shanghai."""
    return local_day(now())
