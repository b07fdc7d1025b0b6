"""The whole instance in a folder, with a manifest of what lies in it.

The database is copied first, in one consistent view (SQLite's backup API, pg_dump), then the files: a file is stored
before the row that names it and never changes, so that each row of the copy finds its file. The manifest (path,
SHA-256, size) is written last; a folder without one is no backup. Source: GB/T 22239-2019, 8.1.4.9.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from portal import audit, databases
from portal.access import SYSTEM, act_as
from portal.config import settings
from portal.databases import BackupProblem
from portal.db import alembic, writing

MANIFEST = "manifest.json"
FILES = "files"
KEYS = "keys"
KEY_PATTERNS = ("*.secret", "*.pem")
"""What of the data folder is a key: it signs cookies and papers."""

PIECE = 1024 * 1024
PRIVATE = 0o077

AfterRestore = Callable[[datetime], None]
_after_restore: list[AfterRestore] = []


@dataclass(frozen=True)
class Entry:
    """One file of a backup: its path within the folder, the SHA-256 of its bytes (hex), their number."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What lies in a backup. `home`: sqlite or postgresql; `schema`: the newest migration that it holds."""

    made_at: str
    home: str
    schema: str
    entries: list[Entry]


def after_restore(deed: AfterRestore) -> AfterRestore:
    """Register what a room does once an older state has come back, such as ending what people were signed in to.

    It runs as SYSTEM inside `writing()` and is told the moment.
    """
    if deed not in _after_restore:
        _after_restore.append(deed)
    return deed


def back_up(folder: Path, at: datetime) -> Manifest:
    """Copy database, files and keys into an empty folder. Raises BackupProblem when there is something in it."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupProblem(f"{folder} is not empty; name a new folder for each backup")
    with _for_the_owner_alone():
        folder.mkdir(parents=True, exist_ok=True)
        databases.copy_to(folder, settings())
        _copy_tree(_data() / FILES, folder / FILES)
        _copy_keys(_data(), folder / KEYS)
        manifest = Manifest(
            at.isoformat(), databases.home(settings()), databases.schema(), list(_entries(folder))
        )
        _write(folder / MANIFEST, json.dumps(asdict(manifest), indent=1, ensure_ascii=False).encode())
    return manifest


def restore(folder: Path, at: datetime) -> list[str]:
    """Bring a backup into an empty instance, then name the broken links in its chains of events: none if all is well.

    Everybody is signed out and one-time links end. Raises BackupProblem before anything is written: for a folder that
    is not what its manifest says, for an instance that holds something.
    """
    manifest = read_manifest(folder)
    _refuse_changed(folder, manifest)
    _refuse_full(manifest)
    with _for_the_owner_alone():
        _copy_keys(folder / KEYS, _data())
        _copy_tree(folder / FILES, _data() / FILES)
        databases.bring_back(folder, settings())
    alembic.upgrade()
    act_as(SYSTEM)
    with writing():
        for deed in _after_restore:
            deed(at)
        audit.record("instance.restore", "instance", by=SYSTEM, at=at, after={"made_at": manifest.made_at})
    return list(audit.broken_links())


def read_manifest(folder: Path) -> Manifest:
    """What a backup says of itself. Raises BackupProblem for a folder that was not finished."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(**{**found, "entries": [Entry(**entry) for entry in found["entries"]]})
    except (OSError, ValueError, TypeError, KeyError):
        raise BackupProblem(
            f"{folder} holds no finished backup: its {MANIFEST} is missing or damaged"
        ) from None


def _refuse_changed(folder: Path, manifest: Manifest) -> None:
    there = {entry.path: entry for entry in _entries(folder)}
    said = {entry.path: entry for entry in manifest.entries}
    wrong = sorted(path for path in there.keys() | said.keys() if there.get(path) != said.get(path))
    if wrong:
        raise BackupProblem(f"{len(wrong)} files are not as they were backed up, the first is {wrong[0]}")


def _refuse_full(manifest: Manifest) -> None:
    if manifest.home != databases.home(settings()):
        raise BackupProblem(
            f"this is a backup of {manifest.home}; the instance is of {databases.home(settings())}"
        )
    if not databases.knows(manifest.schema):
        raise BackupProblem(f"this code is older than the backup: it does not know {manifest.schema}")
    if not databases.is_empty(settings()):
        raise BackupProblem("the database holds something; restore into an empty one")
    if any(path.is_file() for path in (_data() / FILES).rglob("*")):
        raise BackupProblem(f"{_data() / FILES} holds files; restore into an empty instance")


def _entries(folder: Path) -> Iterator[Entry]:
    """Every file of a backup but its manifest, by path."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            yield Entry(path.relative_to(folder).as_posix(), sha256(path), path.stat().st_size)


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy_tree(source: Path, target: Path) -> None:
    """Copy stored files; what is half written has a name that begins with a dot, and is left."""
    for path in sorted(source.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            _copy(path, copy)


def _copy_keys(source: Path, target: Path) -> None:
    for path in (found for pattern in KEY_PATTERNS for found in sorted(source.glob(pattern))):
        target.mkdir(parents=True, exist_ok=True)
        _copy(path, target / path.name)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("wb") as written:
        shutil.copyfileobj(read, written, PIECE)
        written.flush()
        os.fsync(written.fileno())


def _write(path: Path, content: bytes) -> None:
    half = path.with_suffix(".half")
    with half.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.rename(path)


def _data() -> Path:
    return settings().data_folder


@contextmanager
def _for_the_owner_alone() -> Iterator[None]:
    """What is made meanwhile nobody else can read: it holds everything that the instance holds, keys too."""
    before = os.umask(PRIVATE)
    try:
        yield
    finally:
        os.umask(before)


__all__ = ["BackupProblem", "Manifest", "after_restore", "back_up", "read_manifest", "restore", "sha256"]
