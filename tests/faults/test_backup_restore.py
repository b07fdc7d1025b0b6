"""A backup taken while people submit, brought back into an empty instance, and people go on there."""

import hashlib
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pytest
from sqlalchemy import select

from portal import jobs
from portal.access import SYSTEM, act_as
from portal.config import Settings
from portal.db import session
from portal.documents.model import Paper
from tests.build import an_authority
from tests.conftest import SECRET
from tests.faults.people import Person
from tests.faults.processes import Portal, flask
from tests.faults.world import SIGNED, Ready, a_ready_report
from tests.postgres import Urls, another_database

BEFORE, MEANWHILE = 4, 20


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """Settings of an instance in which nothing is yet."""
    beside = Urls(settings.database_url, settings.database_owner_url)
    with nullcontext(Urls("", "")) if settings.sqlite else another_database(beside) as urls:
        yield Settings(
            data_folder=tmp_path / "elsewhere", secret_key=SECRET, demo=True, log_json=False, database_url=urls.app,
            database_owner_url=urls.owner,
        )  # fmt: skip


def submit(portal: Portal, report: Ready) -> str:
    """Submit as its signer; the address led to."""
    person = Person(portal).sign_in_as(report.signer)
    return person.post(report.submit, {**person.form(report.submit), **SIGNED}).location


def timed(words: str, settings: Settings, *arguments: str) -> str:
    """Run a command that must succeed; tell how long it took."""
    began = time.monotonic()
    answer = flask(settings, *arguments)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    sys.stdout.write(f"\n  {words}: {time.monotonic() - began:.1f} s\n{answer.stdout}")
    return answer.stdout


def test_a_backup_of_a_working_portal_is_whole_and_can_be_worked_on(
    portal: Portal, settings: Settings, elsewhere: Settings, tmp_path: Path
):
    an_authority()
    reports, draft = [a_ready_report() for _report in range(BEFORE + MEANWHILE)], a_ready_report()
    portal.start()
    for report in reports[:BEFORE]:
        submit(portal, report)
    jobs.run_due()
    with ThreadPoolExecutor(4) as crowd:
        meanwhile = crowd.map(lambda report: submit(portal, report), reports[BEFORE:])
        timed("backup", settings, "backup", str(tmp_path / "backup"))
        assert all(location.endswith("/receipt") for location in meanwhile)
    traveller = Person(portal).sign_in_as(reports[0].signer)
    receipt = receipt_of(reports[0])
    portal.kill()

    assert "Restored" in timed("restore", elsewhere, "restore", str(tmp_path / "backup"))
    assert "Every chain holds" in timed("verify", elsewhere, "audit", "verify")
    restored = Portal(elsewhere)
    try:
        restored.start()
        traveller.portal = restored
        assert traveller.get("/account").status == 303
        traveller.sign_in_as(reports[0].signer)
        downloaded = traveller.get(f"/papers/{receipt.key}/file").content
        assert hashlib.sha256(downloaded).hexdigest() == receipt.sha256
        assert submit(restored, draft).endswith("/receipt")
    finally:
        restored.kill()


def receipt_of(report: Ready) -> Paper:
    """The printed receipt of a report."""
    session().rollback()
    act_as(SYSTEM)
    return session().scalars(select(Paper).where(Paper.subject_key == report.filing_key)).one()


def test_an_instance_at_work_is_not_written_over(portal: Portal, settings: Settings, tmp_path: Path):
    an_authority()
    timed("backup", settings, "backup", str(tmp_path / "backup"))
    answer = flask(settings, "restore", str(tmp_path / "backup"))
    assert answer.returncode == 1
    assert "holds something" in answer.stderr
