"""Everything here is marked `faults`; a portal of the test's own ends with it. Each home has faults of its own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.config import Settings
from tests.faults.processes import Portal, Worker

collect_ignore = [
    "test_disk_full.py" if os.environ.get("TEST_DATABASE") == "postgres" else "test_database_gone.py"
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.faults)


@pytest.fixture
def portal(app: Flask, settings: Settings) -> Iterator[Portal]:
    """A portal as a process, on the database that the test sees too; not started yet."""
    served = Portal(settings)
    yield served
    served.kill()


@pytest.fixture
def worker(app: Flask, settings: Settings) -> Iterator[Worker]:
    """A process for background work alone; not started yet."""
    working = Worker(settings)
    yield working
    working.kill()
