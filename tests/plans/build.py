"""Builders of plans, areas and posters: they state only what matters and walk the actions."""

from io import BytesIO
from typing import Any

from PIL import Image

from portal.access import Actor
from portal.plans import actions, postering
from portal.plans.model import PlanArea, Poster, SitePlan
from portal.plans.pictures import Picture, picture_of
from portal.plans.rules import AreaFacts, Coverage, PosterKind, SheetSize, rectangle
from portal.registry.model import Enterprise
from tests.build import AT

PHONE = "12350"
SQUARE = rectangle(0.1, 0.1, 0.4, 0.4)


def a_png(width: int = 400, height: int = 300) -> bytes:
    """The bytes of a white picture."""
    content = BytesIO()
    Image.new("RGB", (width, height), "#ffffff").save(content, "PNG")
    return content.getvalue()


def a_picture(width: int = 400, height: int = 300) -> Picture:
    """A picture of the premises, as it comes from an upload."""
    return picture_of(BytesIO(a_png(width, height)), "plan.png")


def a_plan(of: Enterprise, by: Actor, name: str = "厂区平面图") -> SitePlan:
    """A plan of an enterprise."""
    return actions.put_up(of, name, a_picture(), by=by, at=AT)


def an_area(plan: SitePlan, by: Actor, **facts: Any) -> PlanArea:
    """An area on a plan: a square that follows the press shop."""
    given = {"name": "冲压车间", "unit": "冲压车间", "risk_keys": (), "corners": SQUARE, **facts}
    return actions.draw(plan, AreaFacts(**given), by=by, at=AT)


def a_poster(of: Enterprise, by: Actor, kind: PosterKind = PosterKind.BOARD, **chosen: Any) -> Poster:
    """A poster of an enterprise on A4."""
    return postering.make(of, Coverage(kind, SheetSize.A4)._replace(**chosen), PHONE, by=by, at=AT)
