"""Two enterprises in two towns with everybody who may ask, and one of each thing that an address can name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.access import PUBLIC, SYSTEM, Actor, act_as
from portal.accounts.model import Authority, Invitation, JoinRequest, Membership
from portal.accounts.rules import Level as AuthorityLevel
from portal.assessments.model import AssessmentFinding, FindingEvidence, ItemAnswer, ItemEvidence
from portal.assessments.rules import StandardKind
from portal.db import Base, session, writing
from portal.enforcement.model import RectificationOrder
from portal.filings import actions as filings
from portal.filings.rules import Declaration, Occasion
from portal.levels.model import Level, RankDecision
from portal.levels.rules import RankVerdict
from portal.notices.model import Notice
from portal.plans.model import PlanArea, Poster, SitePlan
from portal.plans.rules import PosterKind, SheetSize
from portal.registry.model import Enterprise, FactRow
from portal.registry.regions import COUNTY
from portal.risks.checked import ControlCheck
from portal.risks.model import BulkEdit, Control, Evidence, SavedView
from portal.risks.rules import CheckResult
from portal.slips.model import Slip, Suggestion
from portal.slips.rules import SuggestionKind
from portal.storage import store
from portal.workbooks.model import Workbook
from tests.assessments.build import a_finding, an_assessment
from tests.assessments.build_standards import a_version
from tests.build import AT, OTHER_TOWN, PASSWORD, TOWN, a_member, an_authority, an_enterprise, the_actor
from tests.plans.build import a_png
from tests.risks.build import a_risk
from tests.risks.build_methods import a_draft

COMPANY = ("filer", "signer", "administrator")
OFFICE = ("reviewer", "inspector", "chief", "observer", "administrator")


@dataclass
class World:
    """Actors by name (`own filer`, `town reviewer`, …) with their membership, and keys of things by table."""

    actors: dict[str, Actor] = field(default_factory=lambda: {"visitor": PUBLIC})
    members: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def join(self, name: str, member: Membership) -> Actor:
        """Add a member under a name."""
        self.actors[name], self.members[name] = the_actor(member), member.id
        return self.actors[name]


def the_world() -> World:
    """Build it by walking the actions."""
    world = World()
    own, other = an_enterprise(TOWN), an_enterprise(OTHER_TOWN)
    _people(world, "own", own, COMPANY)
    _people(world, "other", other, COMPANY)
    _people(world, "town", an_authority(TOWN), OFFICE)
    _people(world, "county", an_authority(COUNTY, AuthorityLevel.COUNTY), OFFICE)
    _people(world, "other town", an_authority(OTHER_TOWN), OFFICE)
    world.keys["enterprise"] = own.key
    enterprise_id = own.id
    _declare(world, enterprise_id)
    _remember(world, enterprise_id)
    return world


def _people(world: World, prefix: str, of: Enterprise | Authority, roles: tuple[str, ...]) -> None:
    for role in roles:
        world.join(
            f"{prefix} {role}",
            a_member(of, role, certificate_number="苏F-0001" if role == "inspector" else ""),
        )


def _declare(world: World, enterprise_id: int) -> None:
    by = world.actors["own signer"]
    act_as(by)
    a_risk(session().get_one(Enterprise, enterprise_id), by)
    own = session().get_one(Enterprise, enterprise_id)
    filing = filings.start(own, "risk_report", Occasion.REGULAR, AT.date(), by=by, at=AT)
    filings.submit(filing, Declaration(filing.version, PASSWORD), by=by, at=AT)
    a_finding(an_assessment(session().get_one(Enterprise, enterprise_id), by), by)


def _remember(world: World, enterprise_id: int) -> None:
    """Note the keys of one own row of each table; what the walk did not make is made by its room's builder."""
    act_as(SYSTEM)
    for table in Base.registry.mappers:
        name = table.class_.__tablename__
        if name in world.keys or not hasattr(table.class_, "key"):
            continue
        found = _one_of(table.class_, enterprise_id)
        if found is not None:
            world.keys[name] = found.key
    world.keys["authority"] = (
        session().scalars(select(Authority).where(Authority.region_code == TOWN)).one().key
    )
    world.keys["membership"] = session().get_one(Membership, world.members["own filer"]).key
    for name, build in BUILDERS.items():
        if name not in world.keys:
            world.keys[name] = build(world, enterprise_id)
    act_as(SYSTEM)


def _one_of(model: Any, enterprise_id: int) -> Any:
    statement = select(model)
    if hasattr(model, "enterprise_id"):
        statement = statement.where(model.enterprise_id == enterprise_id)
    return session().scalars(statement.limit(1)).first()


def _kept(model: type[Base], enterprise_id: int, **facts: Any) -> str:
    """A bare row of the own enterprise: it only has to be there to be asked for."""
    act_as(SYSTEM)
    path = session().get_one(Enterprise, enterprise_id).region_path
    with writing() as current:
        row: Any = model(enterprise_id=enterprise_id, region_path=path, **facts)
        current.add(row)
        current.flush()
        key: str = row.key
    return key


