"""The pages of plans and posters as a browser without script sees them."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from portal.access import SYSTEM, Actor, act_as
from portal.db import session
from portal.merging import Change
from portal.plans.model import PlanArea, SitePlan
from portal.registry.model import Enterprise
from portal.risks import actions as risks
from portal.risks.model import Risk
from portal.risks.rules import Grade
from tests.build import AT, TOWN, a_member, an_authority, an_enterprise
from tests.client import PageClient
from tests.conftest import StatementCount
from tests.plans.build import a_plan, a_png, a_poster, an_area
from tests.risks.build import a_risk


@pytest.fixture
def at_work(client: PageClient, own: Enterprise) -> PageClient:
    """A filer of the enterprise at a browser."""
    return client.sign_in(a_member(own, "filer"))


def the_only(model: Any) -> Any:
    """The one row of a table."""
    act_as(SYSTEM)
    return session().scalars(select(model)).one()


def upload(client: PageClient, name: str, content: bytes, **fields: Any) -> Any:
    sent = {**client.tokens(), "name": "厂区", "file": (BytesIO(content), name), **fields}
    answer = client.browser.post("/plans/new", data=sent, content_type="multipart/form-data")
    return answer.headers.get("Location") or client._page(answer, 422)


def test_a_plan_is_put_up_and_an_area_typed_without_script(at_work: PageClient, own: Enterprise) -> None:
    led = upload(at_work, "plan.png", a_png())
    assert led.endswith("/areas/new")
    page = at_work.get(led)
    numbers = ["10", "10", "４０%", "10", "40", "50.5", "", ""]
    led = at_work.submit(page, name="冲压车间", unit="", corners=numbers)
    assert f"/plans/{the_only(SitePlan).key}" in led
    assert at_work.get(led).select_one("svg polygon") is not None
    assert the_only(PlanArea).corners == ((0.1, 0.1), (0.4, 0.1), (0.4, 0.505))


def test_four_numbers_make_a_rectangle(at_work: PageClient, own: Enterprise, filer: Actor) -> None:
    plan = a_plan(own, filer)
    page = at_work.get(f"/plans/{plan.key}/areas/new")
    at_work.submit(page, name="仓库", rectangle=["10", "20", "30", "40"])
    assert the_only(PlanArea).corners == ((0.1, 0.2), (0.4, 0.2), (0.4, 0.6), (0.1, 0.6))


@pytest.mark.parametrize("corners", [["10"], ["10", "x", "20", "20", "30", "30"], ["10", "120"] * 3, []])
def test_corners_that_cannot_be_read_are_told_at_the_list_and_kept(
    at_work: PageClient, own: Enterprise, filer: Actor, corners: list[str]
) -> None:
    plan = a_plan(own, filer)
    page = at_work.get(f"/plans/{plan.key}/areas/new")
    page = at_work.submit(page, status=422, name="仓库", corners=corners)
    assert page.select_one("#corners-error").get_text(strip=True)
    kept = [field.get("value") for field in page.select("input[name=corners]")]
    assert kept[: len(corners)] == corners


def test_a_plan_that_is_no_picture_is_refused_at_the_file(at_work: PageClient) -> None:
    page = upload(at_work, "plan.docx", b"PK\x03\x04")
    assert page.select_one("#file-error").get_text(strip=True)
    page = upload(at_work, "", b"")
    assert page.select_one("#file-error").get_text(strip=True)


def test_the_plan_names_each_area_with_its_risks_and_what_is_missing(
    at_work: PageClient, own: Enterprise, filer: Actor
) -> None:
    plan = a_plan(own, filer)
    an_area(plan, filer)
    risk = a_risk(own, filer, Grade.MAJOR)
    a_risk(own, filer, unit="仓储")
    page = at_work.get(f"/plans/{plan.key}")
    area = page.select_one(".plan-area")
    assert area.select_one(".grade-tag")["data-grade"] == "major"
    assert area.select_one(f"a[href$='/risks/{risk.key}']") is not None
    assert "仓储" in page.select_one(".notice").get_text()
    assert page.select_one("svg a")["href"] == f"#{area['id']}"


def test_a_regulator_opens_the_plan_from_the_page_of_the_enterprise(
    client: PageClient, own: Enterprise, filer: Actor
) -> None:
    plan = a_plan(own, filer)
    an_area(plan, filer)
    a_risk(own, filer, Grade.MAJOR)
    address = f"/plans/{plan.key}"
    client.sign_in(a_member(an_authority(TOWN), "observer"))
    assert client.get(f"/enterprises/{own.key}").select_one(f"#plans a[href='{address}']") is not None
    page = client.get(address)
    assert own.name in page.get_text()
    assert page.select("main form") == []
    assert client.browser.get(f"{address}/picture").headers["Content-Disposition"].startswith("attachment")


def test_pages_cost_the_same_however_much_there_is(
    at_work: PageClient, own: Enterprise, filer: Actor, statements: StatementCount
) -> None:
    plan = a_plan(own, filer)
    own_id = own.id
    counts = []
    for address in (f"/plans/{plan.key}", "/plans", "/posters", f"/plans/{plan.key}/areas/new"):
        found = []
        for _round in range(2):
            act_as(SYSTEM)
            enterprise = session().get_one(Enterprise, own_id)
            a_risk(enterprise, filer)
            an_area(session().get_one(SitePlan, 1), filer)
            a_poster(enterprise, filer)
            statements.clear()
            at_work.get(address)
            found.append(statements.count)
        counts.append(found)
    assert all(first == second for first, second in counts), counts


# --- posters ------------------------------------------------------------------------------------------------


def test_a_poster_is_looked_at_made_and_downloaded(
    at_work: PageClient, own: Enterprise, filer: Actor
) -> None:
    a_risk(own, filer, Grade.MAJOR, name="甲的风险")
    a_risk(own, filer, Grade.LOW, name="丁的风险")
    page = at_work.get("/posters/new?kind=board&size=A3")
    assert [label.get_text() for label in page.select("main table label")] == ["甲的风险"]
    chosen = [box["value"] for box in page.select("main table input")]
    assert at_work.submit(page, risks=chosen) == "/posters"
    link = at_work.get("/posters").select_one("main table a")["href"]
    answer = at_work.browser.get(link)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "甲的风险" in "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)


def test_a_kind_that_has_nothing_to_print_says_why(at_work: PageClient, own: Enterprise) -> None:
    page = at_work.get("/posters/new?kind=warning_board")
    assert "重大" in page.select_one(".empty-state").get_text()
    at_work.post("/posters/new?kind=warning_board", {}, status=422)


def test_an_unknown_kind_shows_the_first(at_work: PageClient, own: Enterprise, filer: Actor) -> None:
    a_risk(own, filer)
    assert at_work.get("/posters/new?kind=x&size=A9&unit=x").select_one("main h2") is not None


def test_the_list_tells_what_has_changed_and_makes_it_anew(
    at_work: PageClient, own: Enterprise, filer: Actor
) -> None:
    a_risk(own, filer, Grade.MAJOR)
    a_poster(own, filer)
    assert "有效" in at_work.get("/posters").select_one("main table").get_text()
    risk = the_only(Risk)
    risks.edit(risk, [Change("name", risk.name, "换了名字")], by=filer, at=AT)
    page = at_work.get("/posters")
    assert "已过期" in page.select_one("main table").get_text()
    assert "1行有变化" in page.select_one("main table").get_text()
    at_work.submit(page, form=0)
    page = at_work.get("/posters")
    assert "有效" in page.select_one("main table").get_text()
    at_work.submit(page, form=0)
    assert at_work.get("/posters").select("main table") == []


def test_a_regulator_does_not_see_the_posters(client: PageClient, own: Enterprise, filer: Actor) -> None:
    a_risk(own, filer, Grade.MAJOR)
    poster = a_poster(own, filer)
    client.sign_in(a_member(an_authority(TOWN), "reviewer"))
    client.get(f"/posters/{poster.key}/file", status=403)


def test_the_picture_of_another_enterprise_is_not_found(
    client: PageClient, own: Enterprise, filer: Actor
) -> None:
    address = f"/plans/{a_plan(own, filer).key}/picture"
    client.sign_in(a_member(an_enterprise(), "filer"))
    client.get(address, status=404)
