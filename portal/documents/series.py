"""The next number of a series: one series per authority, kind and year, without gap and without double."""

from portal.db import session
from portal.documents.model import PaperSeries


def next_serial(authority_id: int, kind: str, year: int) -> int:
    """Take the next serial of a series, inside the caller's `writing()`; a rollback gives it back.

    The row stays locked until the caller's transaction ends, so that two callers never share one.
    """
    current = session()
    key = (authority_id, kind, year)
    series = current.get(PaperSeries, key, with_for_update=True)
    if series is None:
        series = PaperSeries(authority_id=authority_id, kind=kind, year=year, last=0)
        current.add(series)
    series.last += 1
    current.flush()
    return series.last
