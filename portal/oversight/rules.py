"""How an enterprise stands with its yearly report."""

from datetime import date
from enum import Enum


class Standing(Enum):
    """One enterprise, one year: the first that holds, from the top."""

    CHECKED = "checked"
    RETURNED = "returned"
    WAITING = "waiting"
    NOT_FILED = "not_filed"


REPORT = "risk_report"
"""The kind of filing whose coverage is shown."""

FILED = (Standing.CHECKED, Standing.RETURNED, Standing.WAITING)


def share(part: int, whole: int) -> str:
    """A percentage with one decimal; — of nothing."""
    return f"{100 * part / whole:.1f}%" if whole else "—"


def is_past(due: date, on: date) -> bool:
    """Whether a calendar deadline has passed; the day itself still counts."""
    return on > due
