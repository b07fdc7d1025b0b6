"""On the spot: a workshop head with a phone and no account, and the office that accepts."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from portal import clock
from portal.access import SYSTEM, act_as
from portal.db import session
from portal.registry.model import Enterprise
from portal.risks.checked import ControlCheck
from portal.slips import tickets
from tests.browser.conftest import Opening
from tests.browser.screens import Window
from tests.build import a_member, an_enterprise, the_actor
from tests.risks.build import a_control, a_risk

LATE = clock.today() - timedelta(days=4)


@pytest.fixture
def filer() -> str:
    """The sign-in name of who fills for an enterprise with a lapsed control in its press workshop."""
    tickets.forget_askers()
    own = an_enterprise()
    member, own_id = a_member(own, "filer"), own.id
    actor, name = the_actor(member), member.person.sign_in_name
    act_as(actor)
    risk = a_risk(session().get_one(Enterprise, own_id), actor, controls=False)
    a_control(risk, actor, next_check_on=LATE)
    act_as(SYSTEM)
    return name


def a_large_photo() -> bytes:
    content = BytesIO()
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(content, "JPEG", quality=95)
    return content.getvalue()


def path_of(link: str) -> str:
    """The way of a link; the portal's own name is another under test."""
    return link[link.index("/slip/") :]


def photographed(phone: Window, photo: bytes) -> None:
    """Take a photo in place of the camera and see it, made smaller on the phone."""
    phone.named("photo").set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo})
    expect(phone.page.locator("[data-photo-preview][data-state=ready]")).to_be_visible()
    assert phone.named("photo").evaluate("field => field.files[0].size") < len(photo)


@pytest.mark.timeout(120)
def test_a_check_from_a_phone_lowers_the_live_grade_once_it_is_accepted(window: Opening, filer: str) -> None:
    office, phone = window(filer), window(width="phone")
    office.go("/slips/new").fill(person="蒋守成")
    office.tick("冲压车间")
    office.press("生成链接和二维码")
    phone.go(path_of(office.page.locator("#link").input_value()))

    phone.page.get_by_role("link", name="登记检查：断电、止血、送医").click()
    photo = a_large_photo()
    photographed(phone, photo)
    phone.press("提交").see("选择检查结果")
    assert phone.named("photo").evaluate("field => field.files.length") == 1, "what was photographed stays"
    phone.page.get_by_role("radio", name="正常").check()
    phone.press("提交").see("待处理")

    office.go("/risks").see("实时")
    office.go("/suggestions")
    office.page.get_by_role("link", name="冲床手工送料").click()
    office.press("采纳建议").see("蒋守成")
    office.go("/risks").see_not("实时")
    phone.page.reload()
    phone.see("已采纳")

    act_as(SYSTEM)
    kept = session().scalars(select(ControlCheck)).one()
    assert 0 < kept.file_size < len(photo)
