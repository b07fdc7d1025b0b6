"""What a slip may hold and for how long; kinds and states of suggestions. Pure."""

from enum import Enum
from typing import NamedTuple

from portal.workflow import Workflow

DAYS = 7
MOST_DAYS = 30
MOST_ROWS = 100
SUGGESTIONS_A_DAY = 20
"""Of one slip, so that a link in the wrong hands cannot bury the list."""


class NewSlip(NamedTuple):
    """Whom a slip is for, which rows it shows (whole units, single rows, or both), and for how many days."""

    person: str
    post: str
    units: tuple[str, ...]
    risk_keys: tuple[str, ...]
    days: int


class SuggestionKind(Enum):
    """What a holder suggests."""

    CHECK = "check"
    HAZARD = "hazard"
    CHANGE = "change"
    GONE = "gone"


class SuggestionState(Enum):
    """Where a suggestion stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


S = SuggestionState

SUGGESTION = Workflow("suggestion", ("accept", {S.WAITING}, S.ACCEPTED), ("decline", {S.WAITING}, S.DECLINED))
