"""Answering an assessment: a lost line loses nothing, the score runs along, keys lead from item to item."""

from playwright.sync_api import expect

from portal import clock
from portal.access import SYSTEM, act_as
from portal.assessments.model import ItemAnswer
from portal.assessments.standards import DeductPerFinding
from portal.db import session
from portal.registry.model import Enterprise
from tests.assessments.build import an_assessment, first_item, row_of
from tests.browser.conftest import Opening
from tests.browser.screens import Window
from tests.build import a_member, an_enterprise, the_actor


def a_section(window: Opening) -> tuple[Window, str]:
    """A filer's window on the section of an item that is deducted by finding, and the row's key."""
    enterprise = an_enterprise()
    own, member = enterprise.id, a_member(enterprise, "filer")
    name, by = member.person.sign_in_name, the_actor(member)
    act_as(by)
    assessment = an_assessment(session().get_one(Enterprise, own), by, on=clock.today())
    item = first_item(DeductPerFinding)
    address, row = f"/assessments/{assessment.key}/sections/{item.element}", row_of(assessment, item.id).key
    act_as(SYSTEM)
    opened = window(name).go(address)
    opened.page.wait_for_load_state("networkidle")
    return opened, row


def answered(row: str) -> int | None:
    act_as(SYSTEM)
    session().rollback()
    return session().query(ItemAnswer).filter_by(key=row).one().findings


def test_an_answer_waits_on_the_page_until_the_line_is_back(window: Opening) -> None:
    opened, row = a_section(window)
    state, box = opened.page.locator("[data-save-state]"), opened.page.locator(f"[id='{row}-findings']")
    opened.page.context.set_offline(True)
    box.fill("1")
    box.blur()
    expect(state).to_contain_text("网络断开")
    assert answered(row) is None
    opened.page.context.set_offline(False)
    expect(opened.page.locator("[data-save-state][data-state=saved]")).to_be_visible()
    expect(opened.page.locator(f"#findings-{row}")).to_contain_text("登记问题和整改措施")
    assert answered(row) == 1


def test_keys_lead_from_item_to_item(window: Opening) -> None:
    opened, _row = a_section(window)
    cards = opened.page.locator(".item-card")
    opened.page.keyboard.press("j")
    expect(cards.nth(0)).to_be_focused()
    opened.page.keyboard.press("j")
    expect(cards.nth(1)).to_be_focused()
    opened.page.keyboard.press("k")
    expect(cards.nth(0)).to_be_focused()
