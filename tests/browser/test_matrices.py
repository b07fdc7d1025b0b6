"""Drawing a matrix where scripts run: a click gives the next grade, keys choose and move, a fault leads to its cell."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Opening
from tests.browser.screens import Window
from tests.build import a_member, the_county


@pytest.fixture
def drawing(window: Opening) -> Window:
    """The county's administrator over a copy of the usual matrix."""
    name = a_member(the_county(), "administrator").person.sign_in_name
    return window(name).go("/methods/new?base=ls5@1.0")


def cell(at: Window, likelihood: int, severity: int) -> Locator:
    """A cell by the values of its steps."""
    return at.page.get_by_role("button", name=f"可能性 {likelihood} × 严重性 {severity}")


@pytest.mark.timeout(120)
def test_a_matrix_is_drawn_by_clicks_and_keys(drawing: Window) -> None:
    cell(drawing, 3, 4).click()
    expect(cell(drawing, 3, 4)).to_have_text("较大")
    drawing.page.keyboard.press("ArrowUp")
    expect(cell(drawing, 4, 4)).to_be_focused()
    drawing.page.keyboard.press("1")
    drawing.press("保存草稿").see("草稿已保存")
    expect(drawing.page.locator(".risk-matrix--described td[data-grade=major]")).to_have_count(4)


@pytest.mark.timeout(120)
def test_a_falling_grade_leads_to_its_cell(drawing: Window) -> None:
    cell(drawing, 5, 5).focus()
    drawing.page.keyboard.press("4")
    drawing.page.get_by_role("button", name="保存草稿").click()
    drawing.page.locator(".error-summary a").first.click()
    expect(cell(drawing, 5, 5)).to_be_focused()
    drawing.page.keyboard.press("1")
    drawing.press("保存草稿").see("草稿已保存")
