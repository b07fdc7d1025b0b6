"""What a poster prints: plain values drawn from the register as it is, and a digest of each row, to tell what changed.

A notice board names what the Regulation art. 16 and Order 140 art. 16 ask for, both sets: name, risk point, place,
grade, accident type, consequence, controls, responsible department and person, phones. Only MAJOR risks have a
warning board. Posters are Chinese, whatever the language of the screen.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from sqlalchemy.orm import Session

from portal.db import canonical_json
from portal.documents.words import GRADES
from portal.plans import queries
from portal.plans.colouring import by_gravity, grade_now, gravest, risks_in
from portal.plans.drawing import drawing
from portal.plans.model import PlanArea, SitePlan
from portal.plans.rules import Coverage, PosterKind
from portal.plans.signs import DrawnSign, signs_for
from portal.registry.model import Enterprise
from portal.risks.accidents import accident_types
from portal.risks.model import Risk
from portal.risks.rules import ControlKind, Grade

KINDS = {
    ControlKind.ENGINEERING: "工程技术",
    ControlKind.MANAGEMENT: "管理",
    ControlKind.TRAINING: "培训教育",
    ControlKind.PPE: "个体防护",
}
"""The kinds of controls as posters name them; those of the fifth kind are the steps in an emergency."""

SIGNS_OF_A_BOARD = 4
SIGNS_OF_A_CARD = 6
MAIN_RISKS = 3
"""Rows that the list beside the plan names for each area; the others are counted."""

STEP_ENDS = re.compile(r"[；;。\n]+")
NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.．、)）]|[（(]\d{1,2}[)）]|[①-⑩])\s*")


class ControlOfKind(TypedDict):
    """Controls of one kind: the word of the kind and their texts."""

    kind: str
    texts: list[str]


class PostedRisk(TypedDict):
    """A row of the register as posters print it. `accidents`: words joined by 、; `steps`: in an emergency."""

    name: str
    unit: str
    risk_point: str
    place: str
    grade: str
    accidents: str
    consequence: str
    controls: list[ControlOfKind]
    steps: list[str]
    department: str
    person: str
    phone: str
    complaint_phone: str


@dataclass(frozen=True)
class Ground:
    """What lies beneath all posters of an enterprise on a day. `complaint_phone`: the authority's."""

    enterprise: Enterprise
    register: Sequence[Risk]
    plans: Sequence[SitePlan]
    on: date
    complaint_phone: str

    @property
    def units(self) -> list[str]:
        """The units of the register."""
        return sorted({risk.unit for risk in self.register if risk.unit})

    @property
    def plan_choices(self) -> list[tuple[str, str]]:
        """Key and name of each plan that is not removed."""
        return [(plan.key, plan.name) for plan in self.plans if plan.removed_at is None]


def ground_of(session: Session, enterprise: Enterprise, on: date, complaint_phone: str) -> Ground:
    """The register and the plans as they are. 4 statements."""
    register = queries.register_now(session, enterprise.id)
    return Ground(enterprise, register, queries.plans_of(session, enterprise.id), on, complaint_phone)


def _fits(kind: PosterKind, grade: Grade) -> bool:
    """Whether a kind of poster prints rows of a grade: boards only what the law wants published, the others all."""
    if kind is PosterKind.BOARD:
        return grade.larger_or_above
    return kind is not PosterKind.WARNING_BOARD or grade is Grade.MAJOR


def offered_risks(ground: Ground, coverage: Coverage) -> Sequence[Risk]:
    """The rows that a poster of this kind and unit may print, before a choice among them.

    The gravest first by the declared grade, which is the one that is printed.
    """
    inside = [
        (-risk.grade.weight, risk.number, risk)
        for risk in ground.register
        if risk.grade and _fits(coverage.kind, risk.grade) and coverage.unit in ("", risk.unit)
    ]
    return [risk for _weight, _number, risk in sorted(inside)]


def covered_risks(ground: Ground, coverage: Coverage) -> Sequence[Risk]:
    """The rows that a poster prints; the gravest first."""
    chosen = set(coverage.risk_keys)
    return [risk for risk in offered_risks(ground, coverage) if not chosen or risk.key in chosen]


def plan_of(ground: Ground, coverage: Coverage) -> SitePlan | None:
    """The plan that is printed, unless it is removed."""
    found = (one for one in ground.plans if one.key == coverage.plan_key and one.removed_at is None)
    return next(found, None)


def settled(ground: Ground, coverage: Coverage) -> Coverage:
    """The coverage as it is kept: with every row chosen it follows the register; a card names its unit for a post."""
    everything = {risk.key for risk in offered_risks(ground, coverage)}
    keys = () if everything <= set(coverage.risk_keys) else coverage.risk_keys
    post = (coverage.post or coverage.unit) if coverage.kind.of_a_post else ""
    of_plan = coverage.kind is PosterKind.FOUR_COLOUR_PLAN
    return coverage._replace(
        risk_keys=() if of_plan else keys,
        post=post,
        unit="" if of_plan else coverage.unit,
        plan_key=coverage.plan_key if of_plan else "",
    )


# --- what is printed --------------------------------------------------------------------------------------


