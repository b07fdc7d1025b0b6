"""Engine, session per request, writing(), Base, column types and naming convention."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any, NoReturn

import rfc8785
from flask import Flask, g
from flask_alembic import Alembic
from flask_babel import lazy_gettext as _l
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Numeric,
    String,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, Session, declared_attr, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from portal.config import Settings
from portal.problems import Stale, from_integrity_error

ROOT = Path(__file__).resolve().parent.parent
KEY_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
KEY_LENGTH = 16
_KEY_LETTERS = (KEY_ALPHABET * (256 // len(KEY_ALPHABET))).encode()
"""A letter for each byte, each letter for as many bytes."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of the portal."""

    metadata = MetaData(naming_convention=NAMING)


class ExactNumber(TypeDecorator[Decimal]):
    """A decimal of up to 9 digits and 6 decimals, exact in both databases: SQLite keeps its text."""

    impl = Numeric(15, 6)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Text in SQLite, which knows no decimals."""
        return dialect.type_descriptor(String(20) if dialect.name == "sqlite" else Numeric(15, 6))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """The decimal, or its text."""
        return format(value, "f") if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """A decimal without idle zeros."""
        return None if value is None else Decimal(format(Decimal(value).normalize(), "f"))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment; UTC in the database, whichever that is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment: nobody knows which zone it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; give it back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def text_enum(members: type[Enum]) -> SqlEnum:
    """A column type that stores an enum by value, as text."""
    return SqlEnum(
        members,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda enum: [m.value for m in enum],
    )


def new_key() -> str:
    """A random key for URLs and rows: 16 characters, 80 bits, no counter to guess."""
    return secrets.token_bytes(KEY_LENGTH).translate(_KEY_LETTERS).decode()


def url_key() -> MappedColumn[str]:
    """The column of a random key, for URLs and for paths in snapshots."""
    return mapped_column(String(KEY_LENGTH), unique=True, default=new_key)


def region_column(**options: Any) -> MappedColumn[str]:
    """A region path such as /32/3206/320682/; compared by bytes on every database."""
    text = String(64).with_variant(String(64, collation="C"), "postgresql")
    return mapped_column(text, index=True, **options)


def canonical_json(value: Any) -> bytes:
    """Canonical JSON (RFC 8785) of plain values; decimals must be strings already."""
    return rfc8785.dumps(value)


class Versioned:
    """Counts changes, so that two people on old pages do not overwrite each other in silence."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}

    def expect_version(self, seen: int) -> None:
        """Raise Stale unless this is still the version that the person saw."""
        if self.version != seen:
            raise Stale(
                _l(
                    "Someone else changed this while you had it open. Look at it again, then repeat your step."
                )
            )


class PortalSession(Session):
    """The session of a request. Doors around the actor's scope are closed here; `access` guards the rest."""

    def connection(self, *args: Any, **options: Any) -> NoReturn:
        """Refused: a bare connection escapes the scope."""
        raise AssertionError("session.connection() escapes the actor's scope")

    bulk_save_objects = bulk_insert_mappings = bulk_update_mappings = connection

    def begin_writing(self) -> None:
        """Start a transaction that holds the write lock from its first moment (BEGIN IMMEDIATE on SQLite)."""
        super().connection(execution_options={"write": True})

    def writing_connection(self) -> Connection:
        """The connection of the transaction in hand; for `beside()` alone."""
        return super().connection()

    def driver_connection(self) -> Any:
        """The driver's connection of this transaction; for jobs.py alone, which defers in the caller's transaction."""
        return super().connection().connection.driver_connection


db = SQLAlchemy(session_options={"class_": PortalSession})
alembic = Alembic(metadatas=Base.metadata)


def session() -> PortalSession:
    """The session of this request or command; inside `beside()` the one that stands in for it."""
    current = g.get("session_beside") or db.session
    assert isinstance(current, PortalSession)
    return current


