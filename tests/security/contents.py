"""What the database holds, so that two runs can be compared: without moments and without what is drawn at random."""

import re
import shutil
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from portal.access import SYSTEM, act_as
from portal.config import Settings
from portal.db import Base, db, session

DRAWN = re.compile(r"\$argon2[^']*|[0-9a-f]{32,}|[a-z2-9]{16}|\d{4}-\d\d-\d\dT[\d:.+]+")
"""Hashes, digests, salts, keys, tokens, moments inside JSON."""

Rows = dict[str, list[str]]


def contents(*, without: tuple[str, ...] = ()) -> Rows:
    """Every row of every table as text, in the order of the key."""
    act_as(SYSTEM)
    return {
        table.name: [_told(table, row) for row in _rows(table)]
        for table in Base.metadata.sorted_tables
        if table.name not in without
    }


def _rows(table: Table) -> list[Any]:
    statement = select(table).order_by(*table.primary_key.columns)
    return list(session().execute(statement, execution_options={"unscoped": "a test compares everything"}))


def _told(table: Table, row: Any) -> str:
    values = [value for value in row if not isinstance(value, datetime)]
    return DRAWN.sub("*", f"{table.name}: {values}")


def differing(one: Rows, other: Rows) -> list[str]:
    """The rows that only one of the two holds."""
    return sorted(
        {row for rows in one.values() for row in rows} ^ {row for rows in other.values() for row in rows}
    )


def keeper(settings: Settings) -> Callable[[], None]:
    """Keep the database as it is now; what is returned brings it back."""
    file = settings.data_folder / "anbao.sqlite"
    kept = settings.data_folder / "kept.sqlite"
    session().rollback()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.engine.dispose()
    shutil.copy(file, kept)

    def bring_back() -> None:
        session().rollback()
        session().expunge_all()
        db.engine.dispose()
        for leftover in settings.data_folder.glob("anbao.sqlite*"):
            leftover.unlink()
        shutil.copy(kept, file)

    return bring_back
