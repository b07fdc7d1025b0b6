"""Common findings that fill an item: fact, basis, measure, usual days; from `data/enforcement/finding-reasons.json`."""

import re
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from portal.data import load
from portal.enforcement.law import articles
from portal.enforcement.rules import UNVERIFIED, Item

SUSPECTED_MAJOR = 4
REMARK = re.compile(r"（[^（）]*）$")


class Finding(NamedTuple):
    """One common finding. `days`: usual time to put it right, calendar days, 0 at once; `suspected_major`: the
    criteria of major hazards (重大事故隐患判定标准) are to be looked at; an officer decides."""

    id: str
    group: str
    title: str
    fact: str
    articles: tuple[str, ...]
    more_basis: str
    measure: str
    days: int
    suspected_major: bool


@cache
def findings() -> dict[str, Finding]:
    """All common findings by id, in the order of the file."""
    return {row["id"]: _finding(row) for row in load("enforcement/finding-reasons.json")["rows"]}


def _finding(row: dict[str, object]) -> Finding:
    basis: list[dict[str, str]] = row["legal_basis"]  # type: ignore[assignment]
    known = tuple(one["ref"] for one in basis if one["ref"] in articles())
    more = "、".join(_sure(one["text"]) for one in basis if one["ref"] not in articles())
    major = int(str(row["severity"])) >= SUSPECTED_MAJOR or row["major_hazard_ref"] is not None
    return Finding(
        str(row["id"]), str(row["group"]), str(row["zh"]), str(row["fact_template"]), known, more,
        str(row["rectification_template"]), int(str(row["typical_days"])), major,
    )  # fmt: skip


def _sure(citation: str) -> str:
    """Without a remark that its number has to be verified, which no paper may carry."""
    return REMARK.sub("", citation) if UNVERIFIED in citation else citation


def filled_from(finding: Finding, on: date) -> Item:
    """An item filled from a common finding; blanks in braces are for the inspector."""
    return Item(
        place="", fact=finding.fact, measure=finding.measure, deadline=on + timedelta(days=finding.days),
        articles=finding.articles, more_basis=finding.more_basis, finding=finding.id,
    )  # fmt: skip
