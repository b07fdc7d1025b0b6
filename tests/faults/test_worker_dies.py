"""A worker is killed with a job in its hands: another does it, once, and no job is lost."""

import hashlib

import pytest
from sqlalchemy import func, select, text

from portal import audit, storage
from portal.audit import Event
from portal.config import Settings
from portal.db import session
from portal.documents.model import Paper
from portal.documents.rules import PaperState
from portal.jobs import Job, parked
from tests.build import an_authority
from tests.documents.build import an_issued_paper
from tests.faults.processes import Worker, until

PAPERS = 12
LONGEST = 150
"""Seconds: a lease of 60, or a heart that has not beaten for 30, and the work itself."""


def in_hand(settings: Settings) -> bool:
    """Whether a job is being done."""
    session().rollback()
    if settings.sqlite:
        return bool(session().scalar(select(func.count(Job.id)).where(Job.lease.is_not(None))))
    doing = text(
        "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND task_name = 'documents.print'"
    )
    return bool(session().scalar(doing, execution_options={"unscoped": "the tables of procrastinate"}))


def die_at_work(worker: Worker, settings: Settings) -> None:
    """Kill the worker while it has a job in hand."""
    worker.launch()

    def caught() -> bool:
        if not in_hand(settings):
            return False
        worker.freeze()
        busy = in_hand(settings)
        if not busy:
            worker.thaw()
        return busy

    until(caught)
    worker.kill()


def in_force() -> int:
    session().rollback()
    return session().scalar(select(func.count(Paper.id)).where(Paper.state == PaperState.IN_FORCE)) or 0


@pytest.mark.timeout(400)
def test_the_jobs_of_a_killed_worker_are_done_by_the_next(worker: Worker, settings: Settings):
    town = an_authority()
    for _paper in range(PAPERS):
        an_issued_paper(authority=town)
    die_at_work(worker, settings)
    assert in_force() < PAPERS
    worker.launch()
    until(lambda: in_force() == PAPERS, LONGEST)

    done = session().scalars(select(Event.thing_key).where(Event.verb == "paper.put_in_force")).all()
    assert len(done) == len(set(done)) == PAPERS
    for paper in session().scalars(select(Paper)):
        assert hashlib.sha256(storage.read(paper.file_key)).hexdigest() == paper.sha256
    assert list(audit.broken_links()) == []
    assert parked() == []
