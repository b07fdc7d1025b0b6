"""Official numbers: their form (pure), and the next one of a series.

Hexagonal brackets, the year in four digits, the serial without leading zeros; one series per authority, kind and year,
without gap and without double. Source: domain paper on enforcement, section 2; GB/T 9704-2012.
"""

import secrets

from portal.db import KEY_ALPHABET, session
from portal.documents.kinds import KINDS
from portal.documents.model import PaperSeries

CODE_LENGTH = 12


def number_of(kind: str, mark: str, year: int, serial: int) -> str:
    """The number as it is printed: （如）应急责改〔2026〕14号.

    Raises KeyError for an unknown kind, ValueError unless year and serial are those of a series.
    """
    if not (1000 <= year <= 9999 and serial > 0):
        raise ValueError("a series counts from 1 within a year of four digits")
    return KINDS[kind].number.format(mark=mark, year=year, serial=serial)


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


def new_code() -> str:
    """The random code by which a paper is verified: 12 characters, 60 bits, easy to type."""
    return "".join(secrets.choice(KEY_ALPHABET) for _ in range(CODE_LENGTH))
