"""An area is drawn on a plan: by pointer, by keyboard, on a phone, and without script."""

import pytest
from playwright.sync_api import Locator, expect

from portal.risks.rules import Grade
from tests.browser.conftest import Opening
from tests.browser.screens import Window
from tests.build import a_member, an_enterprise, the_actor
from tests.plans.build import a_plan, an_area
from tests.risks.build import a_risk


class DrawingScreen:
    """The page on which an area is drawn."""

    def __init__(self, window: Window, plan_key: str) -> None:
        self.window = window.go(f"/plans/{plan_key}/areas/new")
        self.page = window.page
        self.plan = self.page.locator("[data-plan-box] svg")

    def click(self, x: float, y: float, *, twice: bool = False) -> "DrawingScreen":
        """Click a place of the plan, in percent."""
        box = self.plan.bounding_box()
        assert box is not None
        place = {"x": box["width"] * x / 100, "y": box["height"] * y / 100}
        self.plan.dblclick(position=place) if twice else self.plan.click(position=place)  # type: ignore[arg-type]
        return self

    def corner(self, number: int) -> Locator:
        """The handle of a corner."""
        return self.plan.get_by_role("button", name=f"第{number}角")

    @property
    def typed(self) -> list[float]:
        """The numbers in the list of corners."""
        found = self.page.eval_on_selector_all("[name=corners]", "all => all.map(one => one.value)")
        return [round(float(value)) for value in found if value]


@pytest.fixture
def company() -> tuple[str, str]:
    """A filer of an enterprise with a plan and a MAJOR risk in the press shop: sign-in name and key of the plan."""
    own = an_enterprise()
    member = a_member(own, "filer")
    name, by = member.person.sign_in_name, the_actor(member)
    a_risk(own, by, Grade.MAJOR)
    plan = a_plan(own, by)
    an_area(plan, by, name="仓库", unit="")
    return name, plan.key


def test_two_clicks_make_a_rectangle_that_takes_the_colour_of_its_unit(
    window: Opening, company: tuple[str, str]
) -> None:
    name, plan_key = company
    drawing = DrawingScreen(window(name), plan_key)
    drawing.click(60, 20).click(90, 80)
    assert drawing.typed == [60, 20, 90, 20, 90, 80, 60, 80]
    drawing.window.fill(name="冲压区").choose("unit", "冲压车间").press("保存区域").see("冲压区", "重大")


def test_a_pull_makes_a_rectangle_that_one_step_takes_back(window: Opening, company: tuple[str, str]) -> None:
    name, plan_key = company
    drawing = DrawingScreen(window(name), plan_key)
    box = drawing.plan.bounding_box()
    assert box is not None
    mouse = drawing.page.mouse
    mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.2)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.5)
    mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.8)
    mouse.up()
    assert drawing.typed == [60, 20, 90, 20, 90, 80, 60, 80]
    drawing.window.press("撤销上一步")
    assert drawing.typed == []


def test_corners_are_clicked_dragged_moved_by_keys_and_undone(
    window: Opening, company: tuple[str, str]
) -> None:
    name, plan_key = company
    drawing = DrawingScreen(window(name), plan_key)
    drawing.window.press("逐角绘制")
    drawing.click(60, 20).click(90, 20).click(90, 60).click(60, 60, twice=True)
    assert drawing.typed == [60, 20, 90, 20, 90, 60, 60, 60]
    drawing.corner(2).drag_to(drawing.plan, target_position=_at(drawing, 80, 10))
    assert drawing.typed[2:4] == [80, 10]
    drawing.corner(1).focus()
    drawing.page.keyboard.press("ArrowLeft")
    assert drawing.typed[:2] == [59, 20]
    drawing.page.keyboard.press("Delete")
    assert len(drawing.typed) == 6
    drawing.window.press("撤销上一步").press("撤销上一步").press("撤销上一步")
    assert drawing.typed == [60, 20, 90, 20, 90, 60, 60, 60]


def _at(drawing: DrawingScreen, x: float, y: float) -> dict[str, float]:
    box = drawing.plan.bounding_box()
    assert box is not None
    return {"x": box["width"] * x / 100, "y": box["height"] * y / 100}


def test_what_is_typed_is_drawn(window: Opening, company: tuple[str, str]) -> None:
    name, plan_key = company
    drawing = DrawingScreen(window(name), plan_key)
    for place, value in enumerate(("10", "10", "30", "10", "30", "40")):
        drawing.page.locator("[name=corners]").nth(place).fill(value)
        drawing.page.locator("[name=corners]").nth(place).blur()
    expect(drawing.corner(3)).to_be_visible()
    drawing.window.fill(name="三角").press("保存区域").see("三角")


def test_a_phone_draws_with_two_taps_and_does_not_scroll_sideways(
    window: Opening, company: tuple[str, str]
) -> None:
    name, plan_key = company
    drawing = DrawingScreen(window(name, width="phone"), plan_key)
    assert drawing.window.fits
    drawing.click(10, 60).click(40, 90)
    assert drawing.typed == [10, 60, 40, 60, 40, 90, 10, 90]


def test_without_script_the_list_alone_serves(window: Opening, company: tuple[str, str]) -> None:
    name, plan_key = company
    plain = window(name, scripts=False).go(f"/plans/{plan_key}/areas/new")
    plain.fill(name="东门")
    for place, value in enumerate(("5", "5", "20", "5", "20", "20")):
        plain.page.locator("[name=corners]").nth(place).fill(value)
    plain.press("保存区域").see("东门")
