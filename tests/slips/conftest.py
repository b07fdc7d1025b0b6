"""An enterprise with a filer, for tests of slips; nobody has asked from this address yet."""

from collections.abc import Iterator

import pytest

from portal.slips import tickets
from tests.risks.conftest import as_filer, filer, own

__all__ = ["as_filer", "filer", "own"]


@pytest.fixture(autouse=True)
def _no_askers() -> Iterator[None]:
    tickets.forget_askers()
    yield
    tickets.forget_askers()
