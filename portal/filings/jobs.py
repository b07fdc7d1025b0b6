"""Background work on filings."""

from portal.clock import now
from portal.filings.reminding import remind_reviewers
from portal.jobs import job


@job("filings.remind_reviewers", daily="08:10")
def remind() -> None:
    """Tell reviewers what they have to look at; again on the same day tells nobody twice."""
    remind_reviewers(now())
