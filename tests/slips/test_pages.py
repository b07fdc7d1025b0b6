"""The pages of slips: handed out by the enterprise, used by a holder without an account, decided by the enterprise."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from PIL import Image

from portal import clock
from portal.access import SYSTEM, act_as
from portal.db import session
from portal.registry.model import Enterprise
from portal.risks.checked import ControlCheck
from portal.risks.model import Risk
from portal.slips.model import Slip, Suggestion
from tests.build import a_member, the_actor
from tests.client import PageClient
from tests.risks.build import a_risk


@pytest.fixture
def office(client: PageClient, own: Enterprise) -> PageClient:
    """A filer at a browser, with one row in the press workshop."""
    member, own_id = a_member(own, "filer"), own.id
    filer = the_actor(member)
    client.sign_in(member)
    act_as(filer)
    a_risk(session().get_one(Enterprise, own_id), filer)
    act_as(SYSTEM)
    return client


def handed(office: PageClient, **changes: Any) -> str:
    """Hand out a slip by the page; answers the path of its link."""
    form = office.get("/slips/new")
    page = office.submit(form, status=200, person="蒋守成", post="冲压班长", units="冲压车间", **changes)
    assert page.select_one(".poster__code path")["d"]
    address: str = page.select_one("#link").get_text().strip()
    return address[address.index("/slip/") :]


Open = Callable[[str], tuple[PageClient, str]]


@pytest.fixture
def opened(app: Flask) -> Open:
    """Opens a link in a fresh browser; answers it with the address of the slip's page."""

    def open_link(path: str) -> tuple[PageClient, str]:
        phone = PageClient(app)
        answer = phone.browser.get(path)
        assert answer.status_code == 303
        return phone, answer.headers["Location"]

    return open_link


def a_jpeg() -> tuple[BytesIO, str]:
    content = BytesIO()
    Image.new("RGB", (64, 48), "white").save(content, "JPEG")
    return BytesIO(content.getvalue()), "现场.jpg"


def link_to(page: BeautifulSoup, words: str) -> str:
    return next(str(one["href"]) for one in page.select("main a") if words in one.get_text())


def test_a_check_travels_from_the_phone_to_the_register(office: PageClient, opened: Open):
    phone, slip = opened(handed(office))
    form = phone.get(link_to(phone.get(slip), "检查"))
    assert phone.submit(form, result="in_order", words="正常", photo=a_jpeg()) == slip
    assert "待处理" in phone.get(slip).select_one("#sent").get_text()
    suggestion = link_to(office.get("/suggestions"), "冲床手工送料")
    page = office.get(suggestion)
    assert page.select_one("img.photo") is not None
    recorded = office.submit(page, form=0)
    assert "蒋守成" in office.get(recorded).select_one("main").get_text()
    assert "已采纳" in phone.get(slip).select_one("#sent").get_text()
    assert session().query(ControlCheck).one().file_size > 0


def test_a_hazard_becomes_a_row_and_leads_to_it(office: PageClient, opened: Open):
    phone, slip = opened(handed(office))
    phone.submit(phone.get(f"{slip}/hazard"), title="纸箱挡住灭火器", place="封口机旁")
    page = office.get(link_to(office.get("/suggestions"), "纸箱挡住灭火器"))
    assert office.get(office.submit(page, form=0)).select_one("h1").get_text() == "纸箱挡住灭火器"


def test_a_further_control_asks_for_kind_and_level(office: PageClient, opened: Open):
    phone, slip = opened(handed(office))
    change = link_to(phone.get(slip), "措施需要调整")
    phone.submit(phone.get(change), kind="change", about="", words="加装光幕")
    page = office.get(link_to(office.get("/suggestions"), "冲床手工送料"))
    wrong = office.submit(page, form=0, status=422)
    assert wrong.select_one("#kind-error").get_text()
    assert office.submit(page, form=0, kind="engineering", level="workshop") == "/suggestions"


