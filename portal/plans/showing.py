"""What the pages of plans show, gathered once: the list, one plan with its areas, one area to be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.plans import queries
from portal.plans.colouring import by_gravity, grade_now, gravest, risks_in
from portal.plans.drawing import Drawing, drawing
from portal.plans.model import PlanArea, SitePlan
from portal.plans.queries import PlanRow
from portal.registry.model import Enterprise
from portal.risks.model import Risk
from portal.risks.rules import Grade
from portal.web.words import label


def grade_word(grade: Grade | None) -> str:
    """The word of a colour in the reader's language."""
    return label(grade) if grade else str(_("Not graded"))


class ShownRisk(NamedTuple):
    """A row of the register with its grade as it is now."""

    risk: Risk
    grade: Grade | None


class ShownArea(NamedTuple):
    """An area with its colour and its rows, the gravest first."""

    area: PlanArea
    grade: Grade | None
    risks: Sequence[ShownRisk]


@dataclass(frozen=True)
class PlansPage:
    """The list of plans. 4 statements."""

    rows: Sequence[PlanRow]
    removed: Sequence[SitePlan]
    may_add: bool


@dataclass(frozen=True)
class PlanPage:
    """One plan. At most 4 statements. `missing`: units of the register that lie in no area of it."""

    plan: SitePlan
    drawing: Drawing
    areas: Sequence[ShownArea]
    removed: Sequence[PlanArea]
    missing: Sequence[str]
    editable: bool
    restorable: bool
    owner: str

    @property
    def grades(self) -> list[Grade]:
        """What the legend explains."""
        return list(Grade)

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The way here, for the enterprise itself."""
        return [] if self.owner else [(_("Four-colour plan"), url_for("plans.index"))]


@dataclass(frozen=True)
class AreaPage:
    """An area to be drawn among the others of its plan. 3 statements."""

    plan: SitePlan
    area: PlanArea | None
    drawing: Drawing
    units: Sequence[str]
    risks: Sequence[tuple[str, str]]


def plans_page(session: Session, actor: Actor, on: date) -> PlansPage:
    """The enterprise's own plans."""
    own = actor.enterprise_id or 0
    plans, register = queries.plans_of(session, own), queries.register_now(session, own)
    return PlansPage(
        rows=queries.plan_rows(plans, register, on),
        removed=[plan for plan in plans if plan.removed_at],
        may_add=may(actor, "plan.add"),
    )


def plan_page(session: Session, plan: SitePlan, actor: Actor, on: date) -> PlanPage:
    """One plan with its areas: to draw on for those who may, else to look at."""
    register = queries.register_now(session, plan.enterprise_id)
    areas = queries.areas_of(session, plan)
    present = [area for area in areas if area.removed_at is None]
    on_plan = {risk.key for area in present for risk in risks_in(area, register)}
    return PlanPage(
        plan=plan,
        drawing=drawing(plan, present, register, on, grade_word),
        areas=sorted(
            (_shown(area, register, on) for area in present),
            key=lambda one: -(one.grade.weight if one.grade else 0),
        ),
        removed=[area for area in areas if area.removed_at],
        missing=sorted({risk.unit for risk in register if risk.unit and risk.key not in on_plan}),
        editable=may(actor, "plan.edit", plan) and plan.removed_at is None,
        restorable=may(actor, "plan.restore", plan) and plan.removed_at is not None,
        owner=_owner(session, plan) if actor.is_authority else "",
    )


def _shown(area: PlanArea, register: Sequence[Risk], on: date) -> ShownArea:
    inside = risks_in(area, register)
    rows = [ShownRisk(risk, grade_now(risk, on)) for risk in by_gravity(inside, on)]
    return ShownArea(area, gravest(inside, on), rows)


def _owner(session: Session, plan: SitePlan) -> str:
    return session.scalars(select(Enterprise.name).where(Enterprise.id == plan.enterprise_id)).one()


def area_page(session: Session, plan: SitePlan, area: PlanArea | None, on: date) -> AreaPage:
    """What one draws an area with: the other areas, the units and the risks of the register."""
    register = queries.register_now(session, plan.enterprise_id)
    others = [one for one in queries.areas_of(session, plan) if one.removed_at is None and one is not area]
    return AreaPage(
        plan=plan,
        area=area,
        drawing=drawing(plan, others, register, on, grade_word),
        units=sorted({risk.unit for risk in register if risk.unit}),
        risks=[(risk.key, f"{risk.code} {risk.name}") for risk in register],
    )


def panel(session: Session, enterprise: Enterprise, on: date) -> Sequence[PlanRow]:
    """The plans of an enterprise, for its page. 4 statements."""
    plans = queries.plans_of(session, enterprise.id)
    register = queries.register_now(session, enterprise.id) if plans else []
    return queries.plan_rows(plans, register, on)
