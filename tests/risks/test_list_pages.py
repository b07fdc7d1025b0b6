"""The list of the register at work without a script: filters as tags, orders, many rows at once, saved views."""

import pytest

from portal.risks.rules import Grade
from tests.client import PageClient
from tests.risks.test_pages import Register, names


@pytest.fixture
def register(client: PageClient) -> Register:
    """The register of the test: three rows, the first in another unit."""
    made = Register(client)
    for number, unit in enumerate(("喷漆车间", "冲压车间", "冲压车间")):
        made.add(Grade.MAJOR, name=f"risk {number}", unit=unit)
    return made


def ticked(register: Register, page, number: int) -> str:
    """The address to which the list leads with its first rows ticked."""
    boxes = page.select("td input[name=rows]")[:number]
    return "/risks/bulk?" + "&".join(f"rows={box['value']}" for box in boxes)


def test_a_chosen_filter_is_a_tag_that_takes_it_away(register: Register):
    page = register.client.get("/risks?unit=喷漆车间&person=赵六&sort=name")
    tags = [tag.get_text(strip=True) for tag in page.select(".filter-bar .tag-list__tag")]
    assert tags == ["喷漆车间", "赵六"]
    assert names(register.client.get(page.select(".tag-list__tag")[0]["href"])) == [
        "risk 0",
        "risk 1",
        "risk 2",
    ]


def test_searching_keeps_the_order_and_the_size_of_the_page(register: Register):
    page = register.client.get("/risks?sort=name&order=reversed&size=20")
    kept = {one["name"]: one["value"] for one in page.select(".filter-bar input[type=hidden]")}
    assert kept == {"sort": "name", "order": "reversed", "size": "20"}
    assert names(page) == ["risk 2", "risk 1", "risk 0"]


def test_the_head_of_the_sorted_column_says_so_and_turns_it_round(register: Register):
    page = register.client.get("/risks?sort=name")
    head = page.select_one("th[aria-sort]")
    assert (head["aria-sort"], names(page)[0]) == ("ascending", "risk 0")
    turned = register.client.get(head.a["href"])
    assert (turned.select_one("th[aria-sort]")["aria-sort"], names(turned)[0]) == ("descending", "risk 2")


def test_many_rows_are_changed_after_a_look_at_the_list_and_put_back(register: Register):
    client = register.client
    form = client.get(ticked(register, client.get("/risks"), 2))
    preview = client.submit(form, 200, form=0, unit="装配车间", responsible_phone="13900002222")
    assert len(preview.select("tbody tr")) == 2
    assert "喷漆车间 → 装配车间" in preview.get_text(" ", strip=True)
    assert client.get("/risks?unit=装配车间").select(".register__name") == [], "nothing is changed yet"
    page = client.get(client.submit(preview, confirm="yes"))
    assert "已修改2项" in page.select_one(".flash").get_text()
    assert names(client.get("/risks?unit=装配车间")) == ["risk 0", "risk 1"]
    undo = next(form for form in page.select("main form") if "/undo" in form["action"])
    client.post(undo["action"])
    assert names(client.get("/risks?unit=装配车间")) == []
    assert not client.get("/risks").select(".flash form"), "the offer stands until the next page"


def test_all_rows_that_the_filters_leave_can_be_chosen(register: Register):
    page = register.client.get("/risks/bulk?all=yes&unit=冲压车间")
    assert len(page.select(".plain-list li")) == 2


def test_a_step_leads_back_to_the_list_as_it_was_filtered(register: Register):
    form = register.client.get("/risks/bulk?all=yes&unit=冲压车间&sort=name")
    preview = register.client.submit(form, 200, form=0, responsible_person="孙七")
    assert (
        register.client.submit(preview, confirm="yes")
        == "/risks?unit=%E5%86%B2%E5%8E%8B%E8%BD%A6%E9%97%B4&sort=name"
    )


def test_rows_are_removed_with_a_reason(register: Register):
    form = register.client.get("/risks/bulk?all=yes&unit=冲压车间")
    preview = register.client.submit(form, 200, form=1, reason="产线拆除")
    register.client.submit(preview, confirm="yes")
    assert names(register.client.get("/risks")) == ["risk 0"]
    assert names(register.client.get("/risks?show=removed")) == ["risk 1", "risk 2"]


@pytest.mark.parametrize(
    ("form", "typed"), [(0, {}), (0, {"identified_on": "2099-01-01"}), (1, {"reason": " "})]
)
def test_what_cannot_be_done_is_told_on_the_form(register: Register, form: int, typed: dict[str, str]):
    page = register.client.get("/risks/bulk?all=yes")
    assert register.client.submit(page, 422, form=form, **typed).select_one(".error-summary")


def test_a_row_that_changed_after_the_preview_is_left_out(register: Register):
    form = register.client.get("/risks/bulk?all=yes")
    preview = register.client.submit(form, 200, form=0, responsible_person="孙七")
    long_ago = register.client.submit(preview, 422, confirm="yes", seen_at="2020-01-01T00:00:00+00:00")
    assert "没有会变化的行" in long_ago.select_one(".error-summary").get_text()


def test_a_bulk_step_of_yesterday_is_undone_from_the_list_of_steps(register: Register):
    form = register.client.get("/risks/bulk?all=yes")
    register.client.submit(register.client.submit(form, 200, form=0, unit="装配车间"), confirm="yes")
    steps = register.client.get("/risks/bulk-edits")
    step = register.client.get(steps.select_one("tbody th a")["href"])
    register.client.submit(step, form=0)
    assert names(register.client.get("/risks?unit=装配车间")) == []
    assert "已撤销" in register.client.get("/risks/bulk-edits").get_text()


def test_filters_and_order_are_kept_as_a_view_with_which_the_register_opens(register: Register):
    client = register.client
    save = client.get("/risks?unit=喷漆车间&sort=name").select_one(".register__more a")["href"]
    form = client.get(save)
    client.submit(form, name="喷漆", opens="y")
    assert names(client.get(client.browser.get("/risks").headers["Location"])) == ["risk 0"]
    here = client.get("/risks?unit=喷漆车间&sort=name").select_one(".tabs__link[aria-current]")
    assert here.get_text(strip=True) == "喷漆"
    assert len(names(client.get("/risks?view=all"))) == 3


def test_a_view_is_renamed_and_deleted(register: Register):
    client = register.client
    client.submit(client.get("/risks/views/new?unit=喷漆车间"), name="喷漆")
    change = client.get("/risks/views").select_one("tbody td a")["href"]
    client.submit(client.get(change), form=0, name="喷漆线")
    assert client.get("/risks/views").select_one("tbody th").get_text(strip=True) == "喷漆线"
    client.submit(client.get(change), form=1)
    assert not client.get("/risks/views").select("tbody th")
