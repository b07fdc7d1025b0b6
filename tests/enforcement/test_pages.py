"""Pages of orders: an inspector's way from an enterprise to the paper, and what the other side sees."""

import re
from datetime import date
from typing import Any

from portal.db import session
from portal.enforcement.model import RectificationOrder
from portal.enforcement.rules import OrderState
from tests.build import OTHER_TOWN, PASSWORD, TOWN, a_member, an_authority, an_enterprise
from tests.client import PageClient
from tests.enforcement.build import a_draft_order, an_issued_order, an_item, an_office


def words_of(page: Any) -> str:
    return re.sub(r"\s+", " ", page.get_text(" "))


def the_only_order() -> RectificationOrder:
    session().rollback()
    return session().query(RectificationOrder).one()


def test_an_inspector_goes_from_an_enterprise_to_an_issued_order(client: PageClient) -> None:
    office, enterprise = an_office(), an_enterprise()
    client.sign_in(office.first)
    page = client.get(f"/enterprises/{enterprise.key}/orders/new")
    there = client.submit(
        page, second=office.second.key, interim="停用抛丸机", contact="王建国，0513-87651234"
    )
    order = the_only_order()
    assert there == f"/orders/{order.key}"

    page = client.get(f"{there}/items/new?finding=M05")
    assert "从业人员{n}人" in page.select_one("textarea#fact").get_text()
    client.submit(page, fact="从业人员120人，未配专职安全管理人员。", place="")
    assert "Add at least one item" not in words_of(client.get(f"{there}?lang=en"))

    page = client.get(f"{there}/issue")
    assert "从业人员120人" in words_of(page)
    assert "《中华人民共和国安全生产法》第二十四条" in words_of(page)
    assert client.submit(page, password=PASSWORD) == there
    order = the_only_order()
    assert order.state is OrderState.ISSUED
    assert order.number in words_of(client.get(there))


def test_a_wrong_password_keeps_the_page_and_says_so_beside_the_field(client: PageClient) -> None:
    office = an_office()
    order = a_draft_order(office)
    page = client.sign_in(office.first).get(f"/orders/{order.key}/issue")
    answer = client.submit(page, status=422, password="wrong")
    assert answer.select_one("#password-error").get_text(strip=True)


def test_two_inspectors_on_old_pages_do_not_overwrite_each_other(client: PageClient) -> None:
    office = an_office()
    order = a_draft_order(office)
    page = client.sign_in(office.first).get(f"/orders/{order.key}/items/{order.items[0].key}")
    client.submit(page, place="喷漆房")
    client.submit(page, status=409, place="配电房", once="another")
    assert the_only_order().items[0].place == "喷漆房"


def test_the_same_form_sent_twice_adds_one_item(client: PageClient) -> None:
    office = an_office()
    order = a_draft_order(office)
    page = client.sign_in(office.first).get(f"/orders/{order.key}/items/new")
    typed = {
        "fact": "出口堵塞。",
        "deadline": "2026-12-01",
        "more_basis": "《中华人民共和国安全生产法》第四十二条",
    }
    first, second = client.submit(page, **typed), client.submit(page, **typed)
    assert first == second == f"/orders/{order.key}"
    assert the_only_order().item_count == 2


def test_an_item_without_fact_or_day_is_refused_in_words(client: PageClient) -> None:
    office = an_office()
    order = a_draft_order(office)
    page = client.sign_in(office.first).get(f"/orders/{order.key}/items/new")
    answer = client.submit(page, status=422, deadline="2026-02-30")
    assert len(answer.select(".error-summary__list li")) == 2


def test_a_finding_chosen_by_htmx_comes_back_as_the_form_alone(client: PageClient) -> None:
    office = an_office()
    order = a_draft_order(office)
    client.sign_in(office.first)
    page = client.get(f"/orders/{order.key}/items/new?finding=T03", headers={"HX-Request": "true"})
    assert page.html is None
    assert "特种作业操作证" in page.select_one("textarea#fact").get_text()
    assert page.select_one("#articles option[selected]")["value"] == "AQ-30"


def test_chosen_articles_stand_first_in_the_order_of_their_choice(client: PageClient) -> None:
    office = an_office()
    order = a_draft_order(office, an_item(articles=("AQ-41", "AQ-36")))
    page = client.sign_in(office.first).get(f"/orders/{order.key}/items/{order.items[0].key}")
    assert [option["value"] for option in page.select("#articles option")[:2]] == ["AQ-41", "AQ-36"]


def test_an_enterprise_sees_its_issued_orders_and_no_draft(client: PageClient) -> None:
    office, enterprise = an_office(), an_enterprise()
    issued = an_issued_order(office, enterprise=enterprise)
    draft = a_draft_order(office, enterprise=enterprise)
    client.sign_in(a_member(enterprise, "filer"))
    page = client.get("/orders")
    assert issued.number in words_of(page)
    assert len(page.select("tbody tr")) == 1
    client.get(f"/orders/{issued.key}")
    client.get(f"/orders/{draft.key}", status=403)


def test_another_enterprise_and_another_town_see_nothing_of_an_order(client: PageClient) -> None:
    order = an_issued_order(an_office(), enterprise=an_enterprise(TOWN))
    for member in (a_member(an_enterprise(TOWN), "signer"), a_member(an_authority(OTHER_TOWN), "inspector")):
        PageClient(client.app).sign_in(member).get(f"/orders/{order.key}", status=404)


def test_both_sides_download_the_paper(client: PageClient) -> None:
    office, enterprise = an_office(), an_enterprise()
    order = an_issued_order(office, enterprise=enterprise)
    for member in (office.second, a_member(enterprise, "filer")):
        reader = PageClient(client.app).sign_in(member)
        link = reader.get(f"/orders/{order.key}").select_one('a[href$="/file"]')
        assert reader.browser.get(link["href"]).data.startswith(b"%PDF")


def test_a_draft_says_what_is_missing_and_offers_no_issue(client: PageClient) -> None:
    office = an_office()
    order = a_draft_order(office, an_item(fact="{place}积尘", deadline=date(2026, 12, 8)))
    page = client.sign_in(office.first).get(f"/orders/{order.key}?lang=en")
    assert "Item 1: fill in the blanks" in words_of(page)
    assert not page.select('a[href$="/issue"]')


def test_the_page_of_an_enterprise_shows_its_orders_and_begins_one(client: PageClient) -> None:
    office, enterprise = an_office(), an_enterprise()
    order = an_issued_order(office, enterprise=enterprise)
    page = client.sign_in(office.first).get(f"/enterprises/{enterprise.key}")
    assert order.number in words_of(page)
    assert page.select_one(f'a[href="/enterprises/{enterprise.key}/orders/new"]')


def test_a_chief_revokes_on_a_page_that_asks_for_the_reason(client: PageClient) -> None:
    office = an_office()
    order = an_issued_order(office)
    client.sign_in(a_member(office.authority, "chief"))
    page = client.get(f"/orders/{order.key}/revoke")
    client.submit(page, status=422, password=PASSWORD)
    client.submit(page, password=PASSWORD, reason="认定有误", once="another")
    assert the_only_order().state is OrderState.REVOKED
    assert "认定有误" in words_of(client.get(f"/orders/{order.key}"))


def test_a_discarded_draft_is_gone(client: PageClient) -> None:
    office = an_office()
    order = a_draft_order(office)
    client.sign_in(office.first)
    assert client.submit(client.get(f"/orders/{order.key}/discard")) == "/orders"
    session().rollback()
    assert session().query(RectificationOrder).count() == 0
