"""File bytes behind one call: a folder here, an S3-compatible store at size. Names are random, contents never change.

A file is stored before the transaction that names it: a crash between the two leaves an orphan, never a row
without its file. The sweep removes orphans after a day.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from flask import current_app

from portal import clock
from portal.config import Settings
from portal.db import Base, new_key
from portal.jobs_work import job
from portal.problems import NotFound

log = structlog.get_logger()

KEY = re.compile(r"[a-z0-9]{16}")
LEFT_ALONE = timedelta(days=1)
"""A younger file may belong to a transaction that has not ended."""

SWEPT_AT_ONCE = 500

Claim = Callable[[Collection[str]], Collection[str]]
"""Of these keys, those that an area's rows name."""

_claims: list[Claim] = []


@dataclass(frozen=True)
class StoredFile:
    """A file as it was stored: its random key, the SHA-256 of its bytes (hex) and their number."""

    key: str
    sha256: str
    size: int


def store(content: bytes) -> StoredFile:
    """Keep these bytes for good: they are on the disk when this returns. Call it before `writing()`."""
    key = new_key()
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=_folder(), prefix=".")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).rename(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return StoredFile(key, hashlib.sha256(content).hexdigest(), len(content))


def read(key: str) -> bytes:
    """The bytes of a file. Raises NotFound for a key that no file has."""
    if not KEY.fullmatch(key):
        raise NotFound
    try:
        return _path(key).read_bytes()
    except FileNotFoundError:
        raise NotFound from None


def claim_files(by: Claim) -> Claim:
    """Register who knows which files are in use; a file that nobody claims is swept."""
    if by not in _claims:
        _claims.append(by)
    return by


def sweep(at: datetime) -> int:
    """Remove the files that nobody claims and that are older than a day; answers how many. Run as SYSTEM.

    Raises AssertionError rather than sweep the files of a table that has not said which are in use.
    """
    if len(_claims) < len(list(_tables_with_files())):
        raise AssertionError("a table has a file_key and nobody claims its files")
    removed = 0
    old = list(_old(at - LEFT_ALONE))
    for start in range(0, len(old), SWEPT_AT_ONCE):
        paths = old[start : start + SWEPT_AT_ONCE]
        claimed = {key for claim in _claims for key in claim([path.name for path in paths])}
        for path in paths:
            if path.name not in claimed:
                path.unlink(missing_ok=True)
                removed += 1
    return removed


@job("storage.sweep", daily="03:40")
def sweep_nightly() -> None:
    """Remove orphans every night."""
    log.info("storage.swept", files=sweep(clock.now()))


def _tables_with_files() -> Iterator[str]:
    """Tables whose rows name stored files, by the custom that such a column is called file_key."""
    for mapper in Base.registry.mappers:
        if "file_key" in mapper.columns:
            yield mapper.class_.__tablename__


def _old(before: datetime) -> Iterator[Path]:
    for path in _folder().rglob("*"):
        if path.is_file() and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
            yield path


def _folder() -> Path:
    settings: Settings = current_app.config["SETTINGS"]
    folder = settings.data_folder / "files"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _path(key: str) -> Path:
    return _folder() / key[:2] / key[2:4] / key


def _sync_folder(folder: Path) -> None:
    """A rename is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
