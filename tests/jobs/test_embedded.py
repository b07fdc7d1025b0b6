"""What only the leased table of SQLite has to prove; procrastinate proves its own."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import current_app
from sqlalchemy import select

from portal import jobs_embedded
from portal.config import Settings
from portal.db import ROOT, session, writing
from portal.jobs import Job, enqueue, parked, run_due
from portal.jobs_embedded import LEASE, Embedded
from tests.jobs.works import done, free, rung

NIGHT = datetime(2026, 11, 23, 19, 10, tzinfo=UTC)
"""03:10 on the 24th in Shanghai."""


@pytest.fixture
def queue(monkeypatch) -> Embedded:
    """A queue of the test's own, in the place of the app's."""
    queue = Embedded(current_app._get_current_object())
    monkeypatch.setitem(current_app.extensions, "jobs", queue)
    return queue


def rows() -> list[Job]:
    session().rollback()
    return list(session().scalars(select(Job)))


def test_a_worker_wakes_at_once_when_a_job_is_kept(queue, monkeypatch):
    monkeypatch.setattr(jobs_embedded, "LONGEST_SLEEP", timedelta(hours=1))
    queue.start()
    try:
        with writing():
            enqueue("tests.note", number=1)
        assert rung.wait(10)
    finally:
        queue.stop()


def test_a_worker_that_is_stopped_ends_its_job_and_begins_no_other(queue):
    with writing():
        enqueue("tests.slow", number=1)
        enqueue("tests.note", number=2)
    queue.start()
    assert rung.wait(10)
    stopper = threading.Thread(target=queue.stop)
    stopper.start()
    queue._stopping.wait(10)
    free.set()
    stopper.join()
    assert done == [1]
    assert [row.name for row in rows() if not row.periodic] == ["tests.note"]


def test_the_job_of_a_killed_process_runs_again_when_its_lease_has_ended(settings):
    with writing():
        enqueue("tests.die", number=1)
    die(settings)
    assert run_due() == 0
    with time_machine.travel(datetime.now(UTC) + LEASE + timedelta(seconds=1)):
        assert run_due() == 1
    assert done == [1]


def test_a_job_that_kills_every_process_is_parked(settings):
    with writing():
        enqueue("tests.die", number=1)
    for minutes in (0, 2):
        die(settings, minutes)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=4)):
        run_due()
    assert "the process ended" in parked()[0].error
    assert done == []


def die(settings: Settings, minutes: int = 0) -> None:
    """Start a process that takes the job and is gone in the middle of it."""
    program = f"""
import time_machine
from datetime import UTC, datetime, timedelta
from portal import create_app
from portal.jobs import run_due
import tests.jobs.works
with create_app().app_context(), time_machine.travel(datetime.now(UTC) + timedelta(minutes={minutes})):
    run_due()
"""
    surroundings = os.environ | {
        "DIE": "1",
        "DATA_FOLDER": str(settings.data_folder),
        "PYTHONPATH": str(ROOT),
    }
    answer = subprocess.run([sys.executable, "-c", program], env=surroundings, cwd=ROOT, check=False)
    assert answer.returncode == 9


def test_the_lease_of_a_long_job_is_renewed(queue, monkeypatch):
    monkeypatch.setattr(jobs_embedded, "RENEWAL", timedelta(milliseconds=5))
    with writing():
        enqueue("tests.note", number=1)
    claimed = queue._claim()
    began = rows()[0].leased_until
    with queue._renewing(claimed):
        assert any(rows()[0].leased_until > began for _look in range(2000))


def test_a_job_that_another_worker_took_over_is_left_alone(queue):
    with writing():
        enqueue("tests.note", number=1)
    claimed = queue._claim()
    with writing() as current:
        current.scalars(select(Job)).one().lease = "another"
    queue._finish(claimed, "")
    assert rows()[0].lease == "another"


def test_nightly_work_runs_once_a_night(queue):
    with time_machine.travel(NIGHT - timedelta(hours=1)):
        queue.schedule()
        queue.schedule()
        assert [row.due_at for row in rows() if row.periodic == "tests.nightly"] == [NIGHT]
        run_due()
    assert 310 not in done
    with time_machine.travel(NIGHT + timedelta(seconds=1)):
        run_due()
        run_due()
    assert done.count(310) == 1
    assert [row.due_at for row in rows() if row.periodic == "tests.nightly"] == [NIGHT + timedelta(days=1)]


def test_the_row_of_periodic_work_that_is_gone_is_removed(queue):
    with writing() as current:
        current.add(Job(name="tests.old", periodic="tests.old", ids={}, due_at=NIGHT))
    queue.schedule()
    assert "tests.old" not in [row.name for row in rows()]
