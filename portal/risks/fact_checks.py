"""What is wrong with the facts of a report: missing ones, implausible ones, key sectors that its risks name. Pure.

A required fact whose source is confirmed blocks the first and the regular report; one from memory only warns, and a
change report is never stopped by facts that did not change.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.filings.rules import Occasion
from portal.registry.completeness import doubts, missing
from portal.registry.questions import BASIC, Part, Question, parts
from portal.risks.catalogue import catalogue
from portal.risks.checks import Point, PointCode

Sections = Mapping[str, Any]


def fact_points(content: Sections) -> Iterator[Point]:
    """Everything wrong with the facts of a snapshot; one that was drawn without them has nothing wrong."""
    if "facts" not in content:
        return
    occasion = Occasion(content["basis"]["occasion"])
    for part, path, answers in _told(content):
        yield from _missing(part, path, answers, occasion)
    yield from _doubted(content)
    yield from _sectors_not_ticked(content)


def _told(content: Sections) -> Iterator[tuple[Part, str, Mapping[str, Any]]]:
    yield parts()[BASIC], "/enterprise", content["enterprise"]
    for section in ("facts", "sectors"):
        for code, answers in content[section].items():
            yield parts()[code], f"/{section}/{code}", answers


def _missing(part: Part, path: str, answers: Mapping[str, Any], occasion: Occasion) -> Iterator[Point]:
    """One point for all that blocks and one for all that does not, each at the first question to mend."""
    lacking = missing(part, answers, yearly=occasion is Occasion.REGULAR)
    blocking = [one for one in lacking if one.confirmed and occasion is not Occasion.CHANGE]
    others = [one for one in lacking if one not in blocking]
    for code, found in ((PointCode.FACTS_MISSING, blocking), (PointCode.FACTS_NOT_GIVEN, others)):
        if found:
            yield _lacking(code, part, path, found)


def _lacking(code: PointCode, part: Part, path: str, found: list[Question]) -> Point:
    names = [question.code for question in found]
    return Point(code, f"{path}/{names[0]}", {"part": part.code, "questions": names})


def _doubted(content: Sections) -> Iterator[Point]:
    for one in doubts(content["enterprise"], content["facts"], content["sectors"]):
        values = {"doubt": one.doubt.value, **one.values}
        yield Point(PointCode.FACT_DOUBTED, f"/facts/{one.part}/{one.code}", values)


def _sectors_not_ticked(content: Sections) -> Iterator[Point]:
    """Risks that the catalogue counts to a key sector which the enterprise does not tick."""
    matched = (catalogue().get(risk["catalogue"].get("code", "")) for risk in content["risks"].values())
    named = {row.key_sector for row in matched if row and row.key_sector}
    if unticked := sorted(named - set(content["enterprise"]["key_sectors"])):
        yield Point(PointCode.SECTOR_NOT_TICKED, "/enterprise/key_sectors", {"sectors": unticked})
