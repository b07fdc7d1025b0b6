"""Background work on risk reports."""

from portal.clock import now
from portal.jobs import job
from portal.risks.peers import refresh_all, refresh_division
from portal.risks.reminding import remind_enterprises


@job("risks.remind_enterprises", daily="08:00")
def remind() -> None:
    """Tell enterprises which reports are due; again on the same day tells nobody twice."""
    remind_enterprises(now())


@job("risks.refresh_peers", daily="02:30")
def refresh_peers() -> None:
    """Count what is usual in every trade."""
    refresh_all(now())


@job("risks.refresh_division")
def refresh_peers_of_division(of: str) -> None:
    """Count what is usual in a division of trades, after a report of it was submitted."""
    refresh_division(of, now())
