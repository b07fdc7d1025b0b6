"""What is no mistake of anybody: the database that does not answer, the disk that is full."""

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

OUTAGES: tuple[type[Exception], ...] = (OperationalError, InterfaceError, PoolTimeout, OSError)
"""Kinds of error among which there are outages; `is_outage` tells."""

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
NO_ROOM_IN_SQLITE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY})
NO_ROOM_IN_POSTGRESQL = "53100"
PRIMARY = 0xFF
"""SQLite's extended codes carry the primary one in their lowest byte."""


def is_outage(error: Exception) -> bool:
    """Whether it will do again once the machine does; of the errors of files, only those for want of room."""
    return is_full(error) or not isinstance(error, OSError)


def is_full(error: Exception) -> bool:
    """Whether nothing could be written."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", 0) & PRIMARY
    return code in NO_ROOM_IN_SQLITE or getattr(error.orig, "sqlstate", None) == NO_ROOM_IN_POSTGRESQL
