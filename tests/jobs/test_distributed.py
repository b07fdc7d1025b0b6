"""What we add to procrastinate: schedules, and jobs of workers that died."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import text

from portal.config import Settings
from portal.db import session, writing
from portal.jobs import enqueue, parked, run_due
from portal.jobs_distributed import cron
from portal.jobs_work import job, works
from tests.jobs.works import done

UNSCOPED = {"unscoped": "the tables of procrastinate"}


@pytest.fixture
def on_postgres(settings: Settings) -> None:
    if settings.sqlite:
        pytest.skip("procrastinate works on PostgreSQL alone")


def test_a_nightly_schedule_is_told_in_utc():
    assert cron(works()["tests.nightly"]) == "10 19 * * *"


@pytest.mark.parametrize(("every", "said"), [(10, "*/10 * * * *"), (120, "0 */2 * * *")])
def test_an_interval_is_told_as_minutes_or_hours(every, said):
    job(f"tests.every_{every}", every=timedelta(minutes=every))(len)
    assert cron(works()[f"tests.every_{every}"]) == said


def test_the_job_of_a_dead_worker_is_queued_again(on_postgres):
    leave_behind(attempts=0)
    current_app.extensions["jobs"].free_stalled()
    run_due()
    assert done == [1]


def test_a_job_that_killed_every_worker_is_parked(on_postgres):
    leave_behind(attempts=1)
    current_app.extensions["jobs"].free_stalled()
    assert run_due() == 0
    assert "its worker died" in parked()[0].error


def leave_behind(attempts: int) -> None:
    """A job in the hands of a worker whose heart has not beaten for a minute."""
    with writing() as current:
        enqueue("tests.die", number=1)
        worker = text(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute') RETURNING id"
        )
        number = current.execute(worker, execution_options=UNSCOPED).scalar_one()
        taken = text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = :worker, attempts = :attempts")
        current.execute(taken, {"worker": number, "attempts": attempts}, execution_options=UNSCOPED)
    session().rollback()
