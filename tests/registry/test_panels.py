"""Areas hang parts into the page of an enterprise; each actor sees those that the rights give."""

import pytest

from portal.registry import panels
from portal.registry.moving import follows_enterprise
from portal.registry.panels import Panel, panels_for, register_panel
from portal.web.once import OnceKey
from tests.build import OTHER_TOWN, a_member, an_authority, an_enterprise, the_actor


@pytest.fixture
def hung(monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})
    for order, name, right in (
        (2, "second", "enterprise.read"),
        (1, "first", "enterprise.read"),
        (3, "town's", "enterprise.people"),
    ):
        register_panel(Panel(order, name, name, "x.html", lambda enterprise: enterprise.name, right))


@pytest.mark.usefixtures("hung")
def test_parts_stand_in_their_order_with_what_their_query_gives():
    one = an_enterprise()
    shown = panels_for(one, the_actor(a_member(an_authority(), "chief")))
    assert [part.name for part in shown] == ["first", "second", "town's"]
    assert shown[0].content == one.name


@pytest.mark.usefixtures("hung")
def test_a_part_without_the_right_is_not_even_asked_for():
    one = an_enterprise()
    assert [part.name for part in panels_for(one, the_actor(a_member(one, "filer")))] == ["first", "second"]
    assert panels_for(one, the_actor(a_member(an_authority(OTHER_TOWN), "chief"))) == []


def test_a_table_without_owner_follows_nobody():
    with pytest.raises(AssertionError):
        follows_enterprise(OnceKey)


def test_the_page_of_an_enterprise_shows_facts_people_and_history(client):
    one = an_enterprise(main_products="轴承")
    member = a_member(one, "filer")
    page = client.sign_in(a_member(an_authority(), "reviewer")).get(f"/enterprises/{one.key}")
    assert "轴承" in page.select_one("#facts").get_text()
    assert member.person.name in page.select_one("#people").get_text()
    assert page.select_one("#history")


def test_the_town_invites_into_a_company_without_people(client):
    one = an_enterprise()
    client.sign_in(a_member(an_authority(), "reviewer"))
    shown = client.submit(
        client.get(f"/enterprises/{one.key}/invite"), 200, name="赵六", roles="administrator"
    )
    assert "/invitation/" in shown.select_one("textarea").get_text()
