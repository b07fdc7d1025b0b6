"""What orders tell the room of risks: the items of those that stand, and of no others."""

from portal.access import SYSTEM, act_as
from portal.enforcement.found import items_of
from portal.registry.model import Enterprise
from tests.build import an_enterprise
from tests.enforcement.build import ON, a_draft_order, an_issued_order, an_item, an_office, session


def test_items_of_issued_orders_are_told_and_those_of_drafts_are_not(app, statements):
    own, office = an_enterprise(), an_office()
    own_id = own.id
    a_draft_order(office, an_item(place="配电房"), enterprise=own)
    key = an_issued_order(office, an_item(place="抛光车间"), enterprise=own).key
    act_as(SYSTEM)
    own = session().get_one(Enterprise, own_id)
    statements.clear()
    with app.test_request_context():
        found = items_of(own)
    assert [(one.place, one.on, one.url) for one in found] == [("抛光车间", ON, f"/orders/{key}")]
    assert statements.count == 1
