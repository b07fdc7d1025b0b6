"""Each home has tests of its own beside those that hold in both."""

import os

import pytest
from flask import Flask
from sqlalchemy import text

from portal.config import Settings
from portal.db import session
from tests.jobs import works

collect_ignore = [
    "test_embedded.py" if os.environ.get("TEST_DATABASE") == "postgres" else "test_distributed.py"
]


@pytest.fixture(autouse=True)
def empty_queue(app: Flask, settings: Settings, asked: None) -> None:
    """Nothing waits and nothing was done. Procrastinate's tables are none of ours, so nobody else empties them."""
    works.done.clear()
    works.rung.clear()
    works.free.clear()
    if not settings.sqlite:
        unscoped = {"unscoped": "the tables of procrastinate"}
        session().execute(text("DELETE FROM procrastinate_jobs"), execution_options=unscoped)
        session().commit()
