"""States of a level, who leads where, and the days that every step has. Pure.

Moves, deadlines and grounds are data: standards/lifecycle.json, completed by standards/local-lifecycle.json.
Source: domain notes §7, §10; 应急〔2021〕83号 articles 7 to 11.
"""

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from portal.data import load
from portal.workdays import add_workdays
from portal.workflow import Workflow

DAY = timedelta(days=1)
LIFECYCLE = "standards/lifecycle.json"
LOCAL = "standards/local-lifecycle.json"


class LevelState(Enum):
    """Where the standing of an enterprise at a standard stands; values are those of lifecycle.json."""

    NONE = "none"
    SELF_ASSESSING = "self_assessing"
    DISPLAYED = "displayed"
    APPLIED = "applied"
    CORRECTING = "correcting"
    ACCEPTED = "accepted"
    ON_SITE = "on_site"
    RECTIFYING = "rectifying"
    CONFIRMED = "confirmed"
    PUBLIC_NOTICE = "public_notice"
    OBJECTION = "objection"
    CERTIFIED = "certified"
    WARNED = "warned"
    REVOCATION_PROPOSED = "revocation_proposed"
    RENEWING = "renewing"
    REFUSED = "refused"
    REVOKED = "revoked"
    EXPIRED = "expired"
    BARRED = "barred"


class TermKind(Enum):
    """Whether a step must be done within its days, must last at least so long, or may begin so long before."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    WINDOW = "window"


class RankVerdict(Enum):
    """What a person decides by the ranking of dynamic management; a rank alone takes no level and gives none."""

    UPGRADE = "upgrade"
    LOOK = "look"
    LEAVE = "leave"


class Progress(Enum):
    """How far an enterprise is with its self-assessment of a year; a rejected one counts as not begun."""

    NOT_BEGUN = "not_begun"
    IN_HAND = "in_hand"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CHECKED = "checked"


class Dimension(Enum):
    """By what an overview is broken down."""

    TOWN = "town"
    INDUSTRY = "industry"
    LEVEL = "level"


class LeftOut(Enum):
    """Why an enterprise of a chosen set is not reminded: it has submitted, nobody signs in there, it was lately."""

    SUBMITTED = "submitted"
    NOBODY = "nobody"
    LATELY = "lately"


S = LevelState
HELD = frozenset({S.CERTIFIED, S.WARNED, S.REVOCATION_PROPOSED, S.RENEWING})
"""The states of one who has a level."""

UNDER_WAY = frozenset(
    {
        S.APPLIED, S.CORRECTING, S.ACCEPTED, S.ON_SITE, S.RECTIFYING, S.CONFIRMED, S.PUBLIC_NOTICE, S.OBJECTION,
    }
)  # fmt: skip
"""The states of an application that an authority has in hand."""

DUE = {S.APPLIED: "accept", S.ACCEPTED: "review", S.RECTIFYING: "rectify"}
"""The step that must be done within its days, by the state that waits for it."""

LEAST = {S.DISPLAYED: "display", S.PUBLIC_NOTICE: "publish"}
"""The step that must last its days, by the state that it leads to."""

KEEPS_DAYS = frozenset({"object", "clear"})
"""An objection stops no notice and begins none anew."""


class Span(NamedTuple):
    """A length of time: so many working days, calendar months or calendar years."""

    value: int
    unit: str

    def after(self, day: date) -> date:
        """The last day of the span; the day from which it is counted does not count."""
        if self.unit == "working_day":
            return add_workdays(day, self.value)
        return add_months(day, self.value * (12 if self.unit == "year" else 1))

    def before(self, day: date) -> date:
        """The day on which a span of months or years that ends with `day` begins."""
        assert self.unit != "working_day", "spans that run backwards are calendar ones"
        return add_months(day, -self.value * (12 if self.unit == "year" else 1))


@dataclass(frozen=True)
class Transition:
    """One row of lifecycle.json: what is done, by whom (in the words of the law), by when, and on what basis."""

    verb: str
    sources: frozenset[LevelState]
    target: LevelState
    who: str
    span: Span | None
    term: TermKind | None
    when_missed: str
    basis: str


def add_months(day: date, months: int) -> date:
    """The same day so many calendar months on, or the last of the month where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@cache
