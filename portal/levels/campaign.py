"""A reminder of the self-assessment to a chosen set of enterprises: who is told, who is left out and why.

One notice each, one event for the whole. The list is the one that was seen: where it has changed since, nobody is told.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select

from portal import audit
from portal.access import Actor, as_system, require
from portal.accounts.model import Membership
from portal.clock import local_day
from portal.db import session, writing
from portal.levels.progress import AsOf, ProgressFilter, ProgressRow, enterprises
from portal.levels.rules import LeftOut, Progress
from portal.notices.actions import notify
from portal.notices.queries import told_since
from portal.notices.rules import Recipient
from portal.problems import Refused, Stale

KIND = "level.campaign"
MOST = 5_000
QUIET = timedelta(days=3)
"""Whoever was reminded so lately is left alone."""

DONE = frozenset({Progress.SUBMITTED, Progress.CHECKED})
ASSESSMENTS_PAGE = SimpleNamespace(__tablename__="assessment_page", key="self_assessment")
"""What the notice leads to: the enterprise's own list of assessments."""


class Campaign(NamedTuple):
    """Whom a reminder is for, the text of its sender, and the digest of the list that he saw."""

    asked: AsOf
    chosen: ProgressFilter
    text: str
    seen: str


@dataclass(frozen=True)
class Audience:
    """The exact list, and who of the set is left out."""

    told: Sequence[ProgressRow]
    left_out: Sequence[tuple[ProgressRow, LeftOut]]

    @property
    def digest(self) -> str:
        """Names the list: who is on it, and no other."""
        return hashlib.sha256(",".join(row.key for row in self.told).encode()).hexdigest()

    def number_of(self, why: LeftOut) -> int:
        """How many are left out for a reason."""
        return sum(reason is why for _row, reason in self.left_out)


def audience(asked: AsOf, chosen: ProgressFilter, at: datetime) -> Audience:
    """Who would be told at a moment. 3 statements."""
    rows = enterprises(session(), asked, chosen, limit=MOST)
    with as_system("whether somebody signs in there and was told lately, not who and what"):
        reachable, lately = _reachable(), told_since(session(), KIND, at - QUIET)
    told, left_out = [], []
    for row in rows:
        why = _why_not(row, reachable, lately)
        if why is None:
            told.append(row)
        else:
            left_out.append((row, why))
    return Audience(told, left_out)


def _reachable() -> set[int]:
    """Enterprises for which somebody can sign in. 1 statement."""
    statement = select(Membership.enterprise_id).where(
        Membership.ended_at.is_(None), Membership.enterprise_id.is_not(None)
    )
    return {owner for owner in session().scalars(statement.distinct()) if owner}


def _why_not(row: ProgressRow, reachable: set[int], lately: set[int]) -> LeftOut | None:
    if row.progress in DONE:
        return LeftOut.SUBMITTED
    if row.id not in reachable:
        return LeftOut.NOBODY
    return LeftOut.LATELY if row.id in lately else None


def remind(campaign: Campaign, *, by: Actor, at: datetime) -> int:
    """Tell everybody on the list that was seen; answers how many. Raises Refused for nobody, Stale for another list."""
    require(by, "level.remind")
    found = audience(campaign.asked, campaign.chosen, at)
    if found.digest != campaign.seen:
        raise Stale(_("The list has changed since you saw it. Look at it again, then send the reminder."))
    if not found.told:
        raise Refused(_("There is nobody to be reminded."))
    with writing():
        for row in found.told:
            facts = {"authority": by.organisation, "reason": campaign.text}
            notify(Recipient(row.region_path, row.id), KIND, at=at, thing=ASSESSMENTS_PAGE, facts=facts)
        after = {
            "year": campaign.asked.year, "told": [row.key for row in found.told], "text": campaign.text,
            "left_out": {why.value: found.number_of(why) for why in LeftOut}, "on": local_day(at),
        }  # fmt: skip
        audit.record("level.remind", "level", by=by, at=at, after=after)
    return len(found.told)
