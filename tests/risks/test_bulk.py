"""Bulk steps: planned row by row, done in one transaction with one event a row, undone as one where nobody else was."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.access import act_as
from portal.audit import Event
from portal.db import session
from portal.merging import Change
from portal.problems import Forbidden, Refused
from portal.risks import actions, bulk, controlling
from portal.risks.model import BulkEdit, Control, Risk
from portal.risks.rules import BulkChange, LeftOut
from tests.build import AT, a_member, the_actor
from tests.risks.build import CHECK_ON, a_control, a_risk

LATER = AT + timedelta(minutes=2)
AFTERWARDS = AT + timedelta(minutes=5)
OTHER_DAY = date(2027, 1, 15)
PERSON = BulkChange({"responsible_person": "孙七", "unit": "喷漆车间"})
REMOVAL = BulkChange({}, "产线拆除")


@pytest.fixture
def three(as_filer, filer):
    """The keys of R001 to R003."""
    return [a_risk(as_filer, filer).key for _time in range(3)]


def row(key: str) -> Risk:
    return session().scalars(select(Risk).where(Risk.key == key)).one()


def people(keys: list[str]) -> list[str]:
    return [row(key).responsible_person for key in keys]


def test_all_chosen_rows_say_the_same_and_others_stay(as_filer, filer, three):
    other = a_risk(as_filer, filer).key
    bulk.change(three, PERSON, LATER, by=filer, at=LATER)
    assert people([*three, other]) == ["孙七", "孙七", "孙七", "赵六"]


def test_what_is_not_chosen_stays_in_each_row(filer, three):
    bulk.change(three, PERSON, LATER, by=filer, at=LATER)
    assert (row(three[0]).responsible_phone, row(three[0]).unit) == ("13800001111", "喷漆车间")


def test_the_next_check_of_all_active_controls_moves(filer, three):
    gone = a_control(row(three[0]), filer)
    controlling.remove(gone, by=filer, at=AT)
    bulk.change(three, BulkChange({"next_check_on": OTHER_DAY}), LATER, by=filer, at=LATER)
    found = {(c.removed_at is None, c.next_check_on) for c in session().scalars(select(Control))}
    assert found == {(True, OTHER_DAY), (False, CHECK_ON)}


def test_each_row_has_one_event_with_the_key_of_the_step(filer, three):
    step = bulk.change(three, PERSON, LATER, by=filer, at=LATER)
    events = session().scalars(select(Event).where(Event.verb == "risk.edit")).all()
    assert sorted(event.thing_key for event in events) == sorted(three)
    assert {event.after["bulk"] for event in events} == {step.key}
    assert "孙七" not in str([event.after for event in events]), "a name is kept as a digest"


def test_rows_that_cannot_take_part_are_named_with_the_reason(as_filer, filer, three):
    actions.remove(row(three[0]), "拆除", by=filer, at=AT)
    actions.edit(row(three[1]), [Change("place", row(three[1]).place, "三号厂房")], by=filer, at=LATER)
    same = a_risk(as_filer, filer, responsible_person="孙七", unit="喷漆车间").key
    plan = bulk.planned(bulk.rows_of(session(), as_filer.id, [*three, same]), PERSON, AT.date(), AT)
    assert [(left.risk.key, left.reason) for left in plan.left] == [
        (three[0], LeftOut.REMOVED),
        (three[1], LeftOut.CHANGED),
        (same, LeftOut.SAME),
    ]
    assert [one.risk.key for one in plan.rows] == [three[2]]


def test_a_row_without_control_has_no_check_to_move(as_filer, filer):
    key = a_risk(as_filer, filer, controls=False).key
    chosen = BulkChange({"next_check_on": OTHER_DAY})
    plan = bulk.planned(bulk.rows_of(session(), as_filer.id, [key]), chosen, AT.date())
    assert [left.reason for left in plan.left] == [LeftOut.NO_CONTROL]


def test_a_value_that_cannot_stand_changes_no_row(filer, three):
    with pytest.raises(Refused, match="晚于今天"):
        bulk.change(
            three, BulkChange({"identified_on": date(2027, 1, 1), "unit": "x"}), LATER, by=filer, at=LATER
        )
    assert {row(key).unit for key in three} == {"冲压车间"}


@pytest.mark.parametrize("chosen", [BulkChange({}), BulkChange({"unit": "冲压车间"})])
def test_a_step_that_says_nothing_is_refused(filer, three, chosen):
    with pytest.raises(Refused):
        bulk.change(three, chosen, LATER, by=filer, at=LATER)


@pytest.fixture
def reader(own):
    """Someone of the enterprise who does not fill."""
    return the_actor(a_member(own, "administrator"))


def test_who_may_not_fill_may_not_change_in_bulk(reader, three):
    act_as(reader)
    with pytest.raises(Forbidden):
        bulk.change(three, PERSON, LATER, by=reader, at=LATER)


# --- undo -------------------------------------------------------------------------------------------------


def test_undoing_puts_back_what_stood_in_each_row(filer, three):
    actions.edit(row(three[1]), [Change("responsible_person", "赵六", "周八")], by=filer, at=AT)
    step = bulk.change(three, PERSON, LATER, by=filer, at=LATER)
    plan = bulk.undo(step, by=filer, at=AFTERWARDS)
    assert (people(three), plan.left) == (["赵六", "周八", "赵六"], [])
    assert step.undone_by == filer.name


def test_undoing_puts_back_next_checks(filer, three):
    step = bulk.change(three, BulkChange({"next_check_on": OTHER_DAY}), LATER, by=filer, at=LATER)
    bulk.undo(step, by=filer, at=AFTERWARDS)
    assert {one.next_check_on for one in session().scalars(select(Control))} == {CHECK_ON}


def test_a_row_that_somebody_changed_since_is_left_and_named(filer, three):
    step = bulk.change(three, PERSON, LATER, by=filer, at=LATER)
    actions.edit(row(three[0]), [Change("responsible_person", "孙七", "周八")], by=filer, at=LATER)
    actions.edit(row(three[1]), [Change("place", row(three[1]).place, "三号厂房")], by=filer, at=LATER)
    plan = bulk.undo(step, by=filer, at=AFTERWARDS)
    assert people(three) == ["周八", "赵六", "赵六"], "a change of another field is no hindrance"
    assert [left.risk.key for left in plan.left] == [three[0]] == step.left_keys


def test_a_removal_takes_rows_out_and_undoing_brings_them_back(filer, three):
    step = bulk.change(three, REMOVAL, LATER, by=filer, at=LATER)
    assert {row(key).removed_reason for key in three} == {"产线拆除"}
    actions.restore(row(three[0]), by=filer, at=LATER)
    plan = bulk.undo(step, by=filer, at=AFTERWARDS)
    assert [row(key).removed_at for key in three] == [None, None, None]
    assert [left.risk.key for left in plan.left] == [three[0]]


def test_a_step_is_undone_once(filer, three):
    step = bulk.change(three, PERSON, LATER, by=filer, at=LATER)
    bulk.undo(step, by=filer, at=AFTERWARDS)
    with pytest.raises(Refused, match="已经撤销"):
        bulk.undo(step, by=filer, at=AFTERWARDS)


def test_nothing_is_undone_where_every_row_was_changed_since(filer, three):
    step = bulk.change(three[:1], PERSON, LATER, by=filer, at=LATER)
    actions.edit(row(three[0]), [Change("unit", "喷漆车间", "装配")], by=filer, at=LATER)
    with pytest.raises(Refused, match="没有可以恢复的"):
        bulk.undo(step, by=filer, at=AFTERWARDS)


def test_a_step_is_forgotten_with_the_names_in_it_after_thirty_days(filer, three):
    old = bulk.change(three, PERSON, LATER, by=filer, at=LATER).key
    later = LATER + timedelta(days=31)
    bulk.change(three, BulkChange({"unit": "装配"}), later, by=filer, at=later)
    assert old not in session().scalars(select(BulkEdit.key)).all()


def test_what_is_seen_of_steps_takes_the_statements_that_it_states(as_filer, filer, three, statements):
    bulk.change(three, PERSON, LATER, by=filer, at=LATER)
    own = as_filer.id
    session().expire_all()
    for query, count in (
        (lambda: bulk.steps(session(), own), 1),
        (lambda: [one.controls for one in bulk.rows_of(session(), own, three)], 2),
        (lambda: bulk.preview(session(), three, PERSON, by=filer, on=LATER.date()), 2),
    ):
        statements.clear()
        query()
        assert statements.count == count


def test_an_overdue_check_is_not_put_off_by_a_bulk_step(as_filer, filer):
    key = a_risk(as_filer, filer).key
    long_after = date(2027, 6, 1)
    chosen = BulkChange({"next_check_on": date(2027, 7, 1)})
    plan = bulk.planned(bulk.rows_of(session(), as_filer.id, [key]), chosen, long_after)
    assert [left.reason for left in plan.left] == [LeftOut.OVERDUE]
