"""Receipts printed in a process of their own: the first one (cold), the next ones (warm), 500 of them (memory).

`python -m tests.bench.papers <data folder> <papers>` prints the measurements as one line of JSON.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

STARTED = time.perf_counter()
WARM_UP = 20
"""Papers until caches are filled; memory is counted from there on."""


def main(folder: Path, papers: int) -> None:
    """Print, measure, tell."""
    from portal import create_app
    from portal.config import Settings

    app = create_app(Settings(data_folder=folder, demo=True, log_json=False))
    with app.app_context():
        from portal.documents import printing

        began = time.perf_counter()
        first = printing.signed_pdf("report_receipt", _receipt(0))
        cold, whole = time.perf_counter() - began, time.perf_counter() - STARTED
        times = list(_printed(WARM_UP))
        before = _resident()
        times += _printed(papers)
    sys.stdout.write(
        json.dumps(
            {
                "cold": cold,
                "whole": whole,
                "warm": median(times),
                "size": len(first),
                "grown": _resident() - before,
            }
        )
    )


def _printed(count: int) -> Iterator[float]:
    """Seconds of each paper."""
    from portal.documents import printing

    for number in range(count):
        began = time.perf_counter()
        printing.signed_pdf("report_receipt", _receipt(number))
        yield time.perf_counter() - began


def _receipt(number: int) -> dict[str, object]:
    from tests.documents.samples import a_receipt

    return a_receipt(risks=1 + number % 12)


def _resident() -> int:
    """Bytes of memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
