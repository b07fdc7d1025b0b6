"""Enterprises hear of a new version of a method that they grade by."""

from datetime import timedelta

import pytest

from portal.access import SYSTEM, Actor, act_as
from portal.clock import local_day
from portal.db import session
from portal.notices.model import Notice
from portal.registry.model import Enterprise
from portal.risks import actions, defining, method_telling
from portal.risks.model import Risk
from portal.risks.queries import RegisterFilter, register_keys
from portal.risks.rules import Grading
from tests.build import AT, a_member
from tests.risks.build_methods import (
    L3S4,
    a_copy_of,
    a_draft,
    a_version_in_force,
    an_administrator,
    graded_by,
    here,
)

BASE = "ls5@1.0"
DAY = timedelta(days=1)


@pytest.fixture
def own_id(as_filer: Enterprise) -> int:
    return as_filer.id


def tell(days: int = 0) -> int:
    act_as(SYSTEM)
    return method_telling.tell(AT + days * DAY)


def notices() -> list[Notice]:
    act_as(SYSTEM)
    return session().query(Notice).filter(Notice.kind == method_telling.KIND).all()


def test_who_has_risks_of_an_earlier_version_is_told_once(own_id: int, filer: Actor):
    graded_by(here(own_id, filer), filer, BASE, L3S4)
    graded_by(here(own_id, filer), filer, BASE, L3S4)
    new = a_version_in_force(an_administrator(), a_copy_of(BASE), BASE).method
    assert [tell(), tell(), tell(1)] == [1, 0, 0]
    (told,) = notices()
    assert told.enterprise_id == own_id
    assert (told.facts["risks"], told.thing_key) == (2, new)


def test_who_grades_by_another_method_is_not_told(own_id: int, filer: Actor):
    graded_by(here(own_id, filer), filer, "lec@1.0", {"L": 3, "E": 6, "C": 15})
    a_version_in_force(an_administrator(), a_copy_of(BASE), BASE)
    assert tell() == 0


def test_a_version_to_come_is_told_of_a_week_before(own_id: int, filer: Actor):
    graded_by(here(own_id, filer), filer, BASE, L3S4)
    admin = an_administrator()
    draft = a_draft(admin, a_copy_of(BASE), BASE)
    defining.put_in_force(draft, local_day(AT) + 10 * DAY, draft.version, by=admin, at=AT)
    assert [tell(), tell(2), tell(3)] == [0, 0, 1]


def test_the_register_shows_what_earlier_versions_graded_until_it_is_graded_anew(own_id: int, filer: Actor):
    old = graded_by(here(own_id, filer), filer, BASE, L3S4).key
    new = a_version_in_force(an_administrator(), a_copy_of(BASE), BASE).method
    here(own_id, filer)
    asked = RegisterFilter(older_than=new)
    assert register_keys(session(), own_id, asked) == [old]
    risk = session().query(Risk).filter(Risk.key == old).one()
    actions.grade(risk, risk.grading, Grading(method=new, values=L3S4), by=filer, at=AT)
    assert register_keys(session(), own_id, asked) == []


def test_the_notice_leads_to_those_rows(client, own_id: int, filer: Actor):
    graded_by(here(own_id, filer), filer, BASE, L3S4)
    graded_by(here(own_id, filer), filer, "lec@1.0", {"L": 3, "E": 6, "C": 15})
    new = a_version_in_force(an_administrator(), a_copy_of(BASE), BASE).method
    tell()
    act_as(SYSTEM)
    client.sign_in(a_member(session().get_one(Enterprise, own_id), "filer"))
    page = client.get("/notices")
    place = client.submit(page)
    assert place == f"/risks?older={new}"
    shown = client.get(place)
    assert "之前的版本分级" in shown.select_one(".filter-bar").get_text()
    assert len(shown.select("[data-key-row]")) == 1
