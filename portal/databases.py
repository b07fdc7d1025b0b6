"""The database as a whole, for backups: copied in one consistent view, brought back, empty or not. One way a home."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, create_engine, exists, inspect, make_url, select, table

from portal.config import Settings
from portal.db import alembic, let_go

COPIES = {"sqlite": "database.sqlite", "postgresql": "database.dump"}
"""The name of the copy, by home."""

LEFTOVERS = ("-wal", "-shm")
NOT_COUNTED = ("alembic_version", "job", "procrastinate_")
"""Tables that hold something before anybody has entered anything, by the beginning of their names."""

ALL_ROWS = "-c anbao.kind=system"
"""Row-level security is forced upon the owner too; what is copied are all rows."""


class BackupProblem(Exception):
    """No whole backup, no instance to restore into, or no program to do it with; the words say which."""


def home(settings: Settings) -> str:
    """sqlite or postgresql."""
    return "sqlite" if settings.sqlite else "postgresql"


def schema() -> str:
    """The newest migration that the database holds."""
    return ",".join(script.revision for script in alembic.current())


def knows(revision: str) -> bool:
    """Whether this code has a migration; one of a newer code it has not."""
    return any(script.revision == revision for script in alembic.script_directory.walk_revisions())


def is_empty(settings: Settings) -> bool:
    """Whether nobody has entered anything: no table holds a row but those that the portal fills by itself."""
    if settings.sqlite and not _file(settings).exists():
        return True
    engine = _owner_engine(settings)
    try:
        names = [name for name in inspect(engine).get_table_names() if not name.startswith(NOT_COUNTED)]
        with engine.connect() as connection:
            return not any(connection.scalar(select(exists().select_from(table(name)))) for name in names)
    finally:
        engine.dispose()


def copy_to(folder: Path, settings: Settings) -> None:
    """Copy the running database into a folder, as of one moment."""
    target = folder / COPIES[home(settings)]
    if settings.sqlite:
        with closing(sqlite3.connect(_file(settings))) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        return
    _run("pg_dump", settings, "--format=custom", "--enable-row-security", f"--file={target}")


def bring_back(folder: Path, settings: Settings) -> None:
    """Put the copy in the place of the empty database; its privileges are those of the place (docs/operations.md)."""
    copy = folder / COPIES[home(settings)]
    let_go()
    if not settings.sqlite:
        whole = ("--single-transaction", "--exit-on-error", "--clean", "--if-exists")
        _run("pg_restore", settings, *whole, "--no-owner", "--no-privileges", str(copy))
        return
    for leftover in LEFTOVERS:
        _file(settings).with_name(_file(settings).name + leftover).unlink(missing_ok=True)
    shutil.copy(copy, _file(settings))


def _file(settings: Settings) -> Path:
    return Path(make_url(settings.engine_url).database or "")


def _owner_engine(settings: Settings) -> Engine:
    if settings.sqlite:
        return create_engine(settings.engine_url)
    return create_engine(_owner_url(settings), connect_args={"options": ALL_ROWS})


def _owner_url(settings: Settings) -> str:
    return settings.database_owner_url or settings.engine_url


def _run(program: str, settings: Settings, *arguments: str) -> None:
    """Run a program of PostgreSQL on the owner's database; the password travels in the environment."""
    path = shutil.which(program)
    if path is None:
        raise BackupProblem(f"{program} is missing: install PostgreSQL's client programs")
    url = make_url(_owner_url(settings))
    address = url.set(drivername="postgresql", password=None).render_as_string()
    surroundings = os.environ | {"PGOPTIONS": ALL_ROWS, "PGPASSWORD": str(url.password or "")}
    command = [path, f"--dbname={address}", *arguments]
    answer = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise BackupProblem(f"{program}: {answer.stderr.strip()}")
