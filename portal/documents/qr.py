"""QR codes as the outline of an SVG path, so that templates need no ready-made markup."""

from typing import NamedTuple

import segno


class QrCode(NamedTuple):
    """Width in modules (quiet zone included) and the path of its dark modules."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The QR code of a text, error correction M (15 %), quiet zone of two modules."""
    code = segno.make(text, error="m", boost_error=False, micro=False)
    rows = [list(row) for row in code.matrix_iter(border=2)]
    path = "".join(
        f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _runs(row)
    )
    return QrCode(len(rows), path)


def _runs(row: list[int]) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules in a row."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and x and row[x - 1]:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((x, 1))
    return found