def posted(risk: Risk) -> PostedRisk:
    """A row as posters print it, with the grade that was declared. No statement."""
    return PostedRisk(
        name=risk.name,
        unit=risk.unit,
        risk_point=risk.risk_point,
        place=risk.place,
        grade=risk.grade.value if risk.grade else "none",
        accidents="、".join(accident_types()[code].zh for code in risk.accident_types),
        consequence=risk.consequence,
        controls=_controls(risk),
        steps=_steps(risk),
        department=risk.responsible_department,
        person=risk.responsible_person,
        phone=risk.responsible_phone,
        complaint_phone=risk.complaint_phone,
    )


def _controls(risk: Risk) -> list[ControlOfKind]:
    texts = {kind: [one.text for one in risk.active_controls if one.kind is kind] for kind in KINDS}
    return [ControlOfKind(kind=KINDS[kind], texts=found) for kind, found in texts.items() if found]


def _steps(risk: Risk) -> list[str]:
    """Emergency measures as steps, one sentence each, without the numbers that were typed before them."""
    texts = [risk.emergency_measures]
    if not risk.emergency_measures:
        texts = [one.text for one in risk.active_controls if one.kind is ControlKind.EMERGENCY]
    steps = [NUMBERED.sub("", step).strip() for text in texts for step in STEP_ENDS.split(text)]
    return [step for step in steps if step]


def sheet_facts(ground: Ground, coverage: Coverage) -> dict[str, Any]:
    """Everything that the sheet prints, whatever its kind; plain values. No statement."""
    risks = covered_risks(ground, coverage)
    plan = plan_of(ground, coverage)
    types = [code for risk in risks for code in risk.accident_types]
    return {
        **_heading(ground, coverage),
        "risks": [posted(risk) | {"signs": _drawn(risk.accident_types, SIGNS_OF_A_BOARD)} for risk in risks],
        "signs": _drawn(types, SIGNS_OF_A_CARD if coverage.kind.of_a_post else None),
        "areas": [_listed(ground, area) for area in _by_colour(ground, plan)],
        "plan": drawing(plan, plan.active_areas, ground.register, ground.on, _grade_word) if plan else None,
    }


def _heading(ground: Ground, coverage: Coverage) -> dict[str, Any]:
    own, day = ground.enterprise, ground.on
    return {
        "size": coverage.size.value,
        "unit": coverage.unit,
        "post": coverage.post,
        "enterprise": own.name,
        "safety_manager": own.safety_manager,
        "safety_phone": own.safety_manager_phone,
        "complaint_phone": _complaint_phone(ground),
        "printed_on": day.isoformat(),
    }


def _complaint_phone(ground: Ground) -> str:
    """The phone that most rows name, else the authority's."""
    named = [risk.complaint_phone for risk in ground.register if risk.complaint_phone]
    return max(named, key=named.count) if named else ground.complaint_phone


def _drawn(types: Iterable[str], most: int | None) -> list[DrawnSign]:
    return [sign.drawn for sign in signs_for(types, most)]


def _grade_word(grade: Grade | None) -> str:
    return GRADES[grade.value] if grade else "未评级"


def _by_colour(ground: Ground, plan: SitePlan | None) -> Sequence[PlanArea]:
    areas = plan.active_areas if plan else []
    weights = {area.key: _colour(ground, area) for area in areas}
    return sorted(areas, key=lambda area: -(grade.weight if (grade := weights[area.key]) else 0))


def _colour(ground: Ground, area: PlanArea) -> Grade | None:
    return gravest(risks_in(area, ground.register), ground.on)


def _listed(ground: Ground, area: PlanArea) -> dict[str, Any]:
    """An area in the list beside the plan: its gravest rows by name, the others counted."""
    inside = by_gravity(risks_in(area, ground.register), ground.on)
    colour = _colour(ground, area)
    return {
        "name": area.name,
        "grade": colour.value if colour else "none",
        "risks": [risk.name for risk in inside[:MAIN_RISKS]],
        "more": max(0, len(inside) - MAIN_RISKS),
        "people": sorted(
            {risk.responsible_person for risk in inside[:MAIN_RISKS] if risk.responsible_person}
        ),
    }


# --- what changed -----------------------------------------------------------------------------------------


def row_digests(ground: Ground, coverage: Coverage) -> dict[str, str]:
    """A digest of each row beneath a poster by its key: risks, areas of a plan, the enterprise itself (`heading`)."""
    heading = {name: value for name, value in _heading(ground, coverage).items() if name != "printed_on"}
    found: dict[str, Any] = {"heading": heading}
    if coverage.kind is PosterKind.FOUR_COLOUR_PLAN:
        plan = plan_of(ground, coverage)
        found |= {area.key: _beneath(ground, area) for area in (plan.active_areas if plan else [])}
    else:
        found |= {risk.key: posted(risk) for risk in covered_risks(ground, coverage)}
    return {key: hashlib.sha256(canonical_json(value)).hexdigest()[:16] for key, value in found.items()}


def _beneath(ground: Ground, area: PlanArea) -> dict[str, Any]:
    grades = {risk.key: grade_now(risk, ground.on) for risk in risks_in(area, ground.register)}
    colours = {key: grade.value if grade else "none" for key, grade in grades.items()}
    return {**_listed(ground, area), "corners": [list(one) for one in area.corners], "colours": colours}


def changed_rows(before: Mapping[str, str], now: Mapping[str, str]) -> int:
    """How many rows beneath a poster were changed, added or taken away since it was made."""
    return sum(before.get(key) != now.get(key) for key in {*before, *now})
