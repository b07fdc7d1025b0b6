"""Background work of the register."""

import structlog

from portal import clock
from portal.jobs import job
from portal.risks.reminding import remind

log = structlog.get_logger()


@job("risks.remind_of_checks", daily="07:30")
def remind_of_checks() -> None:
    """Tell each enterprise in the morning which checks are due or have lapsed."""
    log.info("checks.reminded", enterprises=remind(clock.now()))
