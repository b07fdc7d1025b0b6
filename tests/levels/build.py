"""Builders of levels: everybody that a level meets, and a level at every state, reached by walking the actions."""

from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import inspect, select

from portal.access import SYSTEM, Actor, act_as
from portal.accounts.model import Membership
from portal.assessments.rules import StandardKind
from portal.assessments.versions import shipped
from portal.db import session
from portal.demo.assessing import Assessors, at_noon, checked_assessment
from portal.levels import actions
from portal.levels.actions import Given
from portal.levels.model import Level
from portal.registry.model import Enterprise
from portal.workdays import add_workdays
from tests.build import PASSWORD, TOWN, a_member, an_authority, an_enterprise, the_actor, the_county

BEGAN_ON = date(2026, 9, 1)
WAY = ("accept", "review", "report_findings", "rectify", "confirm", "publish", "announce")
MICRO_WAY = ("accept", "publish", "announce")
NUMBER = "苏AQBJXⅢ202600001"


@dataclass
class Cast:
    """An enterprise with its signer, its town and the county; plain values, so that scopes may change."""

    enterprise_id: int
    signer: Actor
    town: Actor
    reviewer: Actor
    chief: Actor

    @classmethod
    def of(cls, *, micro: bool = False, **facts: Any) -> "Cast":
        """Everybody that a level meets; a large enterprise above designated size, or a micro one."""
        act_as(SYSTEM)
        own = an_enterprise(TOWN, above_designated=not micro, **facts)
        county = the_county()
        members = (
            a_member(own, "signer", "filer"), a_member(an_authority(TOWN), "reviewer"),
            a_member(county, "reviewer"), a_member(county, "chief"),
        )  # fmt: skip
        return cls(own.id, *(the_actor(member) for member in members))

    @staticmethod
    def seat(actor: Actor) -> Membership:
        """The place of an actor, to sign in with."""
        act_as(SYSTEM)
        return session().get_one(Membership, actor.membership_id)

    def by(self, verb: str) -> Actor:
        """Who takes a step."""
        if verb in ("open", "display", "apply", "resubmit", "rectify", "renew", "review_again", "answer"):
            return self.signer
        if verb in ("announce", "revoke", "false_commitment"):
            return self.chief
        return self.town if verb in ("accept", "ask_completion", "review", "object") else self.reviewer


def a_checked_assessment(cast: Cast, standard: str = "gbt33000-level3") -> date:
    """A checked self-assessment of the cast's enterprise; answers the day on which it was checked."""
    act_as(SYSTEM)
    who = Assessors(cast.enterprise_id, cast.signer, cast.town, cast.reviewer, PASSWORD)
    chosen = next(one for one in shipped().values() if one.id == standard)
    return checked_assessment(who, chosen, BEGAN_ON)


def a_level(cast: Cast, *verbs: str, kind: StandardKind = StandardKind.THREE_LEVEL) -> SimpleNamespace:
    """A level after these steps, a working day apart, each by who takes it."""
    act_as(cast.signer)
    own = session().get_one(Enterprise, cast.enterprise_id)
    actions.begin(own, kind, by=cast.signer, at=at_noon(BEGAN_ON))
    level = the_level(cast.signer, cast)
    on = add_workdays(BEGAN_ON, 14)
    for verb in verbs:
        level = the_level(cast.by(verb), cast)
        on = max(add_workdays(on, 1), level.not_before or on)
        given = given_for(level, on=BEGAN_ON if verb == "display" else None)
        actions.take(level, verb, given, by=cast.by(verb), at=at_noon(on))
    return look(level)


def a_certified_level(cast: Cast, *verbs: str) -> SimpleNamespace:
    """A level of three with its certificate, and the steps after that."""
    a_checked_assessment(cast)
    return a_level(cast, "display", "apply", *WAY, *verbs)


def look(level: Level) -> SimpleNamespace:
    """What stands there now, as plain values that outlive a change of scope."""
    names = [column.key for column in inspect(Level).column_attrs]
    paper = level.paper
    shown = SimpleNamespace(number=paper.number, state=paper.state, facts=paper.facts) if paper else None
    return SimpleNamespace(state=level.state, paper=shown, **{name: getattr(level, name) for name in names})


def given_for(level: Level, **facts: Any) -> Given:
    """What the builder's people give with a step."""
    said: dict[str, Any] = {
        "reason": "依据充分", "grounds": ("R9",), "number": NUMBER, "password": PASSWORD, **facts,
    }  # fmt: skip
    return Given(level.version, **said)


def the_level(by: Actor, of: Cast | None = None) -> Level:
    """The level of a cast, or the only one, in the scope of an actor."""
    act_as(by)
    statement = select(Level)
    return (
        session().scalars(statement.where(Level.enterprise_id == of.enterprise_id) if of else statement).one()
    )


def take(cast: Cast, verb: str, at: datetime, **facts: Any) -> SimpleNamespace:
    """One more step by who takes it."""
    level = the_level(cast.by(verb), cast)
    actions.take(level, verb, given_for(level, **facts), by=cast.by(verb), at=at)
    return look(level)
