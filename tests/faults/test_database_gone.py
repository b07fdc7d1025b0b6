"""PostgreSQL goes away while people work, and comes back: a clear page, nothing lost, nothing twice, no restart.

It has a cluster of its own: the others of the run keep theirs.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask, g
from sqlalchemy import select

from portal import audit, create_app
from portal.access import SYSTEM, act_as
from portal.config import Settings
from portal.db import alembic, let_go, session
from portal.documents.model import Paper
from portal.documents.rules import PaperState
from portal.filings.model import Filing
from tests.build import a_member, an_authority, an_enterprise
from tests.client import fields_of
from tests.conftest import SECRET
from tests.documents.build import an_issued_paper
from tests.faults.people import Answer, Person
from tests.faults.processes import Portal, Worker, until
from tests.postgres import Urls, gone, own_database

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(300)]

START = "/filings/start/risk_report"
BEGINNING = {"occasion": "regular", "began_on": "2026-11-23"}
CROWD = 24
AT_ONCE = 8


class City(NamedTuple):
    """A portal on a database that can be taken away."""

    portal: Portal
    database: Urls
    settings: Settings

    @contextmanager
    def without_database(self) -> Iterator[None]:
        """Take it away for a while; the test itself holds no connection then."""
        let_go()
        with gone(self.database):
            yield

    def a_filer(self) -> Person:
        """Somebody who fills, signed in."""
        return Person(self.portal).sign_in(a_member(an_enterprise(), "filer"))


@pytest.fixture
def city(asked: None, tmp_path: Path) -> Iterator[City]:
    """The same portal on its own PostgreSQL; the test works in its context."""
    with own_database() as urls:
        database = {"database_url": urls.app, "database_owner_url": urls.owner}
        settings = Settings(data_folder=tmp_path, secret_key=SECRET, demo=True, log_json=False, **database)
        app = create_app(settings)
        with app.app_context():
            alembic.upgrade()
        portal = Portal(settings)
        with app.test_request_context():
            act_as(SYSTEM)
            g.actor = SYSTEM
            try:
                yield City(portal.start(), urls, settings)
            finally:
                portal.kill()
                close(app)


def close(app: Flask) -> None:
    """Leave no connection behind."""
    let_go()
    for engine in alembic.engines.values():
        engine.dispose()


def filings() -> list[int]:
    """Whose filings there are."""
    session().rollback()
    return sorted(session().scalars(select(Filing.enterprise_id)))


def test_a_form_sent_meanwhile_gets_a_clear_page_and_is_sent_again(city: City):
    filer = city.a_filer()
    form = {**filer.form(START), **BEGINNING}
    with city.without_database():
        answer = filer.post(START, form)
        assert (answer.status, filer.get("/").status, filer.get("/healthz").status) == (503, 503, 503)
    assert "数据库暂时没有响应" in answer.words
    again = fields_of(answer.page.select("main form")[-1])
    assert again["once"] == form["once"]
    assert filer.post(START, again).status == 303
    assert len(filings()) == 1


def test_a_crash_amid_a_crowd_loses_nothing_and_doubles_nothing(city: City):
    crowd = [city.a_filer() for _filer in range(CROWD)]
    forms = [{**filer.form(START), **BEGINNING} for filer in crowd]
    under_way = threading.Semaphore(0)

    def insist(filer: Person, form: dict[str, str]) -> Answer:
        under_way.release()
        return until(answered(lambda: filer.post(START, form)))

    with ThreadPoolExecutor(AT_ONCE) as hands:
        answers = hands.map(insist, crowd, forms)
        for _request in range(AT_ONCE):
            under_way.acquire()
        with city.without_database():
            pass
        assert {answer.status for answer in answers} == {303}
    assert len(filings()) == len(set(filings())) == CROWD
    assert list(audit.broken_links()) == []


def answered(deed: Callable[[], Answer]) -> Callable[[], Answer | None]:
    """A deed whose answer is none while the portal cannot do it."""

    def deed_again() -> Answer | None:
        answer = deed()
        assert answer.status in (303, 503), answer.text
        return answer if answer.status == 303 else None

    return deed_again


def test_a_worker_that_lost_its_database_goes_on_or_is_started_anew(city: City):
    worker = Worker(city.settings)
    town = an_authority()
    try:
        worker.launch()
        an_issued_paper(authority=town)
        until(lambda: in_force() == 1)
        with city.without_database():
            pass
        an_issued_paper(authority=town)
        until(lambda: in_force() == 2 or worker.has_ended())
        if worker.has_ended():  # then the service manager does what is done here
            worker.launch()
        until(lambda: in_force() == 2, 120)
    finally:
        worker.kill()


def in_force() -> int:
    session().rollback()
    return len(session().scalars(select(Paper.id).where(Paper.state == PaperState.IN_FORCE)).all())
