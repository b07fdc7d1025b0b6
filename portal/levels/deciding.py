"""What a person decides by the ranking of a year, and what the enterprise holds against it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor, require
from portal.clock import local_day
from portal.db import writing
from portal.levels.model import Level, RankDecision
from portal.levels.ranking import Line, Ranked
from portal.levels.rules import RankVerdict, local_span
from portal.notices.actions import notify
from portal.problems import Refused
from portal.web.words import label

EVENT = {
    RankVerdict.UPGRADE: "level.propose_upgrade",
    RankVerdict.LOOK: "level.propose_look",
    RankVerdict.LEAVE: "level.leave",
}


class Decided(NamedTuple):
    """What was decided of one place in the ranking of a year, and why."""

    year: int
    verdict: RankVerdict
    reason: str


def decide(level: Level, ranked: Ranked, decided: Decided, *, by: Actor, at: datetime) -> RankDecision:
    """Keep what a person decides, with the arithmetic of this moment, and tell the enterprise, which may answer.

    The level stays as it is: a revocation needs a ground of the law, a higher level an application.
    Raises Refused when the year was decided already.
    """
    require(by, "level.decide_rank", level)
    if not decided.reason:
        raise Refused(_("Write the reason, or what was done."), "reason")
    due_on = local_span("answer").after(local_day(at))
    with writing() as current:
        found = RankDecision(
            enterprise_id=level.enterprise_id, region_path=level.region_path, level_id=level.id, year=decided.year,
            verdict=decided.verdict, place=ranked.place, places=ranked.places, points=ranked.points,
            arithmetic=[_plain(line) for line in ranked.lines], reason=decided.reason, decided_at=at,
            decided_by=f"{by.organisation} {by.name}", due_on=due_on,
        )  # fmt: skip
        current.add(found)
        current.flush()
        after = {"place": ranked.place, "places": ranked.places, "reason": decided.reason}
        audit.record(EVENT[decided.verdict], level, by=by, at=at, after=after)
        if decided.verdict is not RankVerdict.LEAVE:
            _tell(level, decided, due_on, at)
    return found


def _plain(line: Line) -> list[object]:
    return [line.code, None if line.points is None else str(line.points), line.weight]


def _tell(level: Level, decided: Decided, due_on: date, at: datetime) -> None:
    with force_locale("zh_Hans"):
        step = label(decided.verdict)
    facts = {"year": decided.year, "step": step, "reason": decided.reason, "due": due_on}
    notify(level, "level.ranked", at=at, thing=level, facts=facts)


def answer_rank(decision: RankDecision, words: str, *, by: Actor, at: datetime) -> None:
    """Say what the enterprise holds against a decision. Raises Refused when it has answered, or the days are over."""
    require(by, "rank_decision.answer", decision)
    if not words:
        raise Refused(_("Write the answer."), "reason")
    if decision.answered_at is not None or local_day(at) > decision.due_on:
        raise Refused(_("The days for an answer are over."))
    with writing():
        decision.answer, decision.answered_at = words, at
        audit.record("rank_decision.answer", decision, by=by, at=at, after={"answer": words})


def decisions_of(session: Session, level_id: int) -> Sequence[RankDecision]:
    """What was decided of a level by the ranking, newest year first. 1 statement."""
    statement = select(RankDecision).where(RankDecision.level_id == level_id)
    return session.scalars(statement.order_by(RankDecision.year.desc())).all()


def decided_in(session: Session, year: int) -> dict[str, RankVerdict]:
    """What was decided in a year, by key of the level. 1 statement."""
    statement = (
        select(Level.key, RankDecision.verdict).join(RankDecision.level).where(RankDecision.year == year)
    )
    return {row.key: row.verdict for row in session.execute(statement)}
