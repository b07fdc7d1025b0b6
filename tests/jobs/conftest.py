from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from portal.config import Settings
from portal.db import session
from tests.jobs import works


@pytest.fixture(autouse=True)
def empty_queue(app: Flask, settings: Settings, context: None) -> Iterator[None]:
    """Nothing waits and nothing was done. Procrastinate's tables are none of ours, so nobody else empties them."""
    works.done.clear()
    works.rung.clear()
    if not settings.sqlite:
        unscoped = {"unscoped": "the tables of procrastinate"}
        session().execute(text("DELETE FROM procrastinate_jobs"), execution_options=unscoped)
        session().commit()
    yield
