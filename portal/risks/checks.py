"""What is wrong with a report before it is submitted: blocking points and warnings of a snapshot. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from portal.risks.accidents import outdated
from portal.risks.controls import least_level, level_suffices
from portal.risks.deadlines import identification_holds_until
from portal.risks.rules import ControlKind, ControlLevel, Grade, Presence

ROWS_OF_A_PERSON = 20
"""More larger-or-above rows than this under one person draw a warning."""


class PointCode(Enum):
    """The rules that a report may break."""

    UNGRADED = "ungraded"
    CONDITION_UNANSWERED = "condition_unanswered"
    NO_ACCIDENT_TYPE = "no_accident_type"
    NO_CONTROL = "no_control"
    NO_RESPONSIBLE_PERSON = "no_responsible_person"
    NO_NEXT_CHECK = "no_next_check"
    NOT_IDENTIFIED = "not_identified"
    IDENTIFICATION_TOO_OLD = "identification_too_old"
    ZERO_UNANSWERED = "zero_unanswered"
    ZERO_CONTRADICTED = "zero_contradicted"
    ZERO_TOO_OLD = "zero_too_old"
    NO_EMERGENCY_CONTROL = "no_emergency_control"
    LEVEL_TOO_LOW = "level_too_low"
    RESIDUAL_ABOVE_INHERENT = "residual_above_inherent"
    FIELD_EMPTY = "field_empty"
    EDITION_OUTDATED = "edition_outdated"
    PERSON_OVERLOADED = "person_overloaded"
    ZERO_WITH_KEY_SECTOR = "zero_with_key_sector"
    ZERO_UNUSUAL_FOR_TRADE = "zero_unusual_for_trade"
    ZERO_WITH_USUAL_HAZARD = "zero_with_usual_hazard"
    ZERO_WITH_WATCHED_ROW = "zero_with_watched_row"
    FACTS_MISSING = "facts_missing"
    FACTS_NOT_GIVEN = "facts_not_given"
    FACT_DOUBTED = "fact_doubted"
    SECTOR_NOT_TICKED = "sector_not_ticked"
    UNAFFIRMED = "unaffirmed"
    UNAFFIRMED_LOWER = "unaffirmed_lower"
    PEER_UNANSWERED = "peer_unanswered"
    PEER_NOT_ENTERED = "peer_not_entered"

    @property
    def blocking(self) -> bool:
        """Whether it stops the submission; the others are warnings, answered with a reason."""
        return self in _BLOCKING


_BLOCKING = frozenset(
    {
        PointCode.UNGRADED, PointCode.CONDITION_UNANSWERED, PointCode.NO_ACCIDENT_TYPE, PointCode.NO_CONTROL,
        PointCode.NO_RESPONSIBLE_PERSON, PointCode.NO_NEXT_CHECK, PointCode.NOT_IDENTIFIED,
        PointCode.IDENTIFICATION_TOO_OLD, PointCode.ZERO_UNANSWERED, PointCode.ZERO_CONTRADICTED,
        PointCode.ZERO_TOO_OLD, PointCode.FACTS_MISSING, PointCode.UNAFFIRMED,
    }
)  # fmt: skip


class Point(NamedTuple):
    """One rule that is broken at one place of the snapshot: a row, or the part of it where it is mended.

    `values` fill its words (enums by value, days ISO).
    """

    code: PointCode
    path: str
    values: dict[str, Any]


def points(content: Mapping[str, Any], on: date) -> list[Point]:
    """Everything wrong with a snapshot on a day, in the order of its sections."""
    found = [point for key, row in content["risks"].items() for point in _risk(f"/risks/{key}", row, on)]
    found += _overloaded(content["risks"])
    found += [_point(PointCode.UNGRADED, f"/ungraded/{key}", row) for key, row in content["ungraded"].items()]
    found += [
        point for key, row in content["watched"].items() for point in _condition(f"/watched/{key}", row)
    ]
    return found if content["risks"] else found + list(_zero(content, on))


def _point(code: PointCode, path: str, row: Mapping[str, Any], **values: Any) -> Point:
    return Point(code, path, {"name": row["name"], **values})


def _risk(path: str, row: Mapping[str, Any], on: date) -> Iterator[Point]:
    yield from _condition(path, row)
    yield from _inherent(path, row)
    yield from _person(path, row)
    yield from _controls(f"{path}/controls", row)
    yield from _identification(f"{path}/identified_on", row, on)
    yield from _facts(path, row, on)


def _condition(path: str, row: Mapping[str, Any]) -> Iterator[Point]:
    match = row["catalogue"]
    if match and match["forces_grade"] and match["answer"] is None:
        yield _point(PointCode.CONDITION_UNANSWERED, f"{path}/catalogue", row, condition=match["condition"])


def _inherent(path: str, row: Mapping[str, Any]) -> Iterator[Point]:
    """Controls lower a risk; a row that says they raise it contradicts itself."""
    before = row.get("inherent")
    if before and Grade(row["method"]["grade"]) > Grade(before["grade"]):
        grades = {"grade": row["method"]["grade"], "inherent": before["grade"]}
        yield _point(PointCode.RESIDUAL_ABOVE_INHERENT, f"{path}/inherent", row, **grades)


def _person(path: str, row: Mapping[str, Any]) -> Iterator[Point]:
    if not row["responsible_person"]:
        yield _point(PointCode.NO_RESPONSIBLE_PERSON, f"{path}/responsible_person", row)


def _controls(path: str, row: Mapping[str, Any]) -> Iterator[Point]:
    controls = row["controls"].values()
    if not controls:
        yield _point(PointCode.NO_CONTROL, path, row)
        return
    if not any(control["next_check_on"] for control in controls):
        yield _point(PointCode.NO_NEXT_CHECK, path, row)
    if all(control["kind"] != ControlKind.EMERGENCY.value for control in controls):
        yield _point(PointCode.NO_EMERGENCY_CONTROL, path, row)
    grade = Grade(row["grade"])
    if not level_suffices(grade, (ControlLevel(control["level"]) for control in controls)):
        yield _point(PointCode.LEVEL_TOO_LOW, path, row, grade=grade.value, level=least_level(grade).value)


def _identification(path: str, row: Mapping[str, Any], on: date) -> Iterator[Point]:
    if row["identified_on"] is None:
        yield _point(PointCode.NOT_IDENTIFIED, path, row)
    elif identification_holds_until(date.fromisoformat(row["identified_on"])) < on:
        yield _point(PointCode.IDENTIFICATION_TOO_OLD, path, row, day=row["identified_on"])


def _facts(path: str, row: Mapping[str, Any], on: date) -> Iterator[Point]:
    if not row["accident_types"]:
        yield _point(PointCode.NO_ACCIDENT_TYPE, f"{path}/accident_types", row)
    elif old := outdated(row["accident_types"], on):
        kinds = [kind.code for kind in old]
        yield _point(PointCode.EDITION_OUTDATED, f"{path}/accident_types", row, kinds=kinds)
    for field in ("risk_point", "place", "consequence", "responsible_department"):
        if not row[field]:
            yield _point(PointCode.FIELD_EMPTY, f"{path}/{field}", row, field=field)


def _overloaded(risks: Mapping[str, Any]) -> Iterator[Point]:
    """One point per person, at the first of the person's rows."""
    people = Counter(row["responsible_person"] for row in risks.values() if row["responsible_person"])
    for person, count in people.items():
        if count > ROWS_OF_A_PERSON:
            first = next(key for key, row in risks.items() if row["responsible_person"] == person)
            yield _point(
                PointCode.PERSON_OVERLOADED, f"/risks/{first}", risks[first], person=person, num=count
            )


