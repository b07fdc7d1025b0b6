"""Saved views: one's own or shared, one opens; names are one's own."""

import pytest

from portal.access import act_as, may
from portal.db import session
from portal.problems import Refused
from portal.risks import viewing
from portal.risks.rules import Naming
from tests.build import AT

OWN = Naming("喷漆", shared=False, opens=False)
SHARED = OWN._replace(shared=True)


def names(actor) -> list[str]:
    act_as(actor)
    return [view.name for view in viewing.listed(session(), actor)]


def test_a_view_keeps_filters_and_order_and_nothing_else():
    query = "unit=%E5%96%B7%E6%BC%86&words=&after=3.4&sort=name&rows=x&all=yes"
    assert viewing.canonical(query) == "unit=%E5%96%B7%E6%BC%86&sort=name"


def test_a_view_is_one_s_own_unless_it_is_shared(signer, filer, as_filer):
    viewing.save("unit=x", OWN, by=filer, at=AT)
    viewing.save("unit=x", SHARED._replace(name="大家"), by=filer, at=AT)
    assert (names(filer), names(signer)) == (["喷漆", "大家"], ["大家"])


def test_a_name_is_taken_once_by_each_member(signer, filer, as_filer):
    viewing.save("unit=x", OWN, by=filer, at=AT)
    with pytest.raises(Refused, match="名称"):
        viewing.save("unit=y", OWN, by=filer, at=AT)
    act_as(signer)
    viewing.save("unit=y", OWN, by=signer, at=AT)


def test_the_register_opens_with_one_s_own_view_before_a_shared_one(signer, filer, as_filer):
    viewing.save("unit=x", SHARED._replace(opens=True), by=filer, at=AT)
    act_as(signer)
    assert viewing.opening(viewing.listed(session(), signer), signer).query == "unit=x"
    viewing.save("unit=y", OWN._replace(opens=True), by=signer, at=AT)
    assert viewing.opening(viewing.listed(session(), signer), signer).query == "unit=y"


def test_of_one_s_views_only_the_last_chosen_opens(as_filer, filer):
    first = viewing.save("unit=x", OWN._replace(opens=True), by=filer, at=AT)
    viewing.save("unit=y", Naming("冲压", shared=False, opens=True), by=filer, at=AT)
    assert not first.opens


def test_a_view_can_be_renamed_and_deleted(as_filer, filer):
    view = viewing.save("unit=x", OWN, by=filer, at=AT)
    viewing.edit(view, OWN._replace(name="喷漆线"), by=filer, at=AT)
    assert names(filer) == ["喷漆线"]
    (view,) = viewing.listed(session(), filer)
    viewing.remove(view, by=filer, at=AT)
    assert names(filer) == []


def test_another_member_changes_a_shared_view_but_not_a_private_one(signer, filer, as_filer):
    private = viewing.save("unit=x", OWN, by=filer, at=AT)
    shared = viewing.save("unit=x", SHARED._replace(name="大家"), by=filer, at=AT)
    assert (may(signer, "view.edit", private), may(signer, "view.edit", shared)) == (False, True)


def test_a_member_keeps_twenty_views_at_most(as_filer, filer):
    for number in range(viewing.MOST):
        viewing.save("unit=x", OWN._replace(name=str(number)), by=filer, at=AT)
    with pytest.raises(Refused, match="20个视图"):
        viewing.save("unit=x", OWN, by=filer, at=AT)


def test_the_views_that_one_sees_take_one_statement(as_filer, filer, statements):
    viewing.save("unit=x", OWN, by=filer, at=AT)
    statements.clear()
    viewing.listed(session(), filer)
    assert statements.count == 1
