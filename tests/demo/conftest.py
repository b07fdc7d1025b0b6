"""The demo city, loaded once a worker on SQLite and copied for each test; loaded anew on PostgreSQL."""

import shutil
from datetime import UTC, datetime

import pytest
from flask import Flask

from portal.access import SYSTEM, act_as
from portal.config import Settings
from portal.db import db
from portal.demo.loading import City, load_city

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_loaded: dict[str, City] = {}


@pytest.fixture
def city(app: Flask, settings: Settings) -> City:
    """The city as of a Monday in November 2026."""
    file, copy = settings.data_folder / "anbao.sqlite", settings.data_folder / "city.sqlite"
    if not settings.sqlite or not copy.exists():
        _loaded["city"] = load_city(NOW)
        if settings.sqlite:
            db.session.rollback()
            db.engine.dispose()
            shutil.copy(file, copy)
    else:
        db.session.rollback()
        db.engine.dispose()
        for leftover in settings.data_folder.glob("anbao.sqlite*"):
            leftover.unlink()
        shutil.copy(copy, file)
    act_as(SYSTEM)
    return _loaded["city"]
