"""Backups: what is refused before anything is written. There and back: tests/faults/test_backup_restore.py."""

import json
import stat
from pathlib import Path

import pytest

from portal import storage
from portal.accounts import sessions
from portal.accounts.model import ResetLink, SignIn
from portal.backup import FILES, MANIFEST, back_up, read_manifest, restore
from portal.databases import BackupProblem
from portal.db import session, writing
from tests.build import AT, a_member, an_enterprise, signed_in_token


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A backup of an instance with an enterprise and a file."""
    an_enterprise()
    storage.store(b"a photo")
    session().rollback()
    back_up(tmp_path / "backup", AT)
    return tmp_path / "backup"


def test_the_manifest_names_every_file_of_the_backup(folder: Path):
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {entry.path for entry in read_manifest(folder).entries} == there - {MANIFEST}
    assert any(path.startswith(FILES) for path in there)


def test_nobody_but_its_owner_reads_a_backup(folder: Path):
    assert [path for path in (folder, *folder.rglob("*")) if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_a_backup_is_not_laid_upon_another(folder: Path):
    with pytest.raises(BackupProblem, match="not empty"):
        back_up(folder, AT)


@pytest.mark.parametrize("deed", [lambda path: path.write_bytes(b"another"), lambda path: path.unlink()])
def test_a_file_that_is_not_as_it_was_stops_the_restoring(folder: Path, deed):
    deed(next(path for path in (folder / FILES).rglob("*") if path.is_file()))
    with pytest.raises(BackupProblem, match="not as they were backed up"):
        restore(folder, AT)


def test_a_file_that_the_manifest_does_not_name_stops_the_restoring(folder: Path):
    (folder / FILES / "more").write_bytes(b"more")
    with pytest.raises(BackupProblem, match=f"{FILES}/more"):
        restore(folder, AT)


@pytest.mark.parametrize("left", [None, "{", "[]", '{"entries": []}'])
def test_a_backup_that_was_not_finished_is_none(folder: Path, left: str | None):
    (folder / MANIFEST).unlink()
    if left is not None:
        (folder / MANIFEST).write_text(left)
    with pytest.raises(BackupProblem, match="no finished backup"):
        restore(folder, AT)


def test_an_instance_that_holds_something_is_left_as_it_is(folder: Path):
    with pytest.raises(BackupProblem, match="holds something"):
        restore(folder, AT)


def test_a_backup_of_a_newer_code_is_refused(folder: Path):
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**manifest, "schema": "9999_from_the_future"}))
    with pytest.raises(BackupProblem, match="does not know 9999"):
        restore(folder, AT)


def test_what_came_back_signs_nobody_in():
    member = a_member(an_enterprise(), "filer")
    signed_in_token(member)
    link = {"token_digest": "0" * 64, "made_at": AT, "expires_at": AT.replace(year=2030)}
    with writing() as current:
        current.add(ResetLink(person_id=member.person_id, **link))
    with writing():
        sessions.end_everything(AT)
    assert session().query(SignIn.ended_at).all() == [(AT,)]
    assert session().query(ResetLink.expires_at).all() == [(AT,)]
