"""Checks of controls: recorded, undone, listed, reminded of."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from portal import storage
from portal.access import SYSTEM, Actor, act_as
from portal.audit import Event
from portal.db import session
from portal.merging import Change
from portal.notices.model import Notice
from portal.problems import Forbidden, Refused
from portal.registry.model import Enterprise
from portal.risks import actions, checking, controlling
from portal.risks.check_reminding import remind
from portal.risks.checked import ControlCheck
from portal.risks.checking import Found
from portal.risks.due_checks import DueFilter, checks_due, checks_of_risk, due_count
from portal.risks.model import Control, Risk
from portal.risks.photos import KeptPhoto, keep_photo
from portal.risks.rules import CheckResult
from portal.uploads import accept
from tests.build import AT, a_member, the_actor
from tests.risks.build import CHECK_ON, a_control, a_risk

NEXT = date(2026, 12, 31)
IN_ORDER = Found(CheckResult.IN_ORDER, NEXT)
WRONG = Found(CheckResult.OUT_OF_ORDER, NEXT, "急停失灵")
DAY = timedelta(days=1)


@pytest.fixture
def control(as_filer: Enterprise, filer: Actor) -> Control:
    """A control to be checked on CHECK_ON."""
    return a_risk(as_filer, filer).controls[0]


def a_photo() -> KeptPhoto:
    content = BytesIO()
    Image.new("RGB", (64, 48), "white").save(content, "JPEG")
    return keep_photo(accept(BytesIO(content.getvalue()), "现场.jpg"))


def test_a_check_sets_the_next_one_and_leaves_the_row_as_filed(control: Control, filer: Actor):
    changed = control.risk.changed_at
    check = checking.record(control, IN_ORDER, by=filer, at=AT + DAY)
    assert (control.next_check_on, check.checked_by, check.checked_on) == (
        NEXT,
        filer.name,
        date(2026, 11, 24),
    )
    assert control.risk.changed_at == changed


def test_the_event_names_control_and_result(control: Control, filer: Actor):
    checking.record(control, WRONG, by=filer, at=AT)
    event = session().query(Event).filter(Event.verb == "check.record").one()
    assert (event.after["control"], event.after["result"]) == (control.key, "out_of_order")


def test_out_of_order_needs_words(control: Control, filer: Actor):
    with pytest.raises(Refused, match="异常") as refused:
        checking.record(control, WRONG._replace(note=""), by=filer, at=AT)
    assert refused.value.field == "note"


@pytest.mark.parametrize("day", [AT.date() - DAY, AT.date() + timedelta(days=401)])
def test_the_next_check_lies_neither_in_the_past_nor_beyond_a_year(control: Control, filer: Actor, day: date):
    with pytest.raises(Refused) as refused:
        checking.record(control, Found(CheckResult.IN_ORDER, day), by=filer, at=AT)
    assert refused.value.field == "next_check_on"


def test_a_control_that_is_gone_is_not_checked(control: Control, filer: Actor):
    controlling.remove(control, by=filer, at=AT)
    with pytest.raises(Refused):
        checking.record(control, IN_ORDER, by=filer, at=AT)


def test_out_of_order_counts_from_the_first_of_several_checks(control: Control, filer: Actor):
    checking.record(control, WRONG, by=filer, at=AT)
    checking.record(control, WRONG, by=filer, at=AT + 3 * DAY)
    assert control.out_of_order_since == AT.date()


def test_undone_the_control_says_what_it_said(control: Control, filer: Actor):
    check = checking.record(control, WRONG, by=filer, at=AT)
    checking.undo(check, by=filer, at=AT)
    checking.undo(check, by=filer, at=AT)
    assert (control.next_check_on, control.out_of_order_since) == (CHECK_ON, None)
    assert session().query(Event).filter(Event.verb == "check.undo").count() == 1


def test_only_the_last_check_is_undone(control: Control, filer: Actor):
    first = checking.record(control, IN_ORDER, by=filer, at=AT)
    checking.record(control, WRONG, by=filer, at=AT)
    with pytest.raises(Refused):
        checking.undo(first, by=filer, at=AT)


def test_undoing_keeps_a_next_check_that_was_changed_since(control: Control, filer: Actor):
    check = checking.record(control, IN_ORDER, by=filer, at=AT)
    control.next_check_on = date(2027, 1, 15)
    session().commit()
    checking.undo(check, by=filer, at=AT)
    assert control.next_check_on == date(2027, 1, 15)


def test_an_overdue_check_is_recorded_not_put_off(control: Control, filer: Actor):
    late = AT + timedelta(days=60)
    with pytest.raises(Refused) as refused:
        controlling.edit(control, [Change("next_check_on", CHECK_ON, NEXT)], by=filer, at=late)
    assert refused.value.field == "next_check_on"
    controlling.edit(control, [Change("person", "赵六", "孙七")], by=filer, at=late)
    controlling.edit(control, [Change("next_check_on", CHECK_ON, NEXT)], by=filer, at=AT)
    assert (control.person, control.next_check_on) == ("孙七", NEXT)


def test_anothers_check_is_not_undone(own: Enterprise, filer: Actor):
    colleague = the_actor(a_member(own, "filer"))
    act_as(filer)
    control = a_risk(session().get_one(Enterprise, filer.enterprise_id), filer).controls[0]
    check = checking.record(control, IN_ORDER, by=filer, at=AT)
    with pytest.raises(Forbidden):
        checking.undo(check, by=colleague, at=AT)


def test_a_photo_is_kept_and_claimed_from_the_sweep(control: Control, filer: Actor):
    check = checking.record(control, IN_ORDER._replace(photo=a_photo()), by=filer, at=AT)
    key = check.file_key
    act_as(SYSTEM)
    storage.sweep(datetime(2030, 1, 1, tzinfo=UTC))
    assert storage.read(key)


def test_a_paper_is_no_photo():
    with pytest.raises(Refused) as refused:
        keep_photo(accept(BytesIO(b"%PDF-1.4 x"), "a.pdf"))
    assert refused.value.field == "photo"


# --- what comes up --------------------------------------------------------------------------------------------


def listed(own: int, until: date, person: str = "") -> list[str]:
    return [row.text for row in checks_due(session(), own, DueFilter(until, person))]


def test_the_list_begins_with_what_is_out_of_order(as_filer: Enterprise, filer: Actor):
    risk = a_risk(as_filer, filer, controls=False)
    for text, day in (("甲", AT.date()), ("乙", AT.date() - DAY), ("丙", NEXT), ("丁", NEXT)):
        a_control(risk, filer, text=text, next_check_on=day)
    checking.record(risk.controls[3], WRONG, by=filer, at=AT)
    assert listed(as_filer.id, AT.date()) == ["丁", "乙", "甲"]
    assert due_count(session(), as_filer.id, AT.date(), AT.date())[:2] == (3, 2)


def test_the_list_is_narrowed_to_a_person(as_filer: Enterprise, filer: Actor):
    risk = a_risk(as_filer, filer)
    a_control(risk, filer, text="甲", person="孙七")
    assert listed(as_filer.id, CHECK_ON, "孙七") == ["甲"]


def test_the_list_goes_on_behind_a_row(as_filer: Enterprise, filer: Actor):
    risk = a_risk(as_filer, filer, controls=False)
    for text in "甲乙丙":
        a_control(risk, filer, text=text)
    checking.record(risk.controls[2], WRONG, by=filer, at=AT)
    first = checks_due(session(), as_filer.id, DueFilter(CHECK_ON), limit=2)
    rest = checks_due(session(), as_filer.id, DueFilter(CHECK_ON), (first[-1].rank, first[-1].id))
    assert [row.text for row in first + rest] == ["丙", "甲", "乙"]


def test_rows_that_were_removed_are_not_checked(as_filer: Enterprise, filer: Actor):
    actions.remove(a_risk(as_filer, filer), "产线已拆除", by=filer, at=AT)
    assert listed(as_filer.id, CHECK_ON) == []


@pytest.mark.parametrize("number", [1, 4])
def test_the_lists_cost_one_statement_each(control: Control, filer: Actor, statements, number: int):
    for _ in range(number):
        checking.record(control, IN_ORDER, by=filer, at=AT)
    risk: Risk = control.risk
    own = risk.enterprise_id
    statements.clear()
    assert len(checks_of_risk(session(), risk)) == number
    checks_due(session(), own, DueFilter(NEXT))
    due_count(session(), own, NEXT, NEXT)
    assert statements.count == 3


# --- reminders ------------------------------------------------------------------------------------------------

TUESDAY = datetime(2026, 12, 21, 23, 30, tzinfo=UTC)
"""A Tuesday morning in Shanghai, six days after CHECK_ON."""


def notices() -> list[Notice]:
    act_as(SYSTEM)
    return session().query(Notice).filter(Notice.kind == "check.due").all()


def test_an_enterprise_is_told_once_a_day_however_many_checks_are_due(as_filer: Enterprise, filer: Actor):
    risk = a_risk(as_filer, filer)
    a_control(risk, filer, next_check_on=date(2026, 12, 22))
    act_as(SYSTEM)
    assert [remind(TUESDAY), remind(TUESDAY), remind(TUESDAY + DAY)] == [1, 0, 1]
    told = notices()
    assert len(told) == 2
    assert told[0].facts == {"due": 1, "lapsed": 1}


def test_nobody_is_told_on_a_day_off_or_of_checks_to_come(as_filer: Enterprise, filer: Actor):
    a_risk(as_filer, filer)
    act_as(SYSTEM)
    assert remind(datetime(2026, 12, 19, 23, 30, tzinfo=UTC)) == 0
    assert remind(datetime(2026, 12, 13, 23, 30, tzinfo=UTC)) == 0


def test_an_undone_check_stays_in_the_history(control: Control, filer: Actor):
    check = checking.record(control, WRONG, by=filer, at=AT)
    checking.undo(check, by=filer, at=AT)
    (row,) = checks_of_risk(session(), control.risk)
    assert row.undone_at is not None
    assert session().query(ControlCheck).count() == 1
