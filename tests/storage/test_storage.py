"""File bytes are kept whole, found by a random key, and swept only when nobody names them."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal import storage
from portal.config import Settings
from portal.problems import NotFound

TOMORROW = datetime.now(UTC) + timedelta(days=2)


@pytest.fixture
def folder(settings: Settings) -> Path:
    folder = settings.data_folder / "files"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def claimed(monkeypatch) -> set[str]:
    """Keys that an area's rows name."""
    names: set[str] = set()
    silent = [lambda _keys: ()] * len(storage._claims)
    monkeypatch.setattr(storage, "_claims", [lambda keys: names & set(keys), *silent])
    return names


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_stored_is_read_unchanged():
    assert storage.read(storage.store(b"\x00\xff paper").key) == b"\x00\xff paper"


def test_a_stored_file_knows_its_digest_and_size():
    stored = storage.store("证据".encode())
    assert stored.sha256 == hashlib.sha256("证据".encode()).hexdigest()
    assert stored.size == 6


def test_two_files_with_the_same_bytes_have_different_keys():
    assert storage.store(b"same").key != storage.store(b"same").key


@pytest.mark.parametrize(
    "key", ["", "abcdefghijkmnpqr", "../../etc/passwd", "a" * 15, "A" * 16, "aa/bb/cc/dd/ee/f"]
)
def test_a_key_that_no_file_has_is_not_found(key):
    with pytest.raises(NotFound):
        storage.read(key)


def test_a_file_that_could_not_be_written_leaves_nothing(folder, monkeypatch):
    before = files_in(folder)
    monkeypatch.setattr(os, "fsync", lambda _descriptor: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(OSError, match="No space left"):
        storage.store(b"half")
    assert files_in(folder) == before


def test_the_sweep_removes_what_nobody_names(claimed):
    kept, orphan = storage.store(b"kept"), storage.store(b"orphan")
    claimed.add(kept.key)
    storage.sweep(TOMORROW)
    assert storage.read(kept.key) == b"kept"
    with pytest.raises(NotFound):
        storage.read(orphan.key)


def test_the_sweep_leaves_files_of_today_alone(claimed):
    young = storage.store(b"its transaction may not have ended")
    assert storage.sweep(datetime.now(UTC)) == 0
    assert storage.read(young.key)


def test_the_sweep_removes_what_a_crash_left_half_written(claimed, folder):
    half = folder / ".half"
    half.write_bytes(b"ha")
    storage.sweep(TOMORROW)
    assert not half.exists()


def test_every_table_that_names_files_claims_them():
    assert len(storage._claims) == len(list(storage._tables_with_files()))


def test_nothing_is_swept_while_a_table_has_not_claimed_its_files(monkeypatch):
    monkeypatch.setattr(storage, "_claims", storage._claims[1:])
    with pytest.raises(AssertionError, match="nobody claims"):
        storage.sweep(TOMORROW)
