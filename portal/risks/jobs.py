"""Background work of the register and its reports."""

import structlog

from portal import clock
from portal.jobs import job
from portal.risks import check_reminding, method_telling, peers, reminding

log = structlog.get_logger()


@job("risks.remind_enterprises", daily="08:00")
def remind() -> None:
    """Tell enterprises which reports are due; again on the same day tells nobody twice."""
    reminding.remind_enterprises(clock.now())


@job("risks.remind_of_checks", daily="07:30")
def remind_of_checks() -> None:
    """Tell each enterprise in the morning which checks are due or have lapsed."""
    log.info("checks.reminded", enterprises=check_reminding.remind(clock.now()))


@job("risks.tell_of_methods", daily="07:40")
def tell_of_methods() -> None:
    """Tell enterprises of new versions of the methods that they grade by."""
    log.info("methods.told", enterprises=method_telling.tell(clock.now()))


@job("risks.refresh_peers", daily="02:30")
def refresh_peers() -> None:
    """Count what is usual in every trade."""
    peers.refresh_all(clock.now())


@job("risks.refresh_division")
def refresh_peers_of_division(of: str) -> None:
    """Count what is usual in a division of trades, after a report of it was submitted."""
    peers.refresh_division(of, clock.now())
