"""Public verification: who holds the code of a paper learns whether it is genuine and what it is worth now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from portal.access import as_system
from portal.db import session
from portal.documents.queries import paper_of_code
from portal.documents.rules import PaperState
from portal.documents.standing import Standing, standing_of
from portal.problems import TooMany

HEADINGS = {
    PaperState.ISSUING: _l("The paper is genuine and is being printed"),
    PaperState.IN_FORCE: _l("The paper is genuine and in force"),
    PaperState.SUPERSEDED: _l("The paper is genuine, but a later one has taken its place"),
    PaperState.REVOKED: _l("The paper is genuine, but it was revoked"),
}

PER_MINUTE = RateLimitItemPerMinute(30)
_asked = MovingWindowRateLimiter(MemoryStorage())


@dataclass(frozen=True)
class Verdict:
    """What verification tells: what the paper itself shows, where it stands, and what became of its subject."""

    title: str
    number: str
    enterprise: str
    authority: str
    issued_at: datetime
    state: PaperState
    ended_at: datetime | None
    successor: str
    standing: Sequence[Standing]

    @property
    def heading(self) -> str:
        """The answer in one sentence."""
        if self.state is PaperState.IN_FORCE and any(line.over for line in self.standing):
            return str(_("The paper is genuine, but its time is over"))
        return str(HEADINGS[self.state])


def refuse_too_many(address: str) -> None:
    """Raise TooMany when an address asks more than thirty times a minute."""
    if not _asked.hit(PER_MINUTE, "verify", address):
        raise TooMany(_("Too many questions from this address. Wait a minute, then ask again."))


def forget_askers() -> None:
    """Begin to count anew."""
    _asked.storage.reset()


def verdict(code: str) -> Verdict | None:
    """What is known of the paper with this code; None for an unknown code as for a malformed one."""
    with as_system("who holds the code may know what the paper shows"):
        paper = paper_of_code(session(), code)
        if paper is None:
            return None
        facts: dict[str, Any] = paper.facts
        return Verdict(
            paper.title, paper.number, facts["enterprise"]["name"], paper.authority.name, paper.issued_at, paper.state,
            paper.ended_at, paper.successor.number if paper.successor else "", tuple(standing_of(paper)),
        )  # fmt: skip