def test_a_declined_suggestion_says_why_on_the_slip(office: PageClient, opened: Open):
    phone, slip = opened(handed(office))
    phone.submit(phone.get(f"{slip}/hazard"), title="纸箱挡住灭火器", place="封口机旁")
    page = office.get(link_to(office.get("/suggestions"), "纸箱挡住灭火器"))
    assert office.submit(page, form=1, status=422).select_one("#reason-error").get_text()
    office.submit(page, form=1, reason="已列入另一项")
    assert "答复：已列入另一项" in phone.get(slip).select_one("#sent").get_text()
    assert "纸箱挡住灭火器" in office.get("/suggestions?show=decided").select_one("main").get_text()


def test_the_home_and_the_menu_say_that_suggestions_wait(office: PageClient, opened: Open):
    phone, slip = opened(handed(office))
    phone.submit(phone.get(f"{slip}/hazard"), title="纸箱挡住灭火器", place="封口机旁")
    home = office.get("/")
    assert "1条现场建议待处理" in home.select_one("main").get_text()
    assert home.select_one('.rail__item[href="/suggestions"] .rail__count').get_text() == "1"


def test_opening_a_link_twice_uses_nothing_up(office: PageClient, opened: Open):
    path = handed(office)
    for _ in range(2):
        phone, slip = opened(path)
        phone.get(slip)
    assert session().query(Suggestion).count() == 0


def test_the_address_of_the_page_opens_nothing_in_another_browser(
    office: PageClient, opened: Open, app: Flask
):
    _phone, slip = opened(handed(office))
    PageClient(app).get(slip, status=404)


def test_unknown_and_revoked_links_show_the_same_page(office: PageClient, app: Flask):
    path = handed(office)
    key = session().query(Slip.key).scalar()
    office.submit(office.get(f"/slips/{key}"))
    visitor = PageClient(app)
    pages = [
        visitor.get(address, status=404).select_one("main").get_text() for address in (path, "/slip/open/x")
    ]
    assert [page[:60] for page in pages] == [pages[0][:60]] * 2


def test_a_revoked_slip_closes_on_the_phone_that_has_it_open(office: PageClient, opened: Open):
    phone, slip = opened(handed(office))
    form = phone.get(f"{slip}/hazard")
    key = session().query(Slip.key).scalar()
    office.submit(office.get(f"/slips/{key}"))
    phone.submit(form, status=404, title="x", place="y")
    assert session().query(Suggestion).count() == 0


def test_a_holder_needs_the_token_of_the_form(office: PageClient, opened: Open):
    phone, slip = opened(handed(office))
    answer = phone.browser.post(f"{slip}/hazard", data={"title": "x", "place": "y"})
    assert answer.status_code in (400, 422)
    assert session().query(Suggestion).count() == 0


def test_a_holder_sees_no_other_page_of_the_enterprise(office: PageClient, opened: Open):
    phone, _slip = opened(handed(office))
    key = session().query(Risk.key).scalar()
    answer = phone.browser.get(f"/risks/{key}")
    assert "/sign-in" in answer.headers["Location"]


def test_a_row_of_another_slip_is_unknown(office: PageClient, opened: Open):
    phone, slip = opened(handed(office))
    phone.get(f"{slip}/risks/aaaaaaaaaaaaaaaa", status=404)
    phone.get(f"{slip}/controls/aaaaaaaaaaaaaaaa", status=404)


def test_an_address_that_asks_too_often_waits(office: PageClient, app: Flask):
    visitor = PageClient(app)
    answers = [visitor.browser.get("/slip/open/x").status_code for _ in range(61)]
    assert (answers[59], answers[60]) == (404, 429)


def test_the_slip_says_until_when_it_holds(office: PageClient, opened: Open):
    phone, slip = opened(handed(office, days="3"))
    kept = session().query(Slip).one()
    assert (kept.expires_at - kept.made_at).days == 3
    day = clock.local_day(kept.expires_at)
    assert f"{day.year}年{day.month}月{day.day}日" in phone.get(slip).select_one("main").get_text()
