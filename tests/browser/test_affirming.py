"""Last year's rows by keys alone: one goes down, confirms, and the progress follows without leaving the row."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal import clock
from portal.access import SYSTEM, act_as
from portal.db import writing
from portal.risks.model import Risk
from portal.risks.rules import Grade
from tests.browser.conftest import Opening
from tests.build import a_member, an_enterprise, the_actor
from tests.risks.build import a_risk


class AffirmScreen:
    """The page of last year's rows."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.page.goto("/risks/affirm")

    def press(self, *keys: str) -> "AffirmScreen":
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def says(self, progress: str) -> "AffirmScreen":
        """How far one has come."""
        expect(self.page.get_by_role("status").filter(has_text=progress)).to_be_visible()
        return self

    def stands_on(self, name: str) -> "AffirmScreen":
        """The row that has the focus."""
        expect(self.page.locator("article:focus")).to_contain_text(name)
        return self


@pytest.fixture
def signer() -> str:
    """The sign-in name of a signer whose enterprise declared three rows more than a year ago."""
    own = an_enterprise()
    member = a_member(own, "signer")
    name, by = member.person.sign_in_name, the_actor(member)
    for grade in (Grade.MAJOR, Grade.LARGER, Grade.LOW):
        a_risk(own, by, grade, name=grade.value)
    act_as(SYSTEM)
    before = clock.now() - timedelta(days=400)
    with writing() as current:
        for risk in current.scalars(select(Risk)):
            risk.first_filed_at = risk.last_filed_at = risk.changed_at = before
    return name


def test_rows_are_confirmed_by_keys(window: Opening, signer: str) -> None:
    screen = AffirmScreen(window(signer).page).says("已确认 0 / 3 条")
    screen.press("j", "a").says("已确认 1 / 3 条").stands_on("major")
    screen.press("j", "a").says("已确认 2 / 3 条").stands_on("larger")


def test_rows_are_confirmed_without_scripts(window: Opening, signer: str) -> None:
    screen = AffirmScreen(window(signer, scripts=False).page)
    screen.page.get_by_role("button", name="无变化").first.click()
    screen.says("已确认 1 / 3 条")
