"""What has changed since a report was declared, as far as the law wants it reported. Pure.

Reported are a new larger-or-above risk, another grade of a reported one, the removal of one, and the facts of the
enterprise that `deadlines.reported_facts()` names. Source: data/risk/deadlines.json (省政府令第140号).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from portal.risks.deadlines import reported_facts
from portal.risks.rules import Grade


class ChangeKind(Enum):
    """Why a change report is owed."""

    NEW_RISK = "new_risk"
    OTHER_GRADE = "other_grade"
    RISK_REMOVED = "risk_removed"
    OTHER_FACT = "other_fact"


class LiveRow(NamedTuple):
    """A row of the register as it stands: its grade counts only while it is not removed."""

    key: str
    code: str
    name: str
    grade: Grade | None
    removed: bool

    @property
    def is_reported(self) -> bool:
        """Whether a report of now would hold it."""
        return not self.removed and self.grade is not None and self.grade.larger_or_above


class Reason(NamedTuple):
    """One change. `path`: of the row or fact, as in a snapshot; `name`: code and name of the row, or the name of the
    fact; `old`, `new`: grades (values) of a row; `since`: the day of the change, as far as it is known."""

    kind: ChangeKind
    path: str
    name: str
    old: str = ""
    new: str = ""
    since: date | None = None

    def stored(self) -> dict[str, str]:
        """As JSON keeps it."""
        since = self.since.isoformat() if self.since else ""
        return {**self._asdict(), "kind": self.kind.value, "since": since}

    @classmethod
    def read(cls, kept: Mapping[str, str]) -> "Reason":
        """Back from JSON."""
        since = date.fromisoformat(kept["since"]) if kept["since"] else None
        return cls(ChangeKind(kept["kind"]), kept["path"], kept["name"], kept["old"], kept["new"], since)


def reasons(declared: Mapping[str, Any], rows: Iterable[LiveRow], facts: Mapping[str, Any]) -> list[Reason]:
    """What differs from a declared snapshot: rows of the register first, then facts (plain values by name)."""
    live = {row.key: row for row in rows}
    reported: Mapping[str, Any] = declared["risks"]
    new = (row for row in live.values() if row.is_reported and row.key not in reported)
    old = (_other(key, row, live.get(key)) for key, row in reported.items())
    return [
        *(
            _reason(ChangeKind.NEW_RISK, row.key, f"{row.code} {row.name}", "", _value(row.grade))
            for row in new
        ),
        *(reason for reason in old if reason),
        *_facts(declared["enterprise"], facts),
    ]


def _other(key: str, declared: Mapping[str, Any], live: LiveRow | None) -> Reason | None:
    """What became of a reported row, if anything."""
    name, grade = f"{declared['code']} {declared['name']}", declared["grade"]
    if live is None or live.removed:
        return _reason(ChangeKind.RISK_REMOVED, key, name, grade, "")
    if _value(live.grade) != grade:
        return _reason(ChangeKind.OTHER_GRADE, key, name, grade, _value(live.grade))
    return None


def _reason(kind: ChangeKind, key: str, name: str, old: str, new: str) -> Reason:
    return Reason(kind, f"/risks/{key}", name, old, new)


def _value(grade: Grade | None) -> str:
    return grade.value if grade else ""


def _facts(declared: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterable[Reason]:
    for name in reported_facts():
        if name in declared and (declared[name] or "") != (facts[name] or ""):
            yield Reason(ChangeKind.OTHER_FACT, f"/enterprise/{name}", name)


class Deed(NamedTuple):
    """Something done since the report was declared: on which day, the verb, the key of the thing, what it wrote."""

    on: date
    verb: str
    key: str
    after: Mapping[str, Any]


def dated(found: Iterable[Reason], deeds: Iterable[Deed], otherwise: date) -> list[Reason]:
    """Each reason with the day on which the difference began that holds now; `otherwise` where no deed tells it.

    A grade that went and came back counts from its last going; a fact counts from its first change.
    """
    edits: list[Deed] = []
    by_key: defaultdict[str, list[Deed]] = defaultdict(list)
    for deed in deeds:
        (edits if deed.verb == "enterprise.edit" else by_key[deed.key]).append(deed)
    return [one._replace(since=_since(one, edits, by_key) or otherwise) for one in found]


def _since(reason: Reason, edits: Iterable[Deed], by_key: Mapping[str, Sequence[Deed]]) -> date | None:
    key = reason.path.rpartition("/")[2]
    if reason.kind is ChangeKind.OTHER_FACT:
        return next((deed.on for deed in edits if key in deed.after), None)
    began, removed, grade = None, False, reason.old
    for deed in by_key.get(key, ()):
        grade = str(deed.after.get("grade") or "") if "grade" in deed.after else grade
        removed = deed.verb == "risk.remove" or (removed and deed.verb != "risk.restore")
        declared_now = "" if removed or not _is_reported(grade) else grade
        began = None if declared_now == reason.old else began or deed.on
    return began


def _is_reported(grade: str) -> bool:
    return bool(grade) and Grade(grade).larger_or_above