def transitions() -> Mapping[str, Transition]:
    """All transitions by verb, in the order of the file, with the local rules applied."""
    local = {row["verb"]: row for row in load(LOCAL)["rows"]}
    return {row["verb"]: _transition(row, local.get(row["verb"])) for row in load(LIFECYCLE)["transitions"]}


def _transition(row: Mapping[str, Any], local: Mapping[str, Any] | None) -> Transition:
    named = [row["from"]] if isinstance(row["from"], str) else row["from"]
    found = {LevelState(name) for name in named}
    if local:
        found |= {LevelState(name) for name in local["also_from"]}
        found -= {LevelState(name) for name in local["not_from"]}
    deadline = row.get("deadline")
    return Transition(
        verb=row["verb"], sources=frozenset(found), target=LevelState(row["to"]), who=row["who"],
        span=Span(deadline["value"], deadline["unit"]) if deadline else None,
        term=TermKind(deadline["kind"]) if deadline else None, when_missed=row.get("when_missed", ""),
        basis=row.get("basis", ""),
    )  # fmt: skip


LEVEL = Workflow("level", *((one.verb, one.sources, one.target) for one in transitions().values()))


def span_of(verb: str) -> Span:
    """The days of a step. Raises AssertionError for a step without."""
    found = transitions()[verb].span
    assert found is not None, f"{verb} has no days"
    return found


def local_span(name: str) -> Span:
    """A length of time that the local rules fix: `answer`, `extension`, `expiring`."""
    row = load(LOCAL)[name]
    return Span(row["value"], row["unit"])


@cache
def _waits() -> Mapping[LevelState, Span]:
    return {LevelState(name): Span(row["value"], row["unit"]) for name, row in load(LOCAL)["waits"].items()}


class Days(NamedTuple):
    """What a state brings with it: the last day of the step it waits for, and the first day of what may follow."""

    due_on: date | None = None
    not_before: date | None = None


def days_of(state: LevelState, entered_on: date, *, visited: bool = True) -> Days:
    """The days that begin when a state is entered. `visited`: whether the kind of standard has an on-site review.

    What must last at least so many days has lasted when they are over, so the next step begins the day after.
    """
    if state in _waits():
        return Days(not_before=_waits()[state].after(entered_on))
    if state in LEAST:
        return Days(not_before=span_of(LEAST[state]).after(entered_on) + DAY)
    if state is S.REVOCATION_PROPOSED:
        return Days(not_before=local_span("answer").after(entered_on) + DAY)
    if state in DUE and (visited or state is not S.ACCEPTED):
        return Days(due_on=span_of(DUE[state]).after(entered_on))
    return Days()


def is_visited(standard_kind: str) -> bool:
    """Whether the application under a kind of standard is reviewed on site."""
    return standard_kind not in load(LOCAL)["without_visit"]


def valid_until(announced_on: date) -> date:
    """The last day of a level: three years from the announcement, the day before the same day."""
    row = load(LIFECYCLE)["validity"]
    return Span(row["value"], row["unit"]).after(announced_on) - DAY


def renewable_from(until: date) -> date:
    """The first day on which a renewal may begin."""
    return span_of("renew").before(until)


def expiring_by(on: date) -> date:
    """The last day of validity of those who expire soon."""
    return local_span("expiring").after(on)


class Ground(NamedTuple):
    """A ground of revocation, or a condition of direct extension: its code and its words, which are Chinese law."""

    code: str
    zh: str


@cache
def grounds() -> Mapping[str, Ground]:
    """The grounds of revocation R1 to R9."""
    return {one.code: one for one in _coded("revocation_grounds")}


def extension_conditions(level_code: str) -> list[Ground]:
    """What must hold for a direct extension of a level."""
    other = "X2" if level_code == "level1" else "X2-1"
    return [one for one in _coded("direct_extension_conditions") if one.code != other]


def _coded(name: str) -> Iterator[Ground]:
    return (Ground(row["code"], row["zh"]) for row in load(LIFECYCLE)[name])
