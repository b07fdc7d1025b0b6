"""Background work on risk reports."""

from portal.clock import now
from portal.jobs import job
from portal.risks.reminding import remind_enterprises


@job("risks.remind_enterprises", daily="08:00")
def remind() -> None:
    """Tell enterprises which reports are due; again on the same day tells nobody twice."""
    remind_enterprises(now())
