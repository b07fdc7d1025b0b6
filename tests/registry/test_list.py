"""The list of enterprises: filters, search, order, pages, and what it costs."""

import pytest

from portal.access import act_as
from portal.accounts.rules import Level
from portal.db import session
from portal.registry import queries
from portal.registry.industries import industry, reporting_groups
from portal.registry.regions import COUNTY
from portal.registry.rules import EnterpriseFilter, EnterpriseState, Scale
from portal.registry.sorting import initials, sort_key
from tests.build import OTHER_TOWN, TOWN, a_member, an_authority, an_enterprise, the_actor

NAMES = ["如皋长江重工有限公司", "如皋白蒲食品有限公司", "南通中天铸造有限公司", "如皋市单县面粉厂"]


def named(name, **facts):
    return an_enterprise(name=name, sort_key=sort_key(name), initials=initials(name), **facts)


def found(**asked):
    return [row.name for row in queries.enterprises(session(), EnterpriseFilter(**asked)).rows]


@pytest.fixture
def city():
    for name in NAMES:
        named(name)


@pytest.mark.parametrize(
    ("name", "key", "letters"),
    [
        ("如皋长江重工有限公司", "ru gao chang jiang zhong gong you xian gong si", "rgcjzgyxgs"),
        ("如皋单县面粉厂", "ru gao shan xian mian fen chang", "rgsxmfc"),
        ("重庆火锅店", "chong qing huo guo dian", "cqhgd"),
        ("ＡＢＣ（如皋）3号仓", "abc ru gao 00003 hao cang", "abcrg3hc"),
    ],
)
def test_names_are_spelled_with_places_read_as_places(name, key, letters):
    assert (sort_key(name), initials(name)) == (key, letters)


@pytest.mark.usefixtures("city")
def test_enterprises_stand_in_the_order_of_pinyin():
    assert found() == [NAMES[2], NAMES[1], NAMES[0], NAMES[3]]


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("words", ["长江", "changjiang", "Chang Jiang", "cjzg", "ＣＪＺＧ"])
def test_an_enterprise_is_found_by_name_pinyin_and_initials(words):
    assert found(words=words) == [NAMES[0]]


def test_an_enterprise_is_found_by_the_beginning_of_its_code():
    one = named(NAMES[0])
    assert found(words=one.code[:-3].lower()) == [one.name]


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("words", ["%", "_", "' OR 1=1 --"])
def test_signs_of_the_database_are_only_signs(words):
    assert found(words=words) == []


def test_filters_narrow_the_list():
    one = named(NAMES[0], town=TOWN, industry_code="311", scale=Scale.LARGE)
    named(NAMES[1], town=OTHER_TOWN, industry_code="131", scale=Scale.SMALL, confirmed=False)
    for asked in (
        {"town": TOWN},
        {"industry": "31"},
        {"scale": Scale.LARGE},
        {"state": EnterpriseState.CONFIRMED},
    ):
        assert found(**asked) == [one.name], asked


def walk(size):
    """All names, page by page, forward; then the first page again, backward."""
    names, after = [], ""
    while True:
        page = queries.enterprises(session(), EnterpriseFilter(), after=after, limit=size)
        names += [row.name for row in page.rows]
        if not page.more_after:
            return names, page
        after = page.rows[-1].cursor


def test_pages_show_every_enterprise_once_in_order():
    for number in range(7):
        named(f"如皋同名有限公司{number // 3}")
    assert walk(3)[0] == found()


def test_the_page_before_ends_where_this_one_begins():
    for number in range(7):
        named(f"如皋第{number}厂")
    last = walk(3)[1]
    before = queries.enterprises(session(), EnterpriseFilter(), before=last.rows[0].cursor, limit=3)
    assert [row.name for row in before.rows] == found()[3:6]
    assert (before.more_before, before.more_after) == (True, True)


@pytest.mark.parametrize("cursor", ["nonsense", "a.b.c", ".", "如.皋"])
def test_a_forged_cursor_is_no_accident(cursor):
    named(NAMES[0])
    queries.enterprises(session(), EnterpriseFilter(), after=cursor)


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_takes_one_statement_and_its_count_another(statements, count):
    for _time in range(count):
        an_enterprise()
    statements.clear()
    queries.enterprises(session(), EnterpriseFilter(words="a"), limit=10)
    assert statements.count == 1
    assert queries.count(session(), EnterpriseFilter()) == count
    assert statements.count == 2


def test_a_town_counts_its_own_registrations():
    an_enterprise(TOWN, confirmed=False)
    an_enterprise(OTHER_TOWN, confirmed=False)
    act_as(the_actor(a_member(an_authority(TOWN), "reviewer")))
    assert queries.pending_count(session()) == 1


def test_only_industries_that_report_are_offered():
    assert {group.section for group in reporting_groups()} == {"B", "C", "D", "G"}
    assert "593" not in [group.code for group in reporting_groups()]
    assert industry("348").name


# --- pages --------------------------------------------------------------------------------------------------


def test_the_address_of_the_list_holds_its_filters(client):
    named(NAMES[0], industry_code="311")
    named(NAMES[1], industry_code="131")
    page = client.sign_in(a_member(an_authority(), "reviewer")).get("/enterprises?q=cj&industry=31&size=20")
    assert [row.get_text() for row in page.select("tbody th")] == [NAMES[0]]
    assert len(page.select(".filter-bar .tag-list__tag")) == 2


def test_an_unknown_filter_narrows_nothing(client):
    named(NAMES[0])
    page = client.sign_in(a_member(an_authority(), "reviewer")).get(
        "/enterprises?state=nonsense&scale=%0a&town=x"
    )
    assert len(page.select("tbody tr")) == 1


def test_a_list_without_result_offers_to_clear_the_filters(client):
    page = client.sign_in(a_member(an_authority(), "reviewer")).get("/enterprises?q=nothing-of-this-name")
    assert page.select_one('.empty-state a[href="/enterprises"]')


def test_htmx_gets_the_rows_alone(client):
    client.sign_in(a_member(an_authority(), "reviewer"))
    answer = client.browser.get("/enterprises", headers={"HX-Request": "true"})
    assert "<html" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("place", [TOWN, COUNTY])
def test_the_filter_offers_the_towns_of_the_jurisdiction(client, place):
    level = Level.COUNTY if place == COUNTY else Level.TOWN
    page = client.sign_in(a_member(an_authority(place, level), "observer")).get("/enterprises")
    assert len(page.select("#town option")) == (15 if place == COUNTY else 2)


def test_an_enterprises_page_costs_the_same_with_many_people(client, statements):
    one = an_enterprise()
    client.sign_in(a_member(an_authority(), "reviewer"))
    counts = []
    for _time in range(2):
        client.get(f"/enterprises/{one.key}")
        statements.clear()
        client.get(f"/enterprises/{one.key}")
        counts.append(statements.count)
        for _member in range(8):
            a_member(one, "filer")
    assert counts[0] == counts[1]
