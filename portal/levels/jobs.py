"""Background work of levels."""

import structlog

from portal import clock
from portal.jobs import job
from portal.levels import actions

log = structlog.get_logger()


@job("levels.expire", daily="00:20")
def expire() -> None:
    """Let levels expire whose last day was yesterday or before."""
    log.info("levels.expired", levels=actions.expire_by_date(clock.now()))
