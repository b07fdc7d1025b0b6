"""The list of the register by keyboard: rows are walked, selected and opened; cells edited where they stand."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Opening
from tests.browser.screens import Window
from tests.build import a_member, an_enterprise, the_actor
from tests.risks.build import a_risk


class RegisterScreen:
    """The list of the register."""

    def __init__(self, window: Window) -> None:
        self.window = window.go("/risks")
        self.page = window.page
        self.page.wait_for_load_state("networkidle")
        self.rows = self.page.locator("tbody tr")
        self.bar = self.page.locator(".action-bar")

    def keys(self, *keys: str) -> "RegisterScreen":
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def person(self, row: int) -> Locator:
        """The cell of the responsible person."""
        return self.rows.nth(row).locator("[data-cell=responsible_person]")


@pytest.fixture
def filer() -> str:
    """The sign-in name of a filer whose register has three rows."""
    own = an_enterprise()
    member = a_member(own, "filer")
    name, by = member.person.sign_in_name, the_actor(member)
    for number in range(3):
        a_risk(own, by, name=f"风险{number}")
    return name


def test_rows_are_walked_selected_and_opened_by_keys(window: Opening, filer: str) -> None:
    register = RegisterScreen(window(filer))
    expect(register.bar).to_be_hidden()
    register.keys("j", "x", "j", "x")
    expect(register.bar).to_contain_text("已选2项（本页）")
    register.keys("k", "x")
    expect(register.bar).to_contain_text("已选1项（本页）")
    register.keys("Enter")
    expect(register.page.get_by_role("heading", level=1)).to_contain_text("风险0")


def test_keys_are_off_while_one_types_and_once_switched_off(window: Opening, filer: str) -> None:
    register = RegisterScreen(window(filer))
    register.window.named("words").press_sequentially("jx?")
    expect(register.window.named("words")).to_have_value("jx?")
    register.page.get_by_role("heading", level=1).click()
    register.keys("?")
    register.page.get_by_label("在本页使用快捷键").uncheck()
    register.keys("Escape", "j", "x")
    expect(register.bar).to_be_hidden()


def test_a_cell_is_edited_where_it_stands_and_enter_goes_down(window: Opening, filer: str) -> None:
    register = RegisterScreen(window(filer))
    register.person(0).click()
    with register.page.expect_response(lambda answer: answer.request.method == "POST"):
        register.page.keyboard.insert_text("孙七")
        register.keys("Enter")
    register.page.keyboard.insert_text("周八")
    register.keys("Escape")
    expect(register.person(0)).to_have_text("孙七")
    expect(register.person(1)).to_have_text("赵六")
    register.window.go("/risks")
    expect(register.person(0)).to_have_text("孙七")
    expect(register.person(1)).to_have_text("赵六")


@pytest.mark.parametrize("scripts", [True, False])
def test_rows_are_changed_in_one_step_on_a_phone(window: Opening, filer: str, scripts: bool) -> None:
    phone = RegisterScreen(window(filer, width="phone", scripts=scripts))
    for row in (0, 1):
        phone.rows.nth(row).locator("[name=rows]").check()
    assert phone.window.fits
    phone.window.press("批量修改所选").fill(unit="装配车间").press("查看变化").see("冲压车间 → 装配车间")
    assert phone.window.fits
    phone.window.press("修改2项风险").see("已修改2项")
    phone.window.press("撤销").see("已恢复2行").see_not("装配车间")
