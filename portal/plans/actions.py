"""What is done with plans and their areas: put up, rename, draw, change, remove, restore."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from portal import audit, storage
from portal.access import Actor, require
from portal.db import session, writing
from portal.plans import queries
from portal.plans.model import PlanArea, SitePlan
from portal.plans.pictures import Picture
from portal.plans.rules import (
    LEAST_CORNERS,
    LEAST_SURFACE,
    MOST_CORNERS,
    AreaFacts,
    Corner,
    crosses_itself,
    lies_within,
    rounded,
    surface,
)
from portal.problems import Refused
from portal.registry.model import Enterprise

PLANS_OF_AN_ENTERPRISE = 50
"""Those removed count too: they can be taken back, so their pictures stay."""

AREAS_OF_A_PLAN = 200


def put_up(enterprise: Enterprise, name: str, picture: Picture, *, by: Actor, at: datetime) -> SitePlan:
    """Keep a picture of the premises as a plan.

    Raises Refused when it has no name (field `name`), or when there are too many plans.
    """
    require(by, "plan.add")
    stored = storage.store(picture.upload.content)
    with writing():
        if queries.plan_count(session(), enterprise.id) >= PLANS_OF_AN_ENTERPRISE:
            raise Refused(
                _("There are %(num)d plans already; change one of them.", num=PLANS_OF_AN_ENTERPRISE)
            )
        plan = SitePlan(
            enterprise_id=enterprise.id, region_path=enterprise.region_path, name=name.strip(), file_key=stored.key,
            content_type=picture.upload.content_type, width=picture.width, height=picture.height, added_at=at,
            added_by=by.name,
        )  # fmt: skip
        session().add(plan)
        session().flush()
        audit.record("plan.add", plan, by=by, at=at, after={"name": plan.name, "digest": stored.sha256})
    return plan


def rename(plan: SitePlan, name: str, *, by: Actor, at: datetime) -> None:
    """Call a plan otherwise; the same name again changes nothing."""
    require(by, "plan.edit", plan)
    with writing():
        before = plan.name
        plan.name = name.strip()
        if plan.name != before:
            audit.record("plan.edit", plan, by=by, at=at, before={"name": before}, after={"name": plan.name})


def take_down(plan: SitePlan, *, by: Actor, at: datetime) -> None:
    """Remove a plan with its areas from the pages; it can be restored. Again: no effect."""
    require(by, "plan.remove", plan)
    with writing():
        if plan.removed_at is None:
            plan.removed_at = at
            audit.record("plan.remove", plan, by=by, at=at, before={"name": plan.name})


def restore(plan: SitePlan, *, by: Actor, at: datetime) -> None:
    """Take a removed plan back."""
    require(by, "plan.restore", plan)
    with writing():
        if plan.removed_at is not None:
            plan.removed_at = None
            audit.record("plan.restore", plan, by=by, at=at, after={"name": plan.name})


def draw(plan: SitePlan, facts: AreaFacts, *, by: Actor, at: datetime) -> PlanArea:
    """Draw an area on a plan. Raises Refused, naming the field, for a polygon that cannot stand."""
    require(by, "area.add", plan)
    clean = _checked(facts)
    with writing():
        if len(plan.areas) >= AREAS_OF_A_PLAN:
            raise Refused(_("A plan takes %(num)d areas at most.", num=AREAS_OF_A_PLAN))
        area = PlanArea(
            enterprise_id=plan.enterprise_id, region_path=plan.region_path, plan_id=plan.id, risk_keys=[]
        )
        area.draw(clean)
        session().add(area)
        session().flush()
        audit.record("area.add", area, by=by, at=at, after={"plan": plan.key, **clean._asdict()})
    return area


def redraw(area: PlanArea, facts: AreaFacts, seen_version: int, *, by: Actor, at: datetime) -> None:
    """Change an area. Raises Refused as `draw`, Stale when another changed it since it was opened."""
    require(by, "area.edit", area)
    clean = _checked(facts)
    with writing():
        area.expect_version(seen_version)
        before = area.facts._asdict()
        area.draw(clean)
        changed = [name for name, value in clean._asdict().items() if before[name] != value]
        if changed:
            after = {name: clean._asdict()[name] for name in changed}
            kept = {name: before[name] for name in changed}
            audit.record("area.edit", area, by=by, at=at, before=kept, after=after)


def rub_out(area: PlanArea, *, by: Actor, at: datetime) -> None:
    """Remove an area from its plan; it can be restored. Again: no effect."""
    require(by, "area.remove", area)
    with writing():
        if area.removed_at is None:
            area.removed_at = at
            audit.record("area.remove", area, by=by, at=at, before={"name": area.name})


def redo(area: PlanArea, *, by: Actor, at: datetime) -> None:
    """Take a removed area back."""
    require(by, "area.restore", area)
    with writing():
        if area.removed_at is not None:
            area.removed_at = None
            audit.record("area.restore", area, by=by, at=at, after={"name": area.name})


def _checked(facts: AreaFacts) -> AreaFacts:
    corners = rounded(facts.corners)
    problem = _problem_of(corners)
    if problem:
        raise Refused(problem, "corners")
    return facts._replace(name=facts.name.strip(), unit=facts.unit.strip(), corners=corners)


def _problem_of(corners: Sequence[Corner]) -> str:
    """What is wrong with a polygon and how to mend it; empty for a good one."""
    if not LEAST_CORNERS <= len(corners) <= MOST_CORNERS:
        return str(_("Give %(least)d to %(most)d corners.", least=LEAST_CORNERS, most=MOST_CORNERS))
    if not lies_within(corners):
        return str(_("Every corner lies between 0 and 100 percent of the plan."))
    if surface(corners) < LEAST_SURFACE:
        return str(_("The area is too small to be seen; draw it larger."))
    if crosses_itself(corners):
        return str(_("Two sides cross; give the corners in the order in which one walks around the area."))
    return ""
