"""Background work of assessments."""

import structlog

from portal import clock
from portal.assessments import measure_reminding
from portal.jobs import job

log = structlog.get_logger()


@job("assessments.remind_of_measures", daily="07:40")
def remind_of_measures() -> None:
    """Tell each enterprise in the morning which measures are due soon or overdue; twice a day tells nobody twice."""
    log.info("measures.reminded", enterprises=measure_reminding.remind(clock.now()))
