"""How an enterprise stands with its yearly report."""

from enum import Enum


class Standing(Enum):
    """One enterprise, one year: the first that holds, from the top."""

    CHECKED = "checked"
    RETURNED = "returned"
    WAITING = "waiting"
    OVERDUE = "overdue"
    NOT_FILED = "not_filed"


MISSING = (Standing.OVERDUE, Standing.NOT_FILED)
FILED = (Standing.CHECKED, Standing.RETURNED, Standing.WAITING)


def share(part: int, whole: int) -> str:
    """A percentage with one decimal; — of nothing."""
    return f"{100 * part / whole:.1f}%" if whole else "—"
