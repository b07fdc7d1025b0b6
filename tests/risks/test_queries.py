"""What is seen of the register: filters, order, pages, counts, and how many statements each takes."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from portal.access import PUBLIC, SYSTEM, act_as
from portal.db import session, writing
from portal.editing import last_change
from portal.merging import Change
from portal.registry.model import Enterprise
from portal.risks import actions, controlling, named, queries
from portal.risks.model import Risk
from portal.risks.ordering import fill_sort_keys
from portal.risks.queries import RegisterFilter, RegisterPlace
from portal.risks.rules import ControlLevel, Grade, RegisterSort
from portal.uploads import Upload
from tests.build import AT, a_member, an_enterprise, the_actor
from tests.risks.build import a_control, a_grading, a_risk

LATER = AT + timedelta(minutes=2)


def rows(own: Enterprise, **chosen: Any) -> list[str]:
    return [row.code for row in page(own, RegisterFilter(**chosen)).rows]


def page(own: Enterprise, chosen: RegisterFilter, limit: int = 50, **place: Any) -> queries.RegisterSlice:
    return queries.register_slice(session(), own.id, chosen, RegisterPlace(**place), limit)


@pytest.fixture
def register(as_filer, filer):
    """R001 low, R002 major, R003 ungraded, R004 larger, R005 major."""
    for grade in (Grade.LOW, Grade.MAJOR, None, Grade.LARGER, Grade.MAJOR):
        a_risk(as_filer, filer, grade)
    return as_filer


def test_the_gravest_rows_come_first_and_ungraded_ones_last(register):
    assert rows(register) == ["R002", "R005", "R004", "R001", "R003"]


# fmt: off
ORDERS = [
    (RegisterSort.GRADE,  ["R002", "R005", "R004", "R001", "R003"]),
    (RegisterSort.NUMBER, ["R001", "R002", "R003", "R004", "R005"]),
    (RegisterSort.CHECK,  ["R004", "R001", "R002", "R003", "R005"]),
    (RegisterSort.NAME,   ["R003", "R001", "R002", "R004", "R005"]),
    (RegisterSort.PERSON, ["R005", "R001", "R002", "R003", "R004"]),
]
# fmt: on


@pytest.fixture
def checked(register, filer):
    """R004 has the nearest check, R003 and R005 have none; by pinyin R003's name is the first, R005's person."""
    others = {3: Change("name", "冲床手工送料", "搬运"), 5: Change("responsible_person", "赵六", "阿明")}
    for risk in session().scalars(select(Risk).order_by(Risk.number)):
        day = {3: None, 4: date(2026, 11, 24), 5: None}.get(risk.number, risk.controls[0].next_check_on)
        changed = [Change("next_check_on", risk.controls[0].next_check_on, day)]
        controlling.edit(risk.controls[0], changed, by=filer, at=AT)
        actions.edit(risk, [others[risk.number]] if risk.number in others else [], by=filer, at=AT)
    return register


@pytest.mark.parametrize(("sort", "order"), ORDERS)
def test_the_register_is_read_page_by_page_in_each_order_forwards_and_back(checked, sort, order):
    first = page(checked, RegisterFilter(), 2, sort=sort)
    second = page(checked, RegisterFilter(), 2, sort=sort, after=first.after)
    third = page(checked, RegisterFilter(), 2, sort=sort, after=second.after)
    assert [row.code for one in (first, second, third) for row in one.rows] == order
    assert (first.before, third.after) == (None, None)
    back = page(checked, RegisterFilter(), 2, sort=sort, before=third.before)
    assert back.rows == second.rows
    assert page(checked, RegisterFilter(), 2, sort=sort, before=back.before).rows == first.rows


@pytest.mark.parametrize(("sort", "order"), ORDERS)
def test_the_register_is_read_from_the_end_of_each_order(checked, sort, order):
    first = page(checked, RegisterFilter(), 3, sort=sort, reverse=True)
    second = page(checked, RegisterFilter(), 3, sort=sort, reverse=True, after=first.after)
    assert [row.code for row in [*first.rows, *second.rows]] == order[::-1]
    assert (
        page(checked, RegisterFilter(), 3, sort=sort, reverse=True, before=second.before).rows == first.rows
    )


def test_rows_are_found_by_their_next_check(checked):
    assert rows(checked, checked_before=date(2026, 11, 25)) == ["R004"]
    assert rows(checked, unchecked=True) == ["R005", "R003"]


def test_rows_that_were_there_before_the_pinyin_was_kept_are_filled_in(checked):
    own = checked.id
    with writing() as current:
        current.execute(update(Risk).values(name_key=None))
    act_as(SYSTEM)
    assert (fill_sort_keys(), fill_sort_keys()) == (5, 0)
    found = queries.register_slice(session(), own, RegisterFilter(), RegisterPlace(RegisterSort.NAME))
    assert found.rows[0].code == "R003"


@pytest.mark.parametrize("cursor", ["", "x", "1", "1.x", "2026-99-99.1", "....", "9" * 30])
def test_a_cursor_that_nobody_gave_out_leads_to_the_first_page(register, cursor):
    assert len(page(register, RegisterFilter(), sort=RegisterSort.CHECK, after=cursor).rows) == 5


def test_a_row_knows_the_rows_beside_it(register):
    keys = {row.code: row.key for row in page(register, RegisterFilter()).rows}
    risk = session().scalars(select(Risk).where(Risk.key == keys["R004"])).one()
    assert queries.neighbours(session(), risk) == (keys["R005"], keys["R001"])
    last = session().scalars(select(Risk).where(Risk.key == keys["R003"])).one()
    assert queries.neighbours(session(), last) == (keys["R001"], None)


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"grades": (Grade.MAJOR,)}, ["R002", "R005"]),
        ({"grades": (Grade.LOW, None)}, ["R001", "R003"]),
        ({"unit": "冲压车间"}, ["R002", "R005", "R004", "R001", "R003"]),
        ({"unit": "喷漆车间"}, []),
        ({"words": "冲床"}, ["R002", "R005", "R004", "R001", "R003"]),
        ({"words": "%"}, []),
        ({"person": "赵六", "grades": (Grade.LARGER,)}, ["R004"]),
        ({"removed": True}, []),
        ({"method": "lec@1.0", "grades": (Grade.LOW,)}, ["R001"]),
        ({"method": "lec@1.0", "grades": (None,)}, []),
        ({"accident_type": "2025-04", "grades": (Grade.LARGER,)}, ["R004"]),
        ({"accident_type": "2025-05"}, []),
        ({"missing": True}, []),
    ],
)
def test_the_register_is_narrowed_to_what_was_chosen(register, chosen, found):
    assert rows(register, **chosen) == found
    assert queries.register_count(session(), register.id, RegisterFilter(**chosen)) == len(found)


def test_rows_that_lack_something_are_found(as_filer, filer):
    a_risk(as_filer, filer)
    a_risk(as_filer, filer, controls=False)
    a_risk(as_filer, filer, responsible_person="")
    unchecked = a_risk(as_filer, filer, controls=False)
    a_control(unchecked, filer, next_check_on=None)
    a_risk(as_filer, filer, Grade.LOW, controls=False)
    assert rows(as_filer, missing=True) == ["R002", "R003", "R004"]


def test_a_row_shows_its_controls_and_the_first_next_check(as_filer, filer):
    risk = a_risk(as_filer, filer)
    a_control(risk, filer, next_check_on=date(2026, 12, 1))
    gone = a_control(risk, filer, next_check_on=date(2026, 11, 30))
    controlling.remove(gone, by=filer, at=LATER)
    (row,) = page(as_filer, RegisterFilter()).rows
    assert (row.controls, row.next_check_on, row.changed) == (2, date(2026, 12, 1), True)
    assert row.accident_types == ["2025-04"]


def test_removed_rows_are_listed_apart(register, filer):
    risk = a_risk(register, filer)
    actions.remove(risk, "拆除", by=filer, at=AT)
    assert risk.code not in rows(register)
    assert rows(register, removed=True) == [risk.code]


def test_every_grade_is_counted_removed_rows_are_not(register, filer):
    actions.remove(a_risk(register, filer), "拆除", by=filer, at=AT)
    counts = queries.grade_counts(session(), register.id)
    assert counts == {Grade.MAJOR: 2, Grade.LARGER: 1, Grade.GENERAL: 0, Grade.LOW: 1, None: 1}


def test_units_and_people_are_known_once_each(as_filer, filer):
    a_risk(as_filer, filer, unit="喷漆车间", responsible_person="孙七", responsible_department="安环部")
    risk = a_risk(as_filer, filer)
    a_control(risk, filer, person="周八")
    assert named.units(session(), as_filer.id) == ["冲压车间", "喷漆车间"]
    people = named.known_people(session(), as_filer.id)
    assert [person.name for person in people] == ["周八", "孙七", "赵六"]
    assert named.known_people(session(), as_filer.id, "孙")[0].department == "安环部"


def test_a_hazard_that_was_adopted_is_marked_until_its_row_is_removed(as_filer, filer):
    (risk,) = actions.adopt(as_filer, ["UH-C-001"], "lec@1.0", by=filer, at=AT)
    offered = queries.hazards_offered(session(), as_filer.id, "338", ["forklift"])
    assert [one.hazard.code for one in offered if one.adopted] == ["UH-C-001"]
    actions.remove(risk, "无叉车", by=filer, at=LATER)
    offered = queries.hazards_offered(session(), as_filer.id, "338", ["forklift"])
    assert not any(one.adopted for one in offered)


def test_another_enterprise_and_a_visitor_see_nothing(register):
    key = register.id
    other = the_actor_of_another()
    act_as(other)
    assert queries.register_slice(session(), key, RegisterFilter(), RegisterPlace()).rows == []
    assert sum(queries.grade_counts(session(), key).values()) == 0
    act_as(PUBLIC)
    assert queries.register_slice(session(), key, RegisterFilter(), RegisterPlace()).rows == []


def the_actor_of_another():
    from portal.access import SYSTEM

    act_as(SYSTEM)
    return the_actor(a_member(an_enterprise(), "filer"))


def test_who_changed_a_field_last_is_found_in_the_events(as_filer, filer):
    risk = a_risk(as_filer, filer)
    actions.edit(risk, [Change("place", risk.place, "三号厂房")], by=filer, at=LATER)
    found = last_change(session(), "risk", risk.key, "place")
    assert found == (filer.name, LATER)
    assert last_change(session(), "risk", risk.key, "usual_code") is None


# --- statements -------------------------------------------------------------------------------------------


@pytest.fixture
def ten(as_filer, filer):
    for _time in range(10):
        risk = a_risk(as_filer, filer)
        control = a_control(risk, filer, level=ControlLevel.TEAM)
        controlling.attach(control, Upload("a.pdf", b"%PDF-1.7", "application/pdf"), by=filer, at=AT)
    return as_filer.id, risk.id


# fmt: off
QUERIES = [
    (lambda own, risk: queries.register_slice(session(), own, RegisterFilter(missing=True), RegisterPlace()), 1),
    (lambda own, risk: queries.register_count(session(), own, RegisterFilter()), 1),
    (lambda own, risk: queries.grade_counts(session(), own), 1),
    (lambda own, risk: named.units(session(), own), 1),
    (lambda own, risk: named.names(session(), own), 1),
    (lambda own, risk: queries.register_keys(session(), own, RegisterFilter()), 1),
    (lambda own, risk: named.known_people(session(), own), 2),
    (lambda own, risk: queries.hazards_offered(session(), own, "338"), 1),
    (lambda own, risk: queries.changed_since_filed(session(), own), 1),
    (lambda own, risk: queries.zero_answers(session(), own), 1),
    (lambda own, risk: [[e.name for e in c.evidence] for c in queries.controls_of(session(), risk)], 2),
    (lambda own, risk: [[e.name for c in r.controls for e in c.evidence]
                        for r in queries.whole_register(session(), own)], 3),
]
# fmt: on


@pytest.mark.parametrize(("query", "count"), QUERIES)
def test_a_query_takes_the_statements_that_it_states(ten, statements, query, count):
    own, risk_id = ten
    session().expire_all()
    risk = session().get_one(Risk, risk_id)
    session().refresh(risk)
    statements.clear()
    query(own, risk)
    assert statements.count == count


def test_a_change_of_grade_moves_the_row_in_the_register(register, filer):
    (low,) = page(register, RegisterFilter(grades=(Grade.LOW,))).rows
    risk = session().get_one(Risk, low.id)
    actions.grade(risk, risk.grading, a_grading(Grade.MAJOR), by=filer, at=AT)
    assert rows(register, grades=(Grade.MAJOR,)) == ["R001", "R002", "R005"]
