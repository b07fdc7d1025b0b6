"""Run the checks that are named, or all that need no network."""

import sys
import time
from collections.abc import Callable, Iterable

from deploy.checks import (
    dependencies,
    doors,
    generated,
    locks,
    names,
    schema,
    sizes,
    styles,
    templates,
    traces,
    words,
)
from deploy.checks.findings import Finding

TOPICS: dict[str, Callable[[], Iterable[Finding]]] = {
    "sizes": sizes.findings,
    "names": names.findings,
    "doors": doors.findings,
    "templates": templates.findings,
    "words": words.findings,
    "traces": traces.findings,
    "styles": styles.findings,
    "schema": schema.findings,
    "locks": locks.findings,
    "generated": generated.findings,
    "dependencies": dependencies.findings,
}
ON_REQUEST = {"dependencies"}


def main(asked: list[str]) -> int:
    """Print every finding; answer 1 if there is any, 2 for a topic that does not exist."""
    if unknown := set(asked) - TOPICS.keys():
        print(f"no such check: {', '.join(sorted(unknown))}; there are {', '.join(TOPICS)}")
        return 2
    wrong = 0
    for topic in asked or [name for name in TOPICS if name not in ON_REQUEST]:
        began = time.monotonic()
        found = sorted(set(TOPICS[topic]()))
        for finding in found:
            print(finding)
        print(f"{topic}: {f'{len(found)} findings' if found else 'good'} ({time.monotonic() - began:.1f} s)")
        wrong += len(found)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
