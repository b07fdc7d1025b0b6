"""The demo city, loaded once a worker and copied for each test."""

import shutil
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import Connection, inspect, text

from portal.access import SYSTEM, act_as
from portal.config import Settings
from portal.db import Base, db
from portal.demo.loading import City, load_city
from tests import conftest
from tests.postgres import owner_engine

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_loaded: dict[str, City] = {}


@pytest.fixture
def city(app: Flask, settings: Settings) -> City:
    """The city as of a Monday in November 2026."""
    copy = _in_a_file if settings.sqlite else _in_a_schema
    if "city" in _loaded:
        copy(settings, back=True)
    else:
        _loaded["city"] = load_city(NOW)
        copy(settings, back=False)
    act_as(SYSTEM)
    return _loaded["city"]


def _in_a_file(settings: Settings, back: bool) -> None:
    """Keep the SQLite file, or put the kept one back."""
    file, kept = settings.data_folder / "anbao.sqlite", settings.data_folder / "city.sqlite"
    db.session.rollback()
    db.engine.dispose()
    if back:
        for leftover in settings.data_folder.glob("anbao.sqlite*"):
            leftover.unlink()
        shutil.copy(kept, file)
    else:
        shutil.copy(file, kept)


def _in_a_schema(settings: Settings, back: bool) -> None:
    """Keep all rows in a schema beside, or put the kept ones back."""
    db.session.rollback()
    with owner_engine(settings.database_owner_url).begin() as connection:
        connection.execute(text("SELECT set_config('anbao.kind', 'system', true)"))
        if back:
            conftest._written.append(True)
        else:
            connection.execute(text("DROP SCHEMA IF EXISTS city CASCADE"))
            connection.execute(text("CREATE SCHEMA city"))
        for table in Base.metadata.sorted_tables:
            if back:
                _put_back(connection, table.name)
            else:
                connection.execute(text(f"CREATE TABLE city.{table.name} AS TABLE public.{table.name}"))


def _put_back(connection: Connection, table: str) -> None:
    connection.execute(text(f"INSERT INTO public.{table} SELECT * FROM city.{table}"))
    if "id" in {column["name"] for column in inspect(connection).get_columns(table)}:
        numbers = f"pg_get_serial_sequence('{table}', 'id')"
        connection.execute(text(f"SELECT setval({numbers}, coalesce(max(id), 0) + 1, false) FROM {table}"))