@contextmanager
def beside(info: dict[str, Any]) -> Iterator[PortalSession]:
    """A session of its own in the place of the request's: for work in another scope than the actor's.

    Inside `writing()` it joins the same transaction; objects do not cross from one session to the other.
    """
    outer = session()
    joined = "writing" in outer.info
    if joined:
        outer.flush()
        bind = outer.writing_connection()
        inner = PortalSession(bind=bind, join_transaction_mode="rollback_only", expire_on_commit=False)
        info = {**info, "writing": outer.info["writing"]}
    else:
        inner = PortalSession(bind=db.engine, expire_on_commit=False)
    inner.info.update(info)
    g.session_beside, before = inner, g.get("session_beside")
    try:
        yield inner
        if joined:
            inner.flush()
    finally:
        inner.close()
        g.session_beside = before
        if not joined:
            outer.rollback()


@contextmanager
def writing() -> Iterator[PortalSession]:
    """All or nothing: one transaction under the write lock; a call inside another joins it.

    Raises Refused for a constraint that has words, Stale when another writer was faster.
    """
    current = session()
    if "writing" in current.info:
        yield current
        return
    current.rollback()
    callbacks: list[Callable[[], None]] = []
    current.info["writing"] = callbacks
    try:
        current.begin_writing()
        opening = current.info.pop("before_first_write", None)
        close = opening() if opening else None
        yield current
        if close:
            close()
        current.commit()
    except IntegrityError as error:
        current.rollback()
        raise (from_integrity_error(error) or error) from error
    except StaleDataError as error:
        current.rollback()
        raise Stale(_l("Someone else was faster. Look at it again, then repeat your step.")) from error
    except BaseException:
        current.rollback()
        raise
    finally:
        del current.info["writing"]
    for callback in callbacks:
        callback()


def ensure_row(table: type[Base], **values: Any) -> None:
    """Insert a row unless one with its key is there; of two who try at once, the later waits and finds it.

    For rows whose lock orders writers, such as the last number of a series.
    """
    current = session()
    insert = postgresql.insert if current.get_bind().dialect.name == "postgresql" else sqlite.insert
    current.execute(insert(table).values(**values).on_conflict_do_nothing())


def before_first_write(opening: Callable[[], Callable[[], None]]) -> None:
    """Open the next transaction with a deed of its own, whose answer closes it; for idempotency keys."""
    session().info["before_first_write"] = opening


def after_commit(callback: Callable[[], None]) -> None:
    """Run something once the transaction around has been kept; never when it was not."""
    session().info["writing"].append(callback)


def let_go() -> None:
    """Close the connections of this process: the database beneath them is about to be replaced."""
    session().rollback()
    db.engine.dispose()


def init_app(app: Flask, settings: Settings) -> None:
    """Make the engine for these settings and bind session and migrations to the app."""
    if settings.sqlite:
        settings.data_folder.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {"url": settings.engine_url, "hide_parameters": True}
    if not settings.sqlite:
        options |= {"pool_size": 20, "max_overflow": 10, "pool_pre_ping": True}
    app.config["SQLALCHEMY_ENGINES"] = {"default": options}
    app.config["ALEMBIC"] = {"script_location": str(ROOT / "migrations")}
    app.config["ALEMBIC_CONTEXT"] = {
        "include_name": _is_ours,
        "render_as_batch": True,
        "transactional_ddl": True,
    }
    db.init_app(app)
    # the portal has no async sessions; closing none would start an event loop in every request
    app.teardown_appcontext_funcs = [
        end for end in app.teardown_appcontext_funcs if not iscoroutinefunction(end)
    ]
    if settings.database_owner_url:
        alembic.engines = {"default": create_engine(settings.database_owner_url)}
    alembic.init_app(app)
    with app.app_context():
        if settings.sqlite:
            _prepare_sqlite(db.engine)


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether the models answer for a table; those of the worker queue are procrastinate's."""
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))


def _prepare_sqlite(engine: Engine) -> None:
    """The driver's own transaction handling loses updates in silence; SQLAlchemy begins instead."""

    @event.listens_for(engine, "connect")
    def _connect(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=20000"):
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
