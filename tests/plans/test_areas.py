"""Plans and areas: what is drawn, what is refused, which colour an area takes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock, storage
from portal.access import Actor
from portal.audit import Event
from portal.db import session
from portal.plans import actions, queries
from portal.plans.colouring import gravest, risks_in
from portal.plans.rules import AreaFacts, Corner, rectangle
from portal.problems import Forbidden, Refused, Stale
from portal.registry.model import Enterprise
from portal.risks import actions as risks
from portal.risks.rules import Grade
from portal.storage import sweep
from tests.build import AT, a_member, the_actor
from tests.conftest import StatementCount
from tests.plans.build import SQUARE, a_plan, an_area
from tests.risks.build import a_risk

ON = AT.date()


def test_an_area_takes_the_colour_of_the_gravest_risk_of_its_unit(own: Enterprise, filer: Actor) -> None:
    for grade in (Grade.LOW, Grade.LARGER, Grade.GENERAL):
        a_risk(own, filer, grade)
    a_risk(own, filer, Grade.MAJOR, unit="涂装车间")
    area = an_area(a_plan(own, filer), filer)
    assert gravest(risks_in(area, queries.register_now(session(), own.id)), ON) is Grade.LARGER


def test_a_new_risk_of_the_unit_joins_by_itself(own: Enterprise, filer: Actor) -> None:
    area = an_area(a_plan(own, filer), filer)
    late = a_risk(own, filer, Grade.MAJOR)
    assert risks_in(area, queries.register_now(session(), own.id)) == [late]


def test_an_area_may_hold_single_risks_of_other_units(own: Enterprise, filer: Actor) -> None:
    chosen = a_risk(own, filer, unit="仓储")
    a_risk(own, filer, unit="仓储")
    area = an_area(a_plan(own, filer), filer, unit="", risk_keys=(chosen.key,))
    assert risks_in(area, queries.register_now(session(), own.id)) == [chosen]


def test_a_removed_risk_colours_nothing(own: Enterprise, filer: Actor) -> None:
    risks.remove(a_risk(own, filer, Grade.MAJOR), "拆除", by=filer, at=AT)
    area = an_area(a_plan(own, filer), filer)
    assert gravest(risks_in(area, queries.register_now(session(), own.id)), ON) is None


@pytest.mark.parametrize(
    ("corners", "said"),
    [
        (((0, 0), (1, 1)), "3"),
        (((0, 0), (1, 0), (1, 1.2)), "100"),
        (rectangle(0.1, 0.1, 0.001, 0.001), "small"),
        (((0, 0), (1, 1), (1, 0), (0, 1)), "cross"),
    ],
)
def test_a_polygon_that_cannot_stand_is_refused_at_its_corners(
    own: Enterprise, filer: Actor, corners: tuple[Corner, ...], said: str
) -> None:
    with pytest.raises(Refused) as refusal:
        an_area(a_plan(own, filer), filer, corners=corners)
    assert refusal.value.field == "corners"


def test_of_two_who_change_an_area_the_later_is_told(own: Enterprise, filer: Actor) -> None:
    area = an_area(a_plan(own, filer), filer)
    seen = area.version
    actions.redraw(area, AreaFacts("甲", "", (), SQUARE), seen, by=filer, at=AT)
    with pytest.raises(Stale):
        actions.redraw(area, AreaFacts("乙", "", (), SQUARE), seen, by=filer, at=AT)


def test_what_is_removed_can_be_taken_back(own: Enterprise, filer: Actor) -> None:
    plan = a_plan(own, filer)
    area = an_area(plan, filer)
    actions.rub_out(area, by=filer, at=AT)
    assert plan.active_areas == []
    actions.redo(area, by=filer, at=AT)
    actions.take_down(plan, by=filer, at=AT)
    assert queries.plan_rows(queries.plans_of(session(), own.id), [], ON) == []
    actions.restore(plan, by=filer, at=AT)
    assert [area.name for area in plan.active_areas] == ["冲压车间"]


def test_every_deed_is_an_event(own: Enterprise, filer: Actor) -> None:
    plan = a_plan(own, filer)
    actions.rename(plan, "一期", by=filer, at=AT)
    area = an_area(plan, filer)
    actions.redraw(area, area.facts._replace(name="二"), area.version, by=filer, at=AT)
    actions.rub_out(area, by=filer, at=AT)
    verbs = list(session().scalars(select(Event.verb).order_by(Event.sequence)))
    assert verbs == ["plan.add", "plan.edit", "area.add", "area.edit", "area.remove"]


def test_an_administrator_draws_nothing(own: Enterprise) -> None:
    administrator = the_actor(a_member(own, "administrator"))
    with pytest.raises(Forbidden):
        a_plan(own, administrator)


def test_the_picture_of_a_removed_plan_is_not_swept(own: Enterprise, filer: Actor) -> None:
    plan = a_plan(own, filer)
    actions.take_down(plan, by=filer, at=AT)
    sweep(clock.now() + timedelta(days=2))
    assert storage.read(plan.file_key)


def test_queries_cost_what_they_say(own: Enterprise, filer: Actor, statements: StatementCount) -> None:
    plan = a_plan(own, filer)
    own_id = own.id
    for number in range(3):
        an_area(plan, filer, name=f"区{number}")
        a_risk(own, filer)
    session().expire_all()
    session().refresh(plan)
    for cost, ask in (
        (2, lambda: queries.register_now(session(), own_id)),
        (2, lambda: queries.plans_of(session(), own_id)),
        (1, lambda: queries.areas_of(session(), plan)),
        (1, lambda: queries.posters_of(session(), own_id)),
        (1, lambda: queries.plan_count(session(), own_id)),
        (1, lambda: queries.poster_count(session(), own_id)),
        (1, lambda: queries.plan_files_in_use(["x"])),
        (1, lambda: queries.poster_files_in_use(["x"])),
    ):
        statements.clear()
        ask()
        assert statements.count == cost
