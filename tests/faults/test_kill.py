"""20 SIGKILLs under 200 submissions: what was acknowledged is there, once; numbers have no gap, chains no break."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPException

import pytest
from sqlalchemy import func, select

from portal import audit, storage
from portal.config import Settings
from portal.db import session
from portal.documents.kinds import RECEIPT
from portal.documents.model import Paper
from portal.filings.model import Filing, Revision
from portal.filings.rules import FilingState
from portal.jobs import Job
from tests.build import an_authority
from tests.faults.people import Answer, Person
from tests.faults.processes import Portal
from tests.faults.world import SIGNED, Ready, a_ready_report

SUBMISSIONS = 200
KILLS = 20
AT_ONCE = 8
TRIES = 40


class Reaper:
    """Kills the portal whenever another tenth submission is on its way, and starts it again."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.kills = 0
        self._sent = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._reap, daemon=True)

    def sent(self) -> None:
        """A submission is about to be sent, or its answer has just come."""
        self._sent.release()

    @contextmanager
    def at_work(self) -> Iterator["Reaper"]:
        """Reap while the others work."""
        self._thread.start()
        yield self
        self._thread.join()

    def _reap(self) -> None:
        while self.kills < KILLS:
            for _submission in range(2 * SUBMISSIONS // KILLS - 1):
                self._sent.acquire()
            self.portal.kill()
            self.kills += 1
            self.portal.start()


def insisting(portal: Portal, deed: Callable[[], Answer]) -> Answer:
    """Do it again, as a person does, until the portal has answered."""
    for _try in range(TRIES):
        try:
            answer = deed()
        except (OSError, HTTPException):
            portal.wait_until_up()
            continue
        if answer.status < 500:
            return answer
    raise AssertionError(f"no answer after {TRIES} tries")


def submit(ready: Ready, reaper: Reaper) -> str:
    """Sign in, look at everything, sign, send until it is acknowledged; answers the address led to."""
    person = Person(reaper.portal)
    insisting(reaper.portal, lambda: person.sign_in_as(ready.signer).get("/account"))
    forms: list[dict[str, str]] = []
    insisting(reaper.portal, lambda: opened(person, ready, forms))

    def send() -> Answer:
        reaper.sent()
        return person.post(ready.submit, {**forms[-1], **SIGNED})

    answer = insisting(reaper.portal, send)
    reaper.sent()
    assert answer.status == 303, answer.text
    return answer.location


def opened(person: Person, ready: Ready, forms: list[dict[str, str]]) -> Answer:
    """The page with everything on it; its form is kept."""
    forms.append(person.form(ready.submit))
    return person.get("/account")


@pytest.mark.timeout(900)
def test_whatever_was_acknowledged_before_a_kill_is_there_once(portal: Portal, settings: Settings):
    town = an_authority().id
    reports = [a_ready_report() for _report in range(SUBMISSIONS)]
    with Reaper(portal.start()).at_work() as reaper, ThreadPoolExecutor(AT_ONCE) as crowd:
        acknowledged = list(crowd.map(lambda report: submit(report, reaper), reports))
    portal.kill()
    session().rollback()

    assert (len(acknowledged), reaper.kills) == (SUBMISSIONS, KILLS)
    assert set(session().scalars(select(Filing.state))) == {FilingState.SUBMITTED}
    assert session().scalar(select(func.count(Revision.id))) == SUBMISSIONS
    serials = session().scalars(
        select(Paper.serial).where(Paper.kind == RECEIPT.code, Paper.authority_id == town)
    )
    assert sorted(serials) == list(range(1, SUBMISSIONS + 1))
    assert list(audit.broken_links()) == []
    every_receipt_is_whole_or_waits(settings)


def every_receipt_is_whole_or_waits(settings: Settings) -> None:
    """A printed paper has its file; for each of the others there still is a job."""
    papers = session().scalars(select(Paper)).all()
    for paper in papers:
        if paper.is_printed:
            assert len(storage.read(paper.file_key)) == paper.size
    if settings.sqlite:  # on PostgreSQL the jobs stand in tables of procrastinate
        waiting = {row.ids["paper_id"] for row in session().scalars(select(Job)) if "paper_id" in row.ids}
        assert {paper.id for paper in papers if not paper.is_printed} <= waiting
