"""The facts of an enterprise: edited by its people, merged when two edit, kept in events."""

import pytest
from sqlalchemy import select

from portal.accounts.model import Membership
from portal.audit import Event
from portal.db import session
from portal.problems import Conflict, Forbidden, Refused
from portal.registry import actions
from portal.registry.model import Enterprise
from portal.registry.rules import FACTS, Edit, Premises, fact_text
from tests.build import AT, OTHER_TOWN, a_member, an_enterprise, the_actor


@pytest.fixture
def enterprise():
    return an_enterprise()


@pytest.fixture
def filer(enterprise):
    return a_member(enterprise, "filer")


def opened(enterprise):
    """What a person sees on opening the page: version and facts."""
    return enterprise.version, {name: getattr(enterprise, name) for name in FACTS}


def save(enterprise, page, by, **changes):
    version, facts = page
    seen = {name: fact_text(value) for name, value in facts.items()}
    actions.edit(enterprise, Edit(version, seen, {**facts, **changes}), by=the_actor(by), at=AT)


def test_a_changed_fact_is_kept(enterprise, filer):
    save(enterprise, opened(enterprise), filer, workers=61, premises=Premises.RENTED)
    assert (enterprise.workers, enterprise.premises) == (61, Premises.RENTED)


def test_the_event_holds_the_changed_facts_alone_with_before_and_after(enterprise, filer):
    save(enterprise, opened(enterprise), filer, workers=61)
    happened = session().scalars(select(Event).where(Event.verb == "enterprise.edit")).one()
    assert (happened.before, happened.after) == ({"workers": "60"}, {"workers": "61"})


def test_people_named_in_facts_enter_the_chain_as_digests(enterprise, filer):
    save(enterprise, opened(enterprise), filer, safety_manager="周九")
    happened = session().scalars(select(Event).where(Event.verb == "enterprise.edit")).one()
    assert "周九" not in str(happened.after)


def test_saving_without_a_change_is_no_event(enterprise, filer):
    save(enterprise, opened(enterprise), filer)
    assert session().scalars(select(Event).where(Event.verb == "enterprise.edit")).all() == []


def test_two_people_who_change_different_facts_keep_both(enterprise, filer):
    page = opened(enterprise)
    save(enterprise, page, filer, workers=61)
    save(enterprise, page, filer, landlord="如皋高新区管委会")
    assert (enterprise.workers, enterprise.landlord) == (61, "如皋高新区管委会")


def test_two_people_who_change_one_fact_are_shown_the_conflict(enterprise, filer):
    page = opened(enterprise)
    save(enterprise, page, filer, workers=61)
    with pytest.raises(Conflict) as caught:
        save(enterprise, page, filer, workers=62, landlord="甲")
    (conflict,) = caught.value.conflicts
    assert (conflict.field, conflict.mine, conflict.theirs, conflict.who) == (
        "workers",
        "62",
        "61",
        filer.person.name,
    )


def test_a_conflict_keeps_nothing(enterprise, filer):
    page = opened(enterprise)
    save(enterprise, page, filer, workers=61)
    with pytest.raises(Conflict):
        save(enterprise, page, filer, workers=62, landlord="甲")
    assert (enterprise.workers, enterprise.landlord) == (61, "")


def test_two_people_who_write_the_same_do_not_conflict(enterprise, filer):
    page = opened(enterprise)
    save(enterprise, page, filer, workers=61)
    save(enterprise, page, filer, workers=61)


def test_a_new_name_is_sorted_anew_and_called_so_everywhere(enterprise, filer):
    save(enterprise, opened(enterprise), filer, name="如皋长江铸造有限公司")
    assert enterprise.sort_key.startswith("ru gao chang jiang zhu zao")
    assert session().get_one(Membership, filer.id).organisation == "如皋长江铸造有限公司"


def test_a_confirmed_enterprise_does_not_move_itself(enterprise, filer):
    with pytest.raises(Refused) as caught:
        save(enterprise, opened(enterprise), filer, region_code=OTHER_TOWN)
    assert caught.value.field == "region_code"


def test_a_company_that_waits_may_name_another_town():
    waiting = an_enterprise(confirmed=False)
    filer = a_member(waiting, "filer")
    save(waiting, opened(waiting), filer, region_code=OTHER_TOWN)
    assert waiting.region_path.endswith(f"/{OTHER_TOWN}/")
    assert session().get_one(Membership, filer.id).region_path == waiting.region_path


def test_nobody_of_another_enterprise_edits(enterprise):
    with pytest.raises(Forbidden):
        save(enterprise, opened(enterprise), a_member(an_enterprise(), "filer"), workers=1)


# --- pages --------------------------------------------------------------------------------------------------


def test_facts_are_edited_on_the_page(client, enterprise, filer):
    client.sign_in(filer)
    page = client.get(f"/enterprises/{enterprise.key}/edit")
    assert client.submit(page, workers=" 72 人 ", founded_on="2009.5.1", premises="rented") == "/enterprise"
    kept = session().get_one(Enterprise, enterprise.id)
    assert (kept.workers, str(kept.founded_on), kept.premises) == (72, "2009-05-01", Premises.RENTED)


def test_what_cannot_be_is_told_at_its_field(client, enterprise, filer):
    client.sign_in(filer)
    page = client.submit(
        client.get(f"/enterprises/{enterprise.key}/edit"),
        422,
        workers="many",
        founded_on="2009-02-30",
        name="",
    )
    assert {field["data-field"] for field in page.select(".field--error")} == {
        "workers",
        "founded_on",
        "name",
    }


def test_the_page_shows_a_conflict_and_saves_mine_when_sent_again(client, enterprise, filer):
    client.sign_in(filer)
    page = client.get(f"/enterprises/{enterprise.key}/edit")
    save(enterprise, opened(enterprise), a_member(enterprise, "signer"), workers=61, landlord="乙")
    conflict = client.submit(page, 409, workers="62")
    assert "61" in conflict.select_one(".notice").get_text()
    client.submit(conflict)
    kept = session().get_one(Enterprise, enterprise.id)
    assert (kept.workers, kept.landlord) == (62, "乙")


def test_a_forged_version_and_baseline_change_nothing_but_facts(client, enterprise, filer):
    client.sign_in(filer)
    page = client.get(f"/enterprises/{enterprise.key}/edit")
    client.submit(
        page, seen="{not json}", seen_version="999", code="X", state="written_off", region_code=OTHER_TOWN
    )
    kept = session().get_one(Enterprise, enterprise.id)
    assert (kept.code, kept.state, kept.region_code) == (
        enterprise.code,
        enterprise.state,
        enterprise.region_code,
    )
