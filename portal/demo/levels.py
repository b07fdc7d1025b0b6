"""Standardisation levels of the story: a certified firm, one in public notice, one that expires, one warned, one
revoked, and a micro firm that has passed; each walks the whole way through the actions."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from portal.access import Actor, act_as
from portal.assessments.rules import StandardKind
from portal.assessments.versions import shipped
from portal.db import session
from portal.demo import people
from portal.demo.assessing import Assessors, at_noon, checked_assessment
from portal.demo.passwords import password_of
from portal.demo.stories import Walk
from portal.levels import actions
from portal.levels.actions import Given
from portal.levels.model import Level
from portal.levels.numbers import example_number
from portal.registry.model import Enterprise
from portal.workdays import add_workdays

APPLICATION = ("display", "apply", "accept", "review", "report_findings", "rectify", "confirm", "publish")
MICRO_APPLICATION = ("display", "apply", "accept", "publish")
BY_ENTERPRISE = frozenset({"display", "apply", "rectify"})
BY_TOWN = frozenset({"accept", "review", "report_findings", "confirm"})

SAID = {
    "report_findings": "现场评审发现一般不符合项2项，已书面告知。",
    "rectify": "2项不符合项已整改完成，附照片。",
    "confirm": "经复核，整改符合要求。",
    "warn": "自评问题整改逾期3项，限期改进。",
    "propose_revocation": "标准化管理体系停止运行，自评记录与现场不符，情节严重。",
    "revoke": "逾期未陈述申辩，撤销标准化等级，收回证书、牌匾。",
}


class Told(NamedTuple):
    """One firm: when it began (days ago), by which standard, and the steps after its public notice with their days."""

    company: str
    began: int
    standard: str
    trade: str | None
    after: tuple[tuple[str, int], ...] = ()


STORIES = (
    Told("qiheng", 1130, "gbt33000-level3", "JX", (("announce", 1040),)),
    Told("shilan", 620, "gbt33000-level3", "YJ",
         (("announce", 540), ("propose_revocation", 40), ("revoke", 26))),
    Told("weiyu", 560, "gbt33000-level3", "JX", (("announce", 480), ("warn", 24))),
    Told("luming", 430, "micro", None, (("announce", 370),)),
    Told("lixing", 400, "gbt33000-level3", "JX", (("announce", 330),)),
    Told("guyu", 40, "gbt33000-level3", "QG"),
)  # fmt: skip
"""The earliest first: numbers of papers follow time."""


def tell_levels(walks: Sequence[Walk], chief: Actor, today: date) -> None:
    """Walk every firm of the story to where it stands today."""
    known = {walk.company.id: walk for walk in walks}
    for told in STORIES:
        if told.company in known:
            _tell(known[told.company], told, chief, today)


def _tell(walk: Walk, told: Told, chief: Actor, today: date) -> None:
    began_on = add_workdays(today - timedelta(days=told.began), 1)
    secret = people.secret()
    who = Assessors(
        walk.enterprise_id, walk.signer, walk.reviewer("town"), walk.reviewer("county"),
        password_of(people.role_of(walk.signer), secret),
    )  # fmt: skip
    standard = next(one for one in shipped().values() if one.id == told.standard)
    on = checked_assessment(who, standard, began_on)
    own = session().get_one(Enterprise, walk.enterprise_id)
    actions.begin(own, standard.kind, by=walk.signer, at=at_noon(began_on))
    micro = standard.kind is StandardKind.MICRO
    for verb in MICRO_APPLICATION if micro else APPLICATION:
        on = add_workdays(on, 1)
        _take(walk, chief, (verb, began_on if verb == "display" else on), told.trade)
    for verb, days_ago in told.after:
        _take(walk, chief, (verb, add_workdays(today - timedelta(days=days_ago), 1)), told.trade)


def _take(walk: Walk, chief: Actor, step: tuple[str, date], trade: str | None) -> None:
    verb, on = step
    by = _who(walk, chief, verb)
    act_as(by)
    level = session().scalars(select(Level).where(Level.enterprise_id == walk.enterprise_id)).one()
    number = example_number(level.sought, trade, on.year) if verb == "announce" and level.is_visited else ""
    given = Given(
        level.version, reason=SAID.get(verb, ""), on=on, grounds=("R9",) if "revo" in verb else (),
        number=f"{number[:-5]}{walk.enterprise_id:05d}" if number else "",
        password=password_of(people.role_of(by), people.secret()),
    )  # fmt: skip
    actions.take(level, verb, given, by=by, at=at_noon(on))


def _who(walk: Walk, chief: Actor, verb: str) -> Actor:
    if verb in BY_ENTERPRISE:
        return walk.signer
    if verb in ("announce", "revoke"):
        return chief
    return walk.reviewer("town" if verb in BY_TOWN else "county")
