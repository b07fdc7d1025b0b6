"""What a report is asked beyond its rows: the confirmation of last year's rows, and what its peers have. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from portal.risks.checks import Point, PointCode
from portal.risks.deadlines import identification_holds_until
from portal.risks.rules import Presence


def affirmation_points(content: Mapping[str, Any]) -> Iterator[Point]:
    """Rows of last year that nobody has confirmed: each red or orange one blocks, the lower ones warn together."""
    waiting = content["unaffirmed"]
    for key, row in waiting.items():
        if row["grave"]:
            yield Point(PointCode.UNAFFIRMED, f"/unaffirmed/{key}", {"name": row["name"]})
    lower = sum(not row["grave"] for row in waiting.values())
    if lower:
        yield Point(PointCode.UNAFFIRMED_LOWER, "/unaffirmed", {"num": lower})


def peer_points(content: Mapping[str, Any], on: date) -> Iterator[Point]:
    """What most peers have: not answered within the year, or said to be there and not entered."""
    for code, row in content["peer_questions"].items():
        path, values = f"/peer_questions/{code}", {"name": row["name"], "peers": row["peers"]}
        if row["answer"] == Presence.PRESENT.value:
            yield Point(PointCode.PEER_NOT_ENTERED, path, values)
        elif row["answer"] is None or _is_old(row["answered_on"], on):
            yield Point(PointCode.PEER_UNANSWERED, path, values)


def _is_old(answered_on: str, on: date) -> bool:
    return identification_holds_until(date.fromisoformat(answered_on)) < on
