"""What we add to procrastinate: jobs of workers that died."""

from flask import current_app
from sqlalchemy import text

from portal.db import session, writing
from portal.jobs import enqueue, parked, run_due
from tests.jobs.works import done

UNSCOPED = {"unscoped": "the tables of procrastinate"}


def test_the_job_of_a_dead_worker_is_queued_again():
    leave_behind(attempts=0)
    current_app.extensions["jobs"].free_stalled()
    run_due()
    assert done == [1]


def test_a_job_that_killed_every_worker_is_parked():
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
        taken = text(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = :worker, attempts = :attempts"
        )
        current.execute(taken, {"worker": number, "attempts": attempts}, execution_options=UNSCOPED)
    session().rollback()
