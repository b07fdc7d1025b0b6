"""`make bench`: a register of 1,000 rows against one of 50, in each order and filter, and the size of its pages."""

import pytest
from flask import Flask

from portal import clock
from portal.demo.scaling import add_enterprises
from tests.bench.test_bench import EVERY_ONE_WAITS, member, side_by_side, tell
from tests.client import PageClient

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800)]

MOST_TIMES = 3.0
MOST_BYTES = 500 * 1024

ADDRESSES = (
    "/risks?view=all", "/risks?sort=name", "/risks?sort=person&order=reversed", "/risks?sort=check",
    "/risks?check=soon", "/risks?words=车间&accident=2025-04", "/risks?size=100",
)  # fmt: skip


@pytest.fixture
def registers(app: Flask) -> tuple[PageClient, PageClient]:
    """Somebody of an enterprise with 50 risks, and of one with 1,000."""
    add_enterprises(1, 50, clock.now(), EVERY_ONE_WAITS)
    add_enterprises(1, 1_000, clock.now(), EVERY_ONE_WAITS)
    small, large = (PageClient(app).sign_in(member(f"scale-00000{number}")) for number in (0, 1))
    return small, large


def test_a_register_of_1000_rows_takes_at_most_three_times_one_of_50(registers):
    small, large = registers
    worst = 0.0
    for address in ADDRESSES:
        many, few = side_by_side(
            lambda at=address: large.browser.get(at), lambda at=address: small.browser.get(at)
        )
        size = len(large.browser.get(address).get_data())
        tell(
            f"{address}: {many / few:.2f} × ({many * 1000:.1f} ms : {few * 1000:.1f} ms), {size / 1024:.0f} KiB"
        )
        assert size <= MOST_BYTES
        worst = max(worst, many / few)
    assert worst <= MOST_TIMES


def test_the_preview_of_1000_changes_stays_below_500_kilobytes(registers):
    _small, large = registers
    form = large.get("/risks/bulk?all=yes")
    preview = large.submit(form, 200, form=0, responsible_person="孙七")
    size = len(str(preview).encode())
    tell(f"preview of {len(preview.select('tbody tr'))} rows: {size / 1024:.0f} KiB")
    assert size <= MOST_BYTES