def _zero(content: Mapping[str, Any], on: date) -> Iterator[Point]:
    answers = content["zero_answers"]
    open_ones = [row for row in answers.values() if row["answer"] is None]
    if open_ones:
        yield Point(PointCode.ZERO_UNANSWERED, "/zero_answers", {"num": len(open_ones)})
    days = [date.fromisoformat(row["answered_on"]) for row in answers.values() if row["answered_on"]]
    if days and identification_holds_until(min(days)) < on:
        yield Point(PointCode.ZERO_TOO_OLD, "/zero_answers", {"day": min(days).isoformat()})
    yield from _zero_answers(answers)
    yield from _zero_doubts(content)


def _zero_answers(answers: Mapping[str, Any]) -> Iterator[Point]:
    for code, row in answers.items():
        if row["answer"] == Presence.PRESENT.value:
            contradicts = PointCode.ZERO_CONTRADICTED if row["forces"] else PointCode.ZERO_WITH_USUAL_HAZARD
            yield _point(contradicts, f"/zero_answers/{code}", row)


def _zero_doubts(content: Mapping[str, Any]) -> Iterator[Point]:
    sectors = content["enterprise"]["key_sectors"]
    if sectors:
        yield Point(PointCode.ZERO_WITH_KEY_SECTOR, "/enterprise", {"sectors": sectors})
    usual = sorted(
        {row["key_sector"] for row in content["zero_answers"].values() if _marks_trade(row)} - set(sectors)
    )
    if usual:
        yield Point(PointCode.ZERO_UNUSUAL_FOR_TRADE, "/enterprise", {"sectors": usual})
    for key, row in content["watched"].items():
        yield _point(PointCode.ZERO_WITH_WATCHED_ROW, f"/watched/{key}", row)


def _marks_trade(row: Mapping[str, Any]) -> bool:
    """Whether a question says that the trade itself is known for major risks of a key sector."""
    return bool(row["of_trade"] and row["forces"] and row["key_sector"] and row["grade"] == Grade.MAJOR.value)
