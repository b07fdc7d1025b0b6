"""Official numbers and the codes beside them. Pure.

Hexagonal brackets, the year in four digits, the serial without leading zeros.
Source: the numbering of enforcement papers in use (Nanjing 2019); GB/T 9704-2012.
"""

import secrets

from portal.db import KEY_ALPHABET
from portal.documents.kinds import KINDS

CODE_LENGTH = 12


def number_of(kind: str, mark: str, year: int, serial: int) -> str:
    """The number as it is printed: （如）应急责改〔2026〕14号.

    Raises KeyError for an unknown kind, ValueError unless year and serial are those of a series.
    """
    if not (1000 <= year <= 9999 and serial > 0):
        raise ValueError("a series counts from 1 within a year of four digits")
    return KINDS[kind].number.format(mark=mark, year=year, serial=serial)


def new_code() -> str:
    """The random code by which a paper is verified: 12 characters, 60 bits, easy to type."""
    return "".join(secrets.choice(KEY_ALPHABET) for _ in range(CODE_LENGTH))
