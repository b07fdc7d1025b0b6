"""A throw-away PostgreSQL made of the machine's own binaries; or the one that the environment names.

`python -m tests.postgres pytest …` starts one cluster for the whole run and names it in DATABASE_URL and
DATABASE_OWNER_URL; each xdist worker makes a database of its own in it. A worker that finds no name starts a
cluster for itself. The owner's role runs migrations; the application's role is neither owner nor above
row-level security.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url, text

OWNER = "anbao_owner"
APP = "anbao_app"
PASSWORD = "for-tests-only"


@dataclass(frozen=True)
class Urls:
    """Where one database answers: as the application's role, and as the owner of the schema."""

    app: str
    owner: str


@contextmanager
def worker_database() -> Iterator[Urls]:
    """A fresh database for this worker, dropped at the end."""
    with _server() as server, _database(server, os.environ.get("PYTEST_XDIST_WORKER", "alone")) as urls:
        yield urls


@contextmanager
def another_database(beside: Urls) -> Iterator[Urls]:
    """A second fresh database in the same cluster, dropped at the end."""
    with _database(_Server(make_url(beside.app), make_url(beside.owner)), "another") as urls:
        yield urls


@contextmanager
def _database(server: "_Server", purpose: str) -> Iterator[Urls]:
    name = f"anbao_{purpose}_{os.getpid()}"
    _execute(server.owner, f'CREATE DATABASE "{name}"')
    urls = Urls(_in_database(server.app, name), _in_database(server.owner, name))
    _execute(make_url(urls.owner), *_grants(str(server.app.username)))
    try:
        yield urls
    finally:
        owner_engine(urls.owner).dispose()
        owner_engine.cache_clear()
        _execute(server.owner, f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def owner_engine(url: str) -> Engine:
    """One engine for the schema's owner: truncates between tests, looks past row-level security."""
    return create_engine(url)


@dataclass(frozen=True)
class _Server:
    app: URL
    owner: URL


@contextmanager
def _server() -> Iterator[_Server]:
    given = os.environ.get("DATABASE_URL")
    if given:
        yield _Server(make_url(given), make_url(os.environ.get("DATABASE_OWNER_URL", given)))
        return
    with cluster() as server:
        yield server


@contextmanager
def cluster() -> Iterator[_Server]:
    """Start a cluster in a temporary folder on a socket of its own, without fsync; stop it at the end.

    Raises RuntimeError when the machine has no PostgreSQL server.
    """
    folder = Path(tempfile.mkdtemp(prefix="anbao-postgres-"))
    try:
        _own(folder)
        locale = ("-E", "UTF8", "--locale=C.UTF-8")
        _run("initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", *locale, "--no-sync")
        _start(folder)
        try:
            yield _roles(folder)
        finally:
            _stop(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def gone(server: Urls) -> Iterator[None]:
    """Take a cluster of ours away, as a crash does, and bring it back at the end."""
    folder = Path(str(make_url(server.owner).query["host"]))
    _stop(folder)
    try:
        yield
    finally:
        _start(folder)


@contextmanager
def own_database() -> Iterator[Urls]:
    """A fresh database in a cluster of its own, which nobody else uses."""
    with cluster() as server, _database(server, "own") as urls:
        yield urls


def _start(folder: Path) -> None:
    options = (
        f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c full_page_writes=off"
    )
    _run("pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start")


def _stop(folder: Path) -> None:
    _run("pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")


def _roles(folder: Path) -> _Server:
    def url(role: str) -> URL:
        return URL.create(
            "postgresql+psycopg", role, PASSWORD, database="postgres", query={"host": str(folder)}
        )

    _execute(
        url("postgres"),
        f"CREATE ROLE {OWNER} LOGIN CREATEDB PASSWORD '{PASSWORD}'",
        f"CREATE ROLE {APP} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{PASSWORD}'",
        f"GRANT pg_signal_backend TO {OWNER}",
    )
    return _Server(url(APP), url(OWNER))


def _grants(app_role: str) -> list[str]:
    """What the application may do with everything that the owner is going to make."""
    every = "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT"
    return [
        f'GRANT USAGE ON SCHEMA public TO "{app_role}"',
        f'{every} SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{app_role}"',
        f'{every} USAGE, SELECT ON SEQUENCES TO "{app_role}"',
        f'{every} EXECUTE ON FUNCTIONS TO "{app_role}"',
    ]


def _in_database(server: URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)


def _execute(url: URL, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def _run(program: str, *arguments: str | Path) -> None:
    command = [_binary(program), *map(str, arguments)]
    with tempfile.TemporaryFile(
        "w+"
    ) as said:  # a pipe would stay open in the server that pg_ctl leaves behind
        answer = subprocess.run(command, user=_server_user(), cwd="/", stdout=said, stderr=said, check=False)
        said.seek(0)
        if answer.returncode:
            raise RuntimeError(f"{program}: {said.read()}")


def _binary(program: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[4]))
    path = str(found[-1]) if found else shutil.which(program)
    if path is None:
        raise RuntimeError("PostgreSQL is missing: sudo apt-get install --no-install-recommends postgresql")
    return path


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root; then its own user does."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _own(folder: Path) -> None:
    user = _server_user()
    folder.chmod(0o711 if user else 0o700)
    if user:
        shutil.chown(folder, user)


def main() -> int:
    """Run a command with a cluster around it, unless the environment names one already."""
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(sys.argv[1:], check=False).returncode
    with cluster() as server, _database(server, "run") as urls:
        named = {"DATABASE_URL": urls.app, "DATABASE_OWNER_URL": urls.owner}
        return subprocess.run(sys.argv[1:], env=os.environ | named, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
