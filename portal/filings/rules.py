"""States, occasions and stages of filings; what a kind may find wrong. Pure."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from portal.workflow import Workflow


class FilingState(Enum):
    """Where a filing stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ENDORSED = "endorsed"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


class Occasion(Enum):
    """Why a filing is made: 首次, 定期 or 变更 (省政府令第140号, chapter 3)."""

    FIRST = "first"
    REGULAR = "regular"
    CHANGE = "change"


class RejectionGround(Enum):
    """The only grounds on which a filing is rejected for good; everything else is sent back."""

    WRONG_PERIOD = "wrong_period"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    NOT_THIS_ENTERPRISE = "not_this_enterprise"


S = FilingState
OPEN = frozenset({S.DRAFT, S.SUBMITTED, S.ENDORSED, S.RETURNED})
WAITING = frozenset({S.SUBMITTED, S.ENDORSED})
IN_HAND = frozenset({S.DRAFT, S.RETURNED})
DECIDED = frozenset({S.APPROVED, S.REJECTED, S.SUPERSEDED})
COUNTS_AS_FILED = frozenset({S.SUBMITTED, S.ENDORSED, S.RETURNED, S.APPROVED, S.SUPERSEDED})

FILING = Workflow(
    "filing",
    ("submit", {S.DRAFT, S.RETURNED}, S.SUBMITTED),
    ("recall", {S.SUBMITTED}, S.DRAFT),
    ("endorse", {S.SUBMITTED}, S.ENDORSED),
    ("approve", {S.SUBMITTED, S.ENDORSED}, S.APPROVED),
    ("send_back", {S.SUBMITTED, S.ENDORSED}, S.RETURNED),
    ("reject", {S.SUBMITTED, S.ENDORSED}, S.REJECTED),
    ("supersede", {S.APPROVED}, S.SUPERSEDED),
)


def standing_in_the_way(occasion: Occasion) -> frozenset[FilingState]:
    """The states in which a filing of this occasion stops the start of another one."""
    return IN_HAND if occasion is Occasion.CHANGE else OPEN


RECALL_MINUTES = 10
"""A submission may be recalled until a reviewer opens it, and in any case for this long."""


@dataclass(frozen=True)
class Found:
    """Something that a kind finds in a snapshot. `path` is the row's (`/risks/<key>`), `code` names the rule;
    a blocking one stops the submission, a warning may be answered with a reason that the reviewer sees."""

    code: str
    path: str
    blocking: bool
    message: Any
    url: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Declaration:
    """What a signer gives to submit: the version seen, the password, an answer to each warning by its id."""

    seen_version: int
    password: str
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Duty:
    """A report that an enterprise owes, or (`owed` false) may make of its own accord.

    `began_on`: the day on which the duty arose; `due_on`: the last day; `basis`: the rules that say so, the higher
    first, in Chinese as law is; `reasons`: what brought it about, one a line, in the reader's words.
    """

    occasion: Occasion
    year: int
    began_on: date
    due_on: date
    basis: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    owed: bool = True
