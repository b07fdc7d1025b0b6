"""The next number of a series: one series per authority, kind and year, without gap and without double."""

from portal.db import ensure_row, session
from portal.documents.model import PaperSeries


def next_serial(authority_id: int, kind: str, year: int) -> int:
    """Take the next serial of a series, inside the caller's `writing()`; a rollback gives it back.

    The row stays locked until the caller's transaction ends, so that two callers never share one.
    """
    current = session()
    ensure_row(PaperSeries, authority_id=authority_id, kind=kind, year=year, last=0)
    series = current.get_one(
        PaperSeries, (authority_id, kind, year), with_for_update=True, populate_existing=True
    )
    series.last += 1
    current.flush()
    return series.last
