"""The machine around every test: one app a worker, an empty database before each test, pages that check themselves."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import Engine, event, text

from portal import create_app
from portal.access import SYSTEM, act_as
from portal.config import Settings
from portal.db import Base, alembic, db
from tests.client import PageClient

SECRET = "a secret for tests, long enough to be one"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of tests/security are promises of security; tests of the rooms that are so too say it themselves."""
    for item in items:
        if "tests/security" in item.nodeid:
            item.add_marker(pytest.mark.security)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, database: dict[str, str]) -> Settings:
    """Settings of a worker: its own folder; SQLite, or the PostgreSQL that the run was given."""
    folder = tmp_path_factory.mktemp("data")
    return Settings(
        data_folder=folder, secret_key=SECRET, demo=True, debug_pages=True, log_json=False, **database
    )


@pytest.fixture(scope="session")
def database() -> Iterator[dict[str, str]]:
    """Empty for SQLite; the URLs of a throw-away PostgreSQL database under TEST_DATABASE=postgres."""
    if os.environ.get("TEST_DATABASE") != "postgres":
        yield {}
        return
    from tests.postgres import worker_database

    with worker_database() as urls:
        yield {"database_url": urls.app, "database_owner_url": urls.owner}


@pytest.fixture(scope="session")
def app(settings: Settings) -> Flask:
    """The application with an empty, migrated database."""
    os.environ["ARGON2_PROFILE"] = "cheap"
    app = create_app(settings)
    app.jinja_env.undefined = __import__("jinja2").StrictUndefined
    with app.app_context():
        migrate()
    if settings.sqlite:
        with app.app_context():
            db.engine.dispose()
        shutil.copy(_file(settings), _template(settings))
    else:
        with app.app_context():
            event.listen(db.engine, "commit", lambda _connection: _written.append(True))
    return app


def migrate() -> None:
    """Bring the database to the newest schema."""
    if os.environ.get("CREATE_ALL"):
        Base.metadata.create_all(db.engine)
        return
    alembic.upgrade()


def _file(settings: Settings) -> Path:
    return settings.data_folder / "anbao.sqlite"


def _template(settings: Settings) -> Path:
    return settings.data_folder / "empty.sqlite"


@pytest.fixture(autouse=True)
def asked(app: Flask, settings: Settings) -> Iterator[None]:
    """An application context on an empty database; work is done as SYSTEM until a test acts as somebody."""
    with app.test_request_context():
        _empty(settings)
        act_as(SYSTEM)
        g.actor = SYSTEM
        yield


_written: list[bool] = []
"""Not empty when something was committed since the database was emptied; emptying PostgreSQL is slow."""


def _empty(settings: Settings) -> None:
    if settings.sqlite:
        db.engine.dispose()
        for leftover in settings.data_folder.glob("anbao.sqlite*"):
            leftover.unlink()
        shutil.copy(_template(settings), _file(settings))
        return
    if not _written:
        return
    _written.clear()
    from tests.postgres import owner_engine

    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with owner_engine(settings.database_owner_url).begin() as connection:
        connection.execute(text(f"TRUNCATE {tables}, procrastinate_jobs RESTART IDENTITY CASCADE"))


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser without JavaScript, signed in nowhere."""
    return PageClient(app)


class StatementCount:
    """Counts what reaches the database: the portal's statements, not transaction control or row-security settings."""

    IGNORED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SELECT set_config")

    def __init__(self) -> None:
        self.statements: list[str] = []

    @property
    def count(self) -> int:
        """Statements so far."""
        return len(self.statements)

    def clear(self) -> None:
        """Begin anew."""
        self.statements.clear()

    def __call__(self, _conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(self.IGNORED):
            self.statements.append(statement)


@pytest.fixture
def statements(app: Flask) -> Iterator[StatementCount]:
    """The statements of this test from here on."""
    counter = StatementCount()
    engine: Engine = db.engine
    event.listen(engine, "before_cursor_execute", counter)
    yield counter
    event.remove(engine, "before_cursor_execute", counter)
