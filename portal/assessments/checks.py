"""What is wrong with an assessment before it is submitted: rules over its snapshot. Pure.

Blocking: items (told by element), a veto or a prerequisite without answer, no team leader, an internal notice shorter
than ten working days. Warning: a finding without measure, a deduction without finding, much that is not applicable, a
veto that fell.
Source: domain notes §7, §8; data/standards/lifecycle.json.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

NOTICE_DAYS = 10
"""Least working days of the notice inside the enterprise. Source: 应急〔2021〕83号 article 7 (from memory)."""


class PointCode(Enum):
    """The rules that an assessment may break."""

    NOT_ANSWERED = "not_answered"
    CONDITION_OPEN = "condition_open"
    NO_LEADER = "no_leader"
    NOTICE_TOO_SHORT = "notice_too_short"
    NO_REASON = "no_reason"
    DEDUCTION_WITHOUT_FINDING = "deduction_without_finding"
    FINDING_WITHOUT_MEASURE = "finding_without_measure"
    MUCH_NOT_APPLICABLE = "much_not_applicable"
    LEVEL_BLOCKED = "level_blocked"

    @property
    def blocking(self) -> bool:
        """Whether it stops the submission; the others are warnings, answered with a reason."""
        return self in _BLOCKING


_BLOCKING = frozenset(
    {PointCode.NOT_ANSWERED, PointCode.CONDITION_OPEN, PointCode.NO_LEADER, PointCode.NOTICE_TOO_SHORT,
     PointCode.NO_REASON}
)  # fmt: skip


class Point(NamedTuple):
    """One rule that is broken at one place of the snapshot; `values` fill its words."""

    code: PointCode
    path: str
    values: dict[str, Any]


Workdays = Callable[[date, date], int]
"""Working days between two days."""


def points(content: Mapping[str, Any], workdays: Workdays, *, notice: bool) -> list[Point]:
    """Everything wrong with a snapshot. `notice`: whether the kind asks for a notice inside the enterprise."""
    found = list(_items(content))
    found += [
        Point(PointCode.CONDITION_OPEN, f"/conditions/{key}", {"name": row["name"]})
        for key, row in content["conditions"].items()
        if row["answer"] is None
    ]
    if not content["assessment"]["leader"]:
        found.append(Point(PointCode.NO_LEADER, "/assessment/leader", {}))
    if notice:
        found += _notice(content["assessment"], workdays)
    return found + list(_findings(content)) + list(_score(content["score"]))


def _items(content: Mapping[str, Any]) -> Iterator[Point]:
    told = {row["item"] for row in content["findings"].values()}
    left: dict[str, list[str]] = {}
    for key, row in content["items"].items():
        values = {"item": key, "name": row["name"]}
        if row["not_applicable"] and not row["proposed"]:
            if not row["reason"]:
                yield Point(PointCode.NO_REASON, f"/items/{key}", values)
        elif row["earned"] is None:
            left.setdefault(row["element"], []).append(key)
        elif (row["earned"] != row["points"] or row["extra"]) and key not in told:
            yield Point(PointCode.DEDUCTION_WITHOUT_FINDING, f"/items/{key}", values)
    for element, keys in left.items():
        values = {"element": element, "name": content["elements"][element]["title"], "num": len(keys)}
        yield Point(PointCode.NOT_ANSWERED, f"/items/{keys[0]}", values)


def _notice(facts: Mapping[str, Any], workdays: Workdays) -> Iterator[Point]:
    began, ended = facts["displayed_from"], facts["displayed_to"]
    lasted = workdays(date.fromisoformat(began), date.fromisoformat(ended)) if began and ended else 0
    if lasted < NOTICE_DAYS:
        yield Point(
            PointCode.NOTICE_TOO_SHORT, "/assessment/displayed_from", {"num": lasted, "least": NOTICE_DAYS}
        )


def _findings(content: Mapping[str, Any]) -> Iterator[Point]:
    for key, row in content["findings"].items():
        if not (row["measure"] and row["person"] and row["due_on"]) and row["state"] == "open":
            yield Point(PointCode.FINDING_WITHOUT_MEASURE, f"/findings/{key}", {"name": row["name"]})


def _score(found: Mapping[str, Any]) -> Iterator[Point]:
    if found["many_not_applicable"]:
        values = {"share": found["not_applicable"], "points": found["points"]}
        yield Point(PointCode.MUCH_NOT_APPLICABLE, "/score", values)
    if found["blocked_by"]:
        yield Point(PointCode.LEVEL_BLOCKED, "/score", {"by": "、".join(found["blocked_by"])})
