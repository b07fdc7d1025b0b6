"""Builders of versions of standards and of what was filed under them; they walk the actions."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from portal.access import SYSTEM, Actor, act_as
from portal.assessments import actions, adding
from portal.assessments.adding import Years
from portal.assessments.model import Assessment, StandardVersion
from portal.assessments.rehearsing import fully_met
from portal.assessments.standards import Standard
from portal.assessments.versions import standard_of
from portal.db import session, writing
from portal.filings import actions as filings
from portal.filings.rules import Declaration
from portal.merging import Change
from portal.registry.model import Enterprise
from tests.build import AT, PASSWORD, a_member, an_authority, an_enterprise, the_actor, the_county

FOREIGN = Path(__file__).parent / "foreign.json"
"""A framework of another shape: five levels of elements, result of 500."""

Raw = dict[str, Any]


def the_foreign(change: Callable[[Raw], Any] | None = None, version: str = "2026.1") -> str:
    """The text of the foreign framework, perhaps changed."""
    raw: Raw = json.loads(FOREIGN.read_text(encoding="utf-8"))
    raw["version"] = version
    if change:
        change(raw)
    return json.dumps(raw, ensure_ascii=False)


def an_administrator() -> Actor:
    """The administrator of the county bureau."""
    act_as(SYSTEM)
    return the_actor(a_member(the_county(), "administrator"))


def a_version(by: Actor, content: str | None = None) -> StandardVersion:
    """A draft; by default of the foreign framework."""
    act_as(by)
    return adding.add(content or the_foreign(), by=by, at=AT)


def a_version_in_force(by: Actor, content: str | None = None, years: Years | None = None) -> StandardVersion:
    """A version that is in force, by default in the years of its file."""
    row = a_version(by, content)
    adding.put_in_force(row, years, by=by, at=AT)
    return row


def a_signer(**facts: Any) -> Actor:
    """Who signs for an enterprise of its own, whose town has an office."""
    act_as(SYSTEM)
    an_authority()
    return the_actor(a_member(an_enterprise(**facts), "filer", "signer"))


def opened(by: Actor, standard: Standard | str, on: date | None = None) -> Assessment:
    """An assessment of the actor's enterprise, opened under a standard."""
    act_as(by)
    used = standard_of(standard) if isinstance(standard, str) else standard
    own = session().get_one(Enterprise, by.enterprise_id)
    return actions.open_assessment(own, used, on or AT.date(), by=by, at=AT)


def answer_all(assessment: Assessment, by: Actor, *, but: dict[str, dict[str, Any]] | None = None) -> None:
    """Answer every item as wholly met, but for some; nothing stands against a level."""
    standard = standard_of(assessment.standard_key)
    with writing():
        for row in list(assessment.answers):
            full = fully_met(standard.item[row.item_id])._asdict()
            given = {name: full[name] for name in ("findings", "result", "option", "sampled", "passed")}
            values = (but or {}).get(row.item_id) or {
                name: one for name, one in given.items() if one is not None
            }
            actions.answer(
                row, [Change(name, getattr(row, name), value) for name, value in values.items()], by=by, at=AT
            )
        for one in standard.veto_rules:
            actions.say(assessment, one.id, False, by=by, at=AT)
        for one in standard.prerequisites:
            actions.say(assessment, one.id, True, by=by, at=AT)


def filed(by: Actor, standard: Standard | str, but: dict[str, dict[str, Any]] | None = None) -> Assessment:
    """An assessment that was answered and submitted."""
    assessment = opened(by, standard)
    answer_all(assessment, by, but=but)
    about = {
        "leader": "张三", "displayed_from": date(2026, 10, 12), "displayed_to": date(2026, 11, 20),
    }  # fmt: skip
    changes = [Change(name, getattr(assessment, name), value) for name, value in about.items()]
    actions.declare(assessment, changes, by=by, at=AT)
    filing = assessment.filing
    filings.submit(filing, Declaration(filing.version, PASSWORD), by=by, at=AT)
    return assessment
