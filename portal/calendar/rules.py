"""How a year stands, and what an administrator types of it. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from portal.workdays import DayKind

FIRST_YEAR, LAST_YEAR = 2021, 2099


class YearState(Enum):
    """Whether the State Council has announced the holidays of a year."""

    ANNOUNCED = "announced"
    PROJECTED = "projected"


@dataclass(frozen=True)
class Marks:
    """Days from the first to the last, both included, marked as one kind; None: as their weekday says."""

    first: date
    last: date
    kind: DayKind | None
    name: str = ""

    @property
    def days(self) -> list[date]:
        """Each day."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Announcement:
    """How a year stands, by which notice; `seen`: the edition that the administrator looked at."""

    state: YearState
    notice: str
    seen: str
