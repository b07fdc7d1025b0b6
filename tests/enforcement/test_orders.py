"""Orders from the first note to the issued paper and its end."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal import audit, jobs
from portal.access import may
from portal.audit import Event
from portal.db import session
from portal.documents.model import Paper
from portal.documents.rules import PaperState
from portal.enforcement import actions, queries
from portal.enforcement.actions import Confirmation
from portal.enforcement.rules import OrderState
from portal.notices.model import Notice
from portal.problems import Forbidden, NotFound, Refused, Stale
from tests.build import AT, OTHER_TOWN, PASSWORD, TOWN, a_member, an_authority, an_enterprise, the_actor
from tests.enforcement.build import (
    a_draft_order,
    a_head,
    an_issued_order,
    an_item,
    an_office,
    confirmed,
)  # fmt: skip


def test_an_issued_order_has_a_number_a_paper_and_tells_the_enterprise() -> None:
    order = an_issued_order(an_office())
    assert order.state is OrderState.ISSUED
    assert order.number == f"（{order.authority.mark}）应急责改〔2026〕1号"
    assert order.paper is not None
    assert (order.paper.subject_kind, order.paper.subject_key) == ("rectification_order", order.key)
    notice = session().scalars(select(Notice)).one()
    assert (notice.kind, notice.enterprise_id) == ("order.issued", order.enterprise_id)


def test_the_paper_prints_what_the_order_said_when_it_was_issued() -> None:
    late, soon = (
        an_item(major=True),
        an_item(place="喷漆房", deadline=date(2026, 11, 30), more_basis="第二款"),
    )
    order = an_issued_order(an_office(), late, soon)
    assert order.paper is not None
    facts = order.paper.facts
    assert [item["deadline"] for item in facts["items"]] == ["2026-12-08", "2026-11-30"]
    assert facts["items"][1]["basis"] == "《中华人民共和国安全生产法》第三十六条、第二款"
    assert facts["items"][0]["major"]
    assert facts["deadline"] == "2026-12-08"
    assert [one["certificate"] for one in facts["inspectors"]] == ["10080112345", "10080112346"]
    assert facts["organ"] == "如皋市人民政府"
    assert facts["complaint_phone"] == "12350"


def test_the_paper_is_printed_by_the_job() -> None:
    order = an_issued_order(an_office())
    jobs.run_due()
    session().rollback()
    assert order.paper is not None
    assert order.paper.state is PaperState.IN_FORCE


def test_an_issued_order_can_no_longer_be_edited() -> None:
    office = an_office()
    order = an_issued_order(office)
    by = office.inspector
    with pytest.raises(Forbidden):
        actions.edit(order, a_head(office), order.version, by=by, at=AT)
    with pytest.raises(Forbidden):
        actions.put_item(order, an_item(), order.version, by=by, at=AT)
    with pytest.raises(Forbidden):
        actions.remove_item(order, order.items[0].key, order.version, by=by, at=AT)
    with pytest.raises(Forbidden):
        actions.discard(order, by=by, at=AT)


def test_an_order_is_not_issued_twice() -> None:
    office = an_office()
    order = an_issued_order(office)
    with pytest.raises(Stale):
        actions.issue(order, confirmed(order), by=office.inspector, at=AT)
    assert session().query(Paper).count() == 1


def test_an_unfinished_order_is_refused_and_takes_no_number() -> None:
    office = an_office()
    order = a_draft_order(office, an_item(fact="{place}积尘"))
    with pytest.raises(Refused, match="1"):
        actions.issue(order, confirmed(order), by=office.inspector, at=AT)
    assert order.state is OrderState.DRAFT
    assert session().query(Paper).count() == 0
    assert an_issued_order(office).number.endswith("〔2026〕1号")


def test_a_deadline_that_has_passed_since_the_draft_is_refused() -> None:
    office = an_office()
    order = a_draft_order(office)
    with pytest.raises(Refused):
        actions.issue(order, confirmed(order), by=office.inspector, at=AT + timedelta(days=60))


def test_a_wrong_password_issues_nothing() -> None:
    office = an_office()
    order = a_draft_order(office)
    with pytest.raises(Refused) as refusal:
        actions.issue(order, Confirmation(order.version, "not the password"), by=office.inspector, at=AT)
    assert refusal.value.field == "password"
    assert order.state is OrderState.DRAFT


def test_who_saw_an_older_version_issues_nothing() -> None:
    office = an_office()
    order = a_draft_order(office)
    with pytest.raises(Stale):
        actions.issue(order, Confirmation(order.version - 1, PASSWORD), by=office.inspector, at=AT)


def test_only_one_who_carries_the_order_issues_it() -> None:
    office = an_office()
    order = a_draft_order(office)
    third = the_actor(a_member(office.authority, "inspector", certificate_number="10080112399"))
    with pytest.raises(Forbidden):
        actions.issue(order, confirmed(order), by=third, at=AT)
    assert may(the_actor(office.second), "order.issue", order)


@pytest.mark.parametrize("role", ["reviewer", "chief", "observer", "administrator"])
def test_an_order_is_prepared_by_an_inspector_alone(role: str) -> None:
    office = an_office()
    other = the_actor(a_member(office.authority, role, certificate_number="1"))
    with pytest.raises(Forbidden):
        actions.prepare(an_enterprise(), a_head(office), by=other, at=AT)


def test_a_town_orders_nothing_outside_its_town() -> None:
    office = an_office(an_authority(TOWN))
    elsewhere = an_enterprise(OTHER_TOWN)
    with pytest.raises(Forbidden):
        actions.prepare(elsewhere, a_head(office), by=office.inspector, at=AT)


def test_an_inspector_without_certificate_or_of_another_authority_carries_no_order() -> None:
    office, other = an_office(), an_office(an_authority(TOWN))
    bare = a_member(office.authority, "inspector")
    for stranger in (bare, other.first):
        with pytest.raises(Refused):
            a_draft_order(office, head=a_head(office, inspectors=(office.first.key, stranger.key)))


def test_the_same_inspector_is_not_named_twice() -> None:
    office = an_office()
    with pytest.raises(Refused):
        a_draft_order(office, head=a_head(office, inspectors=(office.first.key, office.first.key)))


def test_an_inspector_who_has_left_no_longer_carries_the_draft() -> None:
    from portal.db import writing

    office = an_office()
    order = a_draft_order(office)
    with writing():
        office.second.ended_at = AT
    with pytest.raises(Refused):
        actions.issue(order, confirmed(order), by=office.inspector, at=AT)


def test_items_are_added_changed_and_removed_by_their_key() -> None:
    office = an_office()
    order = a_draft_order(office, an_item(place="甲"), an_item(place="乙"))
    first, second = order.items
    by = office.inspector
    actions.put_item(order, an_item(place="丙", key=second.key), order.version, by=by, at=AT)
    actions.remove_item(order, first.key, order.version, by=by, at=AT)
    assert [(item.place, item.key) for item in order.items] == [("丙", second.key)]
    assert order.item_count == 1
    with pytest.raises(NotFound):
        actions.remove_item(order, first.key, order.version, by=by, at=AT)


def test_a_discarded_draft_leaves_its_trace() -> None:
    office = an_office()
    order = a_draft_order(office)
    key = order.key
    actions.discard(order, by=office.inspector, at=AT)
    verbs = session().scalars(select(Event.verb).where(Event.thing_key == key).order_by(Event.sequence)).all()
    assert verbs[-1] == "order.discard"


def test_a_chief_revokes_an_order_with_its_paper_and_a_reason() -> None:
    office = an_office()
    order = an_issued_order(office)
    chief = the_actor(a_member(office.authority, "chief"))
    actions.revoke(order, confirmed(order, "认定有误"), by=chief, at=AT)
    assert order.state is OrderState.REVOKED
    assert order.paper is not None
    assert (order.paper.state, order.paper.end_reason) == (PaperState.REVOKED, "认定有误")
    assert list(audit.broken_links()) == []


def test_an_inspector_revokes_nothing() -> None:
    office = an_office()
    order = an_issued_order(office)
    with pytest.raises(Forbidden):
        actions.revoke(order, confirmed(order, "认定有误"), by=office.inspector, at=AT)


def test_open_orders_come_by_their_last_day_and_drafts_are_none() -> None:
    office, enterprise = an_office(), an_enterprise()
    later = an_issued_order(office, an_item(deadline=date(2026, 12, 20)), enterprise=enterprise)
    sooner = an_issued_order(office, an_item(), an_item(deadline=date(2026, 11, 25)), enterprise=enterprise)
    a_draft_order(office, enterprise=enterprise)
    found = queries.open_orders(session(), enterprise.id)
    assert [(one.number, one.items) for one in found] == [(sooner.number, 2), (later.number, 1)]
    assert queries.overdue_count(session(), date(2026, 12, 8)) == 0
    assert queries.overdue_count(session(), date(2026, 12, 9)) == 1