BUILDERS: dict[str, Callable[[World, int], str]] = {
    "invitation": lambda world, own: _kept(
        Invitation, own, organisation="x", name="x", role_codes=["filer"], token_digest="x", invited_by="x", made_at=AT,
        expires_at=AT,
    ),
    "join_request": lambda world, own: _kept(
        JoinRequest, own, person_id=world.actors["other filer"].person_id, organisation="x", made_at=AT
    ),
    "notice": lambda world, own: _kept(
        Notice, own, kind="filing.approved", facts={"title": "x"}, thing_kind="filing",
        thing_key=world.keys["filing"], at=AT
    ),
    "rectification_order": lambda world, own: _kept(
        RectificationOrder, own, authority_id=world.actors["town inspector"].authority_id, prepared_by="x",
        prepared_at=AT,
        inspector_rows=[{"id": world.members["town inspector"], "key": "x"}],
    ),
    "fact_row": lambda world, own: _kept(FactRow, own, list_code="products", cells={"name": "x"}, changed_at=AT),
    "standard_version": lambda world, own: a_version(world.actors["county administrator"]).key,
    "grading_method": lambda world, own: a_draft(world.actors["county administrator"]).key,
    "control_check": lambda world, own: _kept(
        ControlCheck, own, control_id=_id_of(Control, world.keys["control"]), result=CheckResult.IN_ORDER,
        checked_on=AT.date(), checked_by="x", recorded_at=AT, next_check_on=AT.date(),
        membership_id=world.actors["own filer"].membership_id,
    ),
    "slip": lambda world, own: _kept(
        Slip, own, person="x", risk_keys=[], token_digest="x", made_at=AT, made_by="x", expires_at=AT
    ),
    "suggestion": lambda world, own: _kept(
        Suggestion, own, slip_id=_id_of(Slip, world.keys["slip"]), kind=SuggestionKind.HAZARD, title="x", once="x",
        added_at=AT,
    ),
    "workbook": lambda world, own: _kept(
        Workbook, own, name="x.csv", file_key=_a_list(), digest="x", sheet="csv", heads=["名称"], mapping={"0": "name"},
        counts_kept=[], findings_kept=[], changes=[], skipped=[], given_at=AT, given_by="x",
    ),
    "bulk_edit": lambda world, own: _kept(
        BulkEdit, own, chosen={"unit": "x"}, row_states=[], made_at=AT, made_by="x"
    ),
    "saved_view": lambda world, own: _kept(
        SavedView, own, membership_id=world.members["own filer"], name="x", query="unit=x"
    ),
    "evidence": lambda world, own: _kept(
        Evidence, own, control_id=_id_of(Control, world.keys["control"]), file_key="none", name="x.pdf",
        content_type="application/pdf", size=1, digest="x", added_at=AT, added_by="x",
    ),
    "item_evidence": lambda world, own: _kept(
        ItemEvidence, own, answer_id=_id_of(ItemAnswer, world.keys["item_answer"]), file_key=store(b"%PDF-1.7").key,
        name="x.pdf", content_type="application/pdf", size=1, digest="x", added_at=AT, added_by="x",
    ),
    "finding_evidence": lambda world, own: _kept(
        FindingEvidence, own, finding_id=_id_of(AssessmentFinding, world.keys["assessment_finding"]),
        file_key=store(b"%PDF-1.7").key, name="x.pdf", content_type="application/pdf", size=1, digest="x",
        added_at=AT, added_by="x",
    ),
    "site_plan": lambda world, own: _kept(
        SitePlan, own, name="x", file_key=store(a_png()).key, content_type="image/png", width=400, height=300,
        added_at=AT, added_by="x",
    ),
    "plan_area": lambda world, own: _kept(
        PlanArea, own, plan_id=_id_of(SitePlan, world.keys["site_plan"]), name="x", risk_keys=[],
        corner_rows=[[0, 0], [1, 0], [1, 1]],
    ),
    "poster": lambda world, own: _kept(
        Poster, own, kind=PosterKind.BOARD, size=SheetSize.A4, pages=1, file_key=store(b"%PDF-1.7").key, file_size=8,
        made_at=AT, made_by="x",
    ),
    "level": lambda world, own: _kept(
        Level, own, standard_kind=StandardKind.THREE_LEVEL, entered_on=AT.date(), changed_at=AT
    ),
    "rank_decision": lambda world, own: _kept(
        RankDecision, own, level_id=_id_of(Level, world.keys["level"]), year=2026, verdict=RankVerdict.LOOK, place=1,
        places=1, points=90, arithmetic=[], reason="x", decided_at=AT, decided_by="x", due_on=date(2026, 11, 30),
    ),
}  # fmt: skip
"""Builders of things that the walk above does not make, by table."""


def _a_list() -> str:
    """A stored list of one row."""
    return store("风险点,名称,风险等级\n冲床,压伤,低\n".encode()).key


def _id_of(model: Any, key: str) -> int:
    act_as(SYSTEM)
    found: int = session().scalars(select(model.id).where(model.key == key)).one()
    return found
