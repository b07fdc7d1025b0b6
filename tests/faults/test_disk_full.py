"""No room for the database, a file, a request's body: a clear page, nothing half, and all is well afterwards."""

import resource
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import event, func, select

from portal import audit
from portal.access import SYSTEM, act_as
from portal.config import Settings
from portal.db import db, session
from portal.documents.model import Paper
from portal.filings.model import Filing, Revision
from portal.registry.model import Enterprise
from portal.risks.model import Control, Evidence
from tests.build import a_member, an_authority, an_enterprise, the_actor
from tests.client import PageClient, fields_of
from tests.faults.people import Answer, Person
from tests.faults.processes import Portal
from tests.faults.world import SIGNED, a_ready_report, member_of
from tests.risks.build import a_risk

START = "/filings/start/risk_report"
BEGINNING = {"occasion": "regular", "began_on": "2026-11-23"}
PDF = b"%PDF-1.7\n" + b"%" * 400_000 + b"\n%%EOF\n"
LARGE_PDF = b"%PDF-1.7\n" + b"%" * 4_000_000 + b"\n%%EOF\n"


@contextmanager
def no_file_beyond(size: int, pid: int) -> Iterator[None]:
    """Let no file of a running process grow beyond a size, as a full disk or a quota would."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


class Filer(NamedTuple):
    """Somebody who fills, signed in to the running portal; and where the proof of his one control is kept."""

    person: Person
    evidence: str

    def attach(self, content: bytes) -> Answer:
        """Upload a PDF as evidence."""
        token = {"csrf_token": self.person.form("/account/contact")["csrf_token"]}
        return self.person.upload(self.evidence, token, "检测报告.pdf", content)


@pytest.fixture
def filer(portal: Portal) -> Filer:
    """A filer with one risk and one control in his register."""
    enterprise = an_enterprise(industry_code="338")
    member = a_member(enterprise, "filer", "signer")
    by, name, key = the_actor(member), member.person.sign_in_name, enterprise.id
    act_as(by)
    a_risk(session().get_one(Enterprise, key), by)
    control = session().scalars(select(Control.key)).one()
    act_as(SYSTEM)
    return Filer(Person(portal.start()).sign_in_as(name), f"/controls/{control}/evidence")


def count(model: type) -> int:
    session().rollback()
    act_as(SYSTEM)
    return session().scalar(select(func.count()).select_from(model)) or 0


def stored(settings: Settings) -> list[Path]:
    """Every file in the folder of files, half ones too."""
    return [path for path in (settings.data_folder / "files").rglob("*") if path.is_file()]


def is_clear(answer: Answer) -> bool:
    """Whether the page says what has happened."""
    return answer.status == 503 and "存储" in answer.words


def test_what_the_database_has_no_room_for_can_be_sent_again(
    portal: Portal, filer: Filer, settings: Settings
):
    form = {**filer.person.form(START), **BEGINNING}
    log = settings.data_folder / "anbao.sqlite-wal"
    with no_file_beyond(log.stat().st_size, portal.pid):
        answer = filer.person.post(START, form)
    assert is_clear(answer)
    assert count(Filing) == 0
    assert list(audit.broken_links()) == []
    again = fields_of(answer.page.select("main form")[-1])
    assert again["once"] == form["once"]
    assert filer.person.post(START, again).status == 303
    assert count(Filing) == 1


def test_a_file_that_has_no_room_leaves_nothing_half(portal: Portal, filer: Filer, settings: Settings):
    with no_file_beyond(len(PDF) // 2, portal.pid):
        assert is_clear(filer.attach(PDF))
    assert (count(Evidence), stored(settings)) == (0, [])
    assert filer.attach(PDF).status == 303
    assert (count(Evidence), [path.stat().st_size for path in stored(settings)]) == (1, [len(PDF)])


def test_a_request_too_large_for_the_disk_harms_nobody_else(portal: Portal, filer: Filer):
    """The server lays large bodies down on the disk before a thread sees them."""
    with no_file_beyond(1_000_000, portal.pid):
        with suppress(OSError, HTTPException):
            filer.attach(LARGE_PDF)
        assert filer.person.get("/account").status == 200
    assert filer.attach(LARGE_PDF).status == 303


def test_a_database_at_its_last_page_takes_a_submission_whole_or_not_at_all(client: PageClient):
    an_authority()
    report = a_ready_report(rows=9)
    client.sign_in(member_of(report))
    page = client.get(report.submit)
    with no_page_more():
        answer = client.submit(page, 503, **SIGNED)
    assert "存储" in answer.get_text()
    assert (count(Revision), count(Paper)) == (0, 0)
    assert list(audit.broken_links()) == []
    client.submit(page, **SIGNED)
    assert (count(Revision), count(Paper)) == (1, 1)


@contextmanager
def no_page_more() -> Iterator[None]:
    """Let the database of this process have no more pages than it has, and none of them free."""
    db.session.rollback()
    with closing(db.engine.raw_connection()) as bare:
        bare.driver_connection.execute("VACUUM")

    def hold(connection: Any, _record: Any, _proxy: Any) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(db.engine, "checkout", hold)
    yield
    event.remove(db.engine, "checkout", hold)
    db.engine.dispose()
