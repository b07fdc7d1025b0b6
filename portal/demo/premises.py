"""Premises of the city: a drawn plan with an area for each unit of the register, and the notice board at the gate."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from portal.access import Actor
from portal.db import session
from portal.demo.city import Company
from portal.demo.pictures import PLAN_SIZE, site_plan
from portal.documents.printing import settings
from portal.plans import actions, postering
from portal.plans.pictures import Picture
from portal.plans.rules import AreaFacts, Corner, Coverage, PosterKind, SheetSize, rectangle
from portal.registry.model import Enterprise

TOP, BOTTOM = (0.08, 0.38), (0.55, 0.33)
"""Upper and lower row of buildings: from where, how high; the road lies between them."""

SIDE, GAP = 0.03, 0.02
GATE = (0.46, 0.54)


def draw_plan(company: Company, enterprise_id: int, *, by: Actor, at: datetime) -> None:
    """Put up the plan, draw an area around each building, print the notice board."""
    enterprise = session().get_one(Enterprise, enterprise_id)
    buildings = laid_out(list(dict.fromkeys(row.unit for row in company.register)))
    picture = Picture(site_plan(f"{company.facts['name']} 厂区平面示意图（演示）", buildings), *PLAN_SIZE)
    plan = actions.put_up(enterprise, "厂区平面图", picture, by=by, at=at)
    for unit, corners in buildings.items():
        actions.draw(plan, AreaFacts(unit, unit, (), corners), by=by, at=at)
    board = Coverage(PosterKind.BOARD, SheetSize.A3)
    postering.make(enterprise, board, settings().complaint_phone, by=by, at=at)


def laid_out(units: Sequence[str]) -> Mapping[str, tuple[Corner, ...]]:
    """A building for each unit, in two rows along the road; the first one has a wing."""
    upper = (len(units) + 1) // 2
    found = dict(_row(units[:upper], TOP, 1 - 2 * SIDE))
    left = (len(units) - upper + 1) // 2
    lower = units[upper:]
    found |= dict(_row(lower[:left], BOTTOM, GATE[0] - SIDE))
    found |= dict(_row(lower[left:], BOTTOM, 1 - SIDE - GATE[1], GATE[1]))
    first = units[0]
    (x1, y1), (x2, _y), (_x, y2), _last = found[first]
    wing = x1 + (x2 - x1) * 0.6
    low = y1 + (y2 - y1) * 0.6
    found[first] = ((x1, y1), (x2, y1), (x2, low), (wing, low), (wing, y2), (x1, y2))
    return found


def _row(
    units: Sequence[str], where: tuple[float, float], length: float, start: float = SIDE
) -> Sequence[tuple[str, tuple[Corner, ...]]]:
    """Buildings of equal width side by side."""
    width = (length + GAP) / max(1, len(units)) - GAP
    top, high = where
    return [(unit, rectangle(start + i * (width + GAP), top, width, high)) for i, unit in enumerate(units)]
