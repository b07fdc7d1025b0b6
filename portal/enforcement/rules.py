"""States of orders, and what must hold before one is issued. Pure.

No statute fixes a longest time to put something right; practice goes up to thirty days, more with a reason.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import Any

from portal.workflow import Workflow

INSPECTORS = 2
BLANKS = re.compile(r"[{｛]\w+[}｝]")
UNVERIFIED = "待核"


class OrderState(Enum):
    """Where an order stands."""

    DRAFT = "draft"
    ISSUED = "issued"
    REVOKED = "revoked"


ORDER = Workflow(
    "order",
    ("issue", {OrderState.DRAFT}, OrderState.ISSUED),
    ("revoke", {OrderState.ISSUED}, OrderState.REVOKED),
)


@dataclass(frozen=True)
class Item:
    """One problem: where, what, against which law, what is to be reached, by which day.

    `articles`: ids of `data/enforcement/law-articles.json`; `more_basis`: further basis in words; `finding`: id of the
    common finding that it was filled from; `major`: a major hazard (重大事故隐患).
    """

    place: str
    fact: str
    measure: str
    deadline: date
    articles: tuple[str, ...] = ()
    more_basis: str = ""
    major: bool = False
    finding: str = ""
    key: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values for the table."""
        return {**asdict(self), "deadline": self.deadline.isoformat(), "articles": list(self.articles)}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Item":
        """The item of a row of the table."""
        return cls(
            **{**row, "deadline": date.fromisoformat(row["deadline"]), "articles": tuple(row["articles"])}
        )


@dataclass(frozen=True)
class Head:
    """What an order says besides its items. `inspectors`: keys of memberships; `long_reason`: why longer than usual."""

    inspected_on: date | None
    record: str
    interim: str
    inspectors: tuple[str, ...]
    contact: str
    long_reason: str = ""


@dataclass(frozen=True)
class Inspector:
    """One who may carry an order: id and key of the membership, name, number of the certificate."""

    id: int
    key: str
    name: str
    certificate: str


@dataclass(frozen=True)
class Draft:
    """An order as it stands before it is issued."""

    head: Head
    items: Sequence[Item] = field(default_factory=list)
    inspectors: Sequence[Inspector] = field(default_factory=list)


@dataclass(frozen=True)
class Missing:
    """Something that stands in the way. `code`: which rule; `item`: its number from 1, or 0 for the order itself."""

    code: str
    item: int = 0


def deadline_of(items: Sequence[Item]) -> date | None:
    """The day of the whole: the latest of its items, or None without items."""
    return max((item.deadline for item in items), default=None)


def latest_usual(on: date, days: int) -> date:
    """The last day of the usual time, counted from the day after issue."""
    return on + timedelta(days=days)


def missing(draft: Draft, on: date, longest_days: int) -> list[Missing]:
    """What stands in the way of issuing on a day; nothing when the list is empty.

    `longest_days`: the usual longest time in calendar days; a later deadline needs a reason.
    """
    found = list(_of_head(draft, on))
    for number, item in enumerate(draft.items, 1):
        found += [Missing(code, number) for code in _of_item(item, on)]
    latest = deadline_of(draft.items)
    if latest and latest > latest_usual(on, longest_days) and not draft.head.long_reason:
        found.append(Missing("long_reason"))
    return found


def _of_head(draft: Draft, on: date) -> Iterator[Missing]:
    if not draft.items:
        yield Missing("items")
    if len({inspector.key for inspector in draft.inspectors}) < INSPECTORS:
        yield Missing("inspectors")
    if any(not inspector.certificate for inspector in draft.inspectors):
        yield Missing("certificate")
    if not draft.head.interim:
        yield Missing("interim")
    if draft.head.inspected_on and draft.head.inspected_on > on:
        yield Missing("inspected_on")


def _of_item(item: Item, on: date) -> Iterator[str]:
    if not item.fact:
        yield "fact"
    if not item.articles and not item.more_basis:
        yield "basis"
    if any(BLANKS.search(text) for text in (item.place, item.fact, item.measure)):
        yield "blanks"
    if UNVERIFIED in item.more_basis:
        yield "unverified"
    if item.deadline < on:
        yield "deadline"
