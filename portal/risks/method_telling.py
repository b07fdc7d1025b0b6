"""Notices of new versions of grading methods: one to each enterprise with risks that an earlier version graded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db import session, writing
from portal.notices.actions import notify
from portal.notices.queries import told_since
from portal.notices.rules import Recipient
from portal.registry.model import Enterprise
from portal.risks.method_model import GradingMethod, MethodState
from portal.risks.model import Risk
from portal.risks.queries import by_other_version

KIND = "method.new_version"
AHEAD = timedelta(days=7)
"""So long before a version comes into force it is told of."""

AFTER = timedelta(days=30)
"""So long afterwards it still is, where the register was filled meanwhile."""


@dataclass(frozen=True)
class RowsOfOlderVersions:
    """What the notice leads to: the register, narrowed to what earlier versions graded. `key`: the new version."""

    key: str
    __tablename__ = "method_version"


class Concerned(NamedTuple):
    """An enterprise with risks that an earlier version graded."""

    enterprise_id: int
    region_path: str
    risks: int


def tell(at: datetime) -> int:
    """Tell of every version that begins in these days; each enterprise once. Run as SYSTEM.

    Answers how many were told.
    """
    on = clock.local_day(at)
    statement = select(GradingMethod).where(
        GradingMethod.state == MethodState.IN_FORCE, GradingMethod.valid_from.between(on - AFTER, on + AHEAD)
    )
    versions = session().scalars(statement).all()
    return sum(_tell_of(version, at) for version in versions)


def _tell_of(version: GradingMethod, at: datetime) -> int:
    told = told_since(session(), KIND, at - AHEAD - AFTER, version.method)
    waiting = [one for one in _concerned(session(), version) if one.enterprise_id not in told]
    facts = {
        "method": version.name,
        "version": version.method.partition("@")[2],
        "begins": version.valid_from,
    }
    thing = RowsOfOlderVersions(version.method)
    for one in waiting:
        with writing():
            to = Recipient(one.region_path, one.enterprise_id)
            notify(to, KIND, at=at, thing=thing, facts={**facts, "risks": one.risks})
    return len(waiting)


def _concerned(session: Session, version: GradingMethod) -> Sequence[Concerned]:
    statement = (
        select(Enterprise.id, Enterprise.region_path, func.count())
        .join(Risk, Risk.enterprise_id == Enterprise.id)
        .where(
            Risk.removed_at.is_(None), Risk.grade.is_not(None), by_other_version(version.method),
            Enterprise.region_path.startswith(version.region_path, autoescape=True),
        )
        .group_by(Enterprise.id, Enterprise.region_path)
        .order_by(Enterprise.id)
    )  # fmt: skip
    return [Concerned(*row) for row in session.execute(statement)]
