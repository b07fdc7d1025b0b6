"""What is done with levels: the steps of the life cycle, and what leads from no state to another."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from portal import audit
from portal.access import SYSTEM, Actor, require
from portal.accounts.actions import confirm_password
from portal.assessments.rules import StandardKind
from portal.clock import local_day
from portal.db import session, writing
from portal.levels import granting, queries
from portal.levels.checking import SIGNED, Given, Sample, refuse_unfounded
from portal.levels.model import Level
from portal.levels.rules import KEEPS_DAYS, LEVEL, LevelState, days_of, local_span, span_of
from portal.levels.telling import tell_enterprise
from portal.notices.actions import notify
from portal.notices.rules import Recipient
from portal.registry.model import Enterprise

Effect = Callable[["Taken"], None]


class Taken(NamedTuple):
    """A step that is being taken: by whom, with what, on which day."""

    level: Level
    given: Given
    on: date
    by: Actor
    at: datetime


def begin(enterprise: Enterprise, kind: StandardKind, *, by: Actor, at: datetime) -> Level:
    """Begin the way to a level by a kind of standard; a standing that ended is taken up again.

    Raises Refused before the days are over that a refusal, a revocation or a false declaration bring.
    """
    require(by, "level.begin")
    with writing() as current:
        level = queries.level_at(current, enterprise.id, kind)
        if level is None:
            level = Level(
                enterprise_id=enterprise.id, region_path=enterprise.region_path, standard_kind=kind,
                entered_on=local_day(at), changed_at=at, grounds=[],
            )  # fmt: skip
            current.add(level)
            current.flush()
            audit.record("level.begin", level, by=by, at=at, after={"standard": kind})
        take(level, "open", Given(level.version), by=by, at=at)
    return level


def take(level: Level, verb: str, given: Given, *, by: Actor, at: datetime) -> None:
    """Take a step of the life cycle; the enterprise is told of what an authority did.

    Raises Refused for what stands in its way, Stale when the level has moved on since the person saw it.
    """
    require(by, f"level.{verb}", level)
    if verb in SIGNED:
        confirm_password(by, given.password)
    with writing():
        level.expect_version(given.seen_version)
        before = level.state
        taken = Taken(level, given, local_day(at), by, at)
        if LEVEL.allows(before, verb):
            refuse_unfounded(level, verb, given, taken.on)
        LEVEL.move(level, verb, by=by)
        _enter(taken, verb)
        EFFECTS.get(verb, _nothing)(taken)
        audit.record(
            f"level.{verb}", level, by=by, at=at, before={"state": before}, after=_said(given, level.state)
        )
        tell_enterprise(level, verb, given.reason, by=by, at=at)


def _enter(taken: Taken, verb: str) -> None:
    level, given = taken.level, taken.given
    level.entered_on = given.on if verb == "display" and given.on else taken.on
    level.reason, level.changed_at = given.reason, taken.at
    if verb not in KEEPS_DAYS:
        found = days_of(level.state, level.entered_on, visited=level.is_visited)
        level.due_on, level.not_before = found


def _said(given: Given, state: LevelState) -> dict[str, object]:
    told = {"reason": given.reason, "grounds": list(given.grounds), "number": given.number, "on": given.on}
    return {"state": state, **{name: value for name, value in told.items() if value}}


def _nothing(taken: Taken) -> None:
    pass


def _applied(taken: Taken) -> None:
    level = taken.level
    basis = queries.basis_of(session(), level.enterprise_id, level.standard_kind)
    assert basis is not None, "the check found it"
    level.assessment_id, level.sought = basis.assessment.id, basis.grantable or ""
    level.extended, level.rectified_on = False, None


def _rectified(taken: Taken) -> None:
    level = taken.level
    level.rectified_on, level.due_on = taken.on, span_of("confirm").after(taken.on)


def _proposed(taken: Taken) -> None:
    taken.level.grounds = list(taken.given.grounds)
    taken.level.answer, taken.level.answered_at = "", None


def _announced(taken: Taken) -> None:
    granting.grant(taken.level, taken.given.number, by=taken.by, at=taken.at)


def _revoked(taken: Taken) -> None:
    taken.level.grounds = list(taken.given.grounds)
    granting.withdraw(taken.level, taken.given.reason, by=taken.by, at=taken.at)


def _expired(taken: Taken) -> None:
    taken.level.ended_on = taken.level.valid_until


EFFECTS: Mapping[str, Effect] = {
    "apply": _applied,
    "review_again": _applied,
    "extend_directly": _applied,
    "rectify": _rectified,
    "propose_revocation": _proposed,
    "announce": _announced,
    "revoke": _revoked,
    "expire": _expired,
}


def answer(level: Level, given: Given, *, by: Actor, at: datetime) -> None:
    """Say what the enterprise holds against a proposed revocation. Raises Refused when the days are over, Stale."""
    require(by, "level.answer", level)
    with writing():
        level.expect_version(given.seen_version)
        refuse_unfounded(level, "answer", given, local_day(at))
        level.answer, level.answered_at, level.changed_at = given.reason, at, at
        audit.record("level.answer", level, by=by, at=at, after={"answer": given.reason})
        if level.authority is not None:
            to = Recipient(level.authority.region_path, authority_id=level.authority.id)
            notify(to, "level.answered", at=at, thing=level, facts={"enterprise": level.enterprise.name})


def extend(level: Level, given: Given, *, by: Actor, at: datetime) -> None:
    """Give more time for the rectification, once. Raises Refused the second time, Stale."""
    require(by, "level.extend", level)
    with writing():
        level.expect_version(given.seen_version)
        refuse_unfounded(level, "extend", given, local_day(at))
        level.due_on = local_span("extension").after(level.due_on or local_day(at))
        level.extended, level.changed_at = True, at
        audit.record("level.extend", level, by=by, at=at, after={"due": level.due_on, "reason": given.reason})
        tell_enterprise(level, "extend", given.reason, by=by, at=at)


def record_sample(level: Level, sample: Sample, *, by: Actor, at: datetime) -> None:
    """Record what an on-site sample came to; the ranking takes the last one. Raises Stale."""
    require(by, "level.sample", level)
    with writing():
        level.expect_version(sample.seen_version)
        level.sample, level.sampled_on, level.changed_at = sample.points, sample.on, at
        audit.record("level.sample", level, by=by, at=at, after={"points": sample.points, "on": sample.on})


def expire_by_date(at: datetime) -> int:
    """Let every level expire whose last day has passed; answers how many. Run as SYSTEM; again: no effect."""
    found = queries.ended_by_date(session(), local_day(at))
    for level in found:
        take(level, "expire", Given(level.version), by=SYSTEM, at=at)
    return len(found)


__all__ = ["Given", "Sample", "answer", "begin", "expire_by_date", "extend", "record_sample", "take"]
