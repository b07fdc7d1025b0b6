"""When work is due: schedules, and pauses after failures."""

from datetime import UTC, datetime, time, timedelta

import pytest

from portal.jobs_distributed import cron
from portal.jobs_work import Work, job, works

EVENING = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)
"""A minute before midnight in Shanghai."""


def work(daily: time | None = None, every: timedelta | None = None) -> Work:
    return Work("tests.work", len, retries=5, pause=timedelta(seconds=10), daily=daily, every=every)


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 10), (2, 20), (3, 40), (5, 160), (40, 21600)])
def test_the_pause_doubles_up_to_six_hours(attempts, seconds):
    assert work().pause_after(attempts) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("daily", "due"),
    [
        (time(3, 10), datetime(2026, 11, 23, 19, 10, tzinfo=UTC)),
        (time(23, 59), datetime(2026, 11, 24, 15, 59, tzinfo=UTC)),
        (time(0, 0), datetime(2026, 11, 23, 16, 0, tzinfo=UTC)),
    ],
)
def test_daily_work_is_due_at_its_hour_in_shanghai_and_never_at_once_again(daily, due):
    assert work(daily).next_time(EVENING) == due


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ({"daily": time(3, 10)}, "10 19 * * *"),
        ({"daily": time(9, 0)}, "0 1 * * *"),
        ({"every": timedelta(minutes=10)}, "*/10 * * * *"),
        ({"every": timedelta(hours=2)}, "0 */2 * * *"),
    ],
)
def test_procrastinate_reads_the_schedule_in_utc(schedule, said):
    assert cron(work(**schedule)) == said


def test_one_name_cannot_mean_two_jobs():
    job("tests.named")(len)
    with pytest.raises(AssertionError, match="named twice"):
        job("tests.named")(sum)
    assert works()["tests.named"].function is len
