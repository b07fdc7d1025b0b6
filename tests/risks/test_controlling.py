"""Controls and their evidence: declared, changed, removed, restored, attached."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from portal.audit import Event
from portal.db import session
from portal.merging import Change
from portal.problems import Conflict, Refused
from portal.risks import actions, controlling
from portal.risks.rules import ControlKind, ControlLevel, Frequency
from portal.uploads import Upload, accept
from tests.build import AT
from tests.risks.build import CHECK_ON, a_control, a_risk

LATER = AT + timedelta(minutes=2)


@pytest.fixture
def risk(as_filer, filer):
    return a_risk(as_filer, filer, controls=False)


def a_file(size: int = 12) -> Upload:
    return Upload("点检记录.pdf", b"%PDF" + bytes(size - 4), "application/pdf")


def test_a_control_is_declared_with_all_that_belongs_to_it(risk, filer):
    control = a_control(
        risk, filer, kind=ControlKind.ENGINEERING, text="双手按钮", level=ControlLevel.WORKSHOP, department="设备部",
        frequency=Frequency.DAILY,
    )  # fmt: skip
    session().expire_all()
    assert (control.kind, control.level, control.frequency) == (
        ControlKind.ENGINEERING, ControlLevel.WORKSHOP, Frequency.DAILY
    )  # fmt: skip
    assert (control.text, control.department, control.next_check_on) == ("双手按钮", "设备部", CHECK_ON)


@pytest.mark.parametrize(
    ("facts", "field"), [({"kind": None}, "kind"), ({"text": " "}, "text"), ({"level": None}, "level")]
)
def test_a_control_without_kind_words_or_level_is_refused(risk, filer, facts, field):
    with pytest.raises(Refused) as refused:
        a_control(risk, filer, **facts)
    assert refused.value.field == field


def test_controls_stand_in_the_order_of_the_five_kinds(risk, filer):
    for kind in reversed(ControlKind):
        a_control(risk, filer, kind=kind)
    assert [control.kind for control in risk.active_controls] == list(ControlKind)


def test_a_control_of_a_removed_risk_is_refused(risk, filer):
    actions.remove(risk, "拆除", by=filer, at=AT)
    with pytest.raises(Refused):
        a_control(risk, filer)


def test_a_field_of_a_control_is_changed_and_its_risk_counts_as_changed(risk, filer):
    control = a_control(risk, filer)
    controlling.edit(control, [Change("next_check_on", CHECK_ON, date(2027, 1, 5))], by=filer, at=LATER)
    assert (control.next_check_on, risk.changed_at) == (date(2027, 1, 5), LATER)


def test_two_people_who_change_one_field_of_a_control_are_shown_the_conflict(risk, filer):
    control = a_control(risk, filer)
    controlling.edit(control, [Change("level", ControlLevel.COMPANY, ControlLevel.TEAM)], by=filer, at=AT)
    with pytest.raises(Conflict) as stale:
        controlling.edit(
            control, [Change("level", ControlLevel.COMPANY, ControlLevel.POST)], by=filer, at=LATER
        )
    (conflict,) = stale.value.conflicts
    assert (conflict.mine, conflict.theirs, conflict.who) == ("post", "team", filer.name)


def test_a_control_is_removed_and_restored_but_not_changed_in_between(risk, filer):
    control = a_control(risk, filer)
    controlling.remove(control, by=filer, at=LATER)
    assert risk.active_controls == []
    with pytest.raises(Refused):
        controlling.edit(control, [Change("text", control.text, "x")], by=filer, at=LATER)
    controlling.restore(control, by=filer, at=LATER)
    assert risk.active_controls == [control]


def test_evidence_is_kept_with_its_name_type_size_and_digest(risk, filer):
    control = a_control(risk, filer)
    photo = BytesIO()
    Image.new("RGB", (60, 40)).save(photo, "JPEG")
    evidence = controlling.attach(control, accept(BytesIO(photo.getvalue()), "冲床.jpg"), by=filer, at=AT)
    assert (evidence.name, evidence.content_type, len(evidence.digest)) == ("冲床.jpg", "image/jpeg", 64)
    assert (evidence.size > 0, evidence.added_by) == (True, filer.name)


@pytest.mark.security
def test_the_eleventh_file_of_a_control_is_refused(risk, filer):
    control = a_control(risk, filer)
    for _time in range(controlling.FILES_OF_A_CONTROL):
        controlling.attach(control, a_file(), by=filer, at=AT)
    with pytest.raises(Refused) as refused:
        controlling.attach(control, a_file(), by=filer, at=AT)
    assert refused.value.field == "file"


def test_a_file_that_was_taken_off_makes_room_for_another(risk, filer):
    control = a_control(risk, filer)
    first = controlling.attach(control, a_file(), by=filer, at=AT)
    controlling.detach(first, by=filer, at=LATER)
    assert control.active_evidence == []
    for _time in range(controlling.FILES_OF_A_CONTROL):
        controlling.attach(control, a_file(), by=filer, at=AT)


@pytest.mark.security
def test_an_enterprise_whose_room_is_used_up_attaches_nothing(risk, filer, monkeypatch):
    control = a_control(risk, filer)
    monkeypatch.setattr(controlling, "BYTES_OF_AN_ENTERPRISE", 20)
    controlling.attach(control, a_file(12), by=filer, at=AT)
    with pytest.raises(Refused, match="2 GB"):
        controlling.attach(control, a_file(12), by=filer, at=AT)


def test_everything_done_to_a_control_leaves_an_event(risk, filer):
    control = a_control(risk, filer)
    controlling.edit(control, [Change("text", control.text, "断电")], by=filer, at=LATER)
    evidence = controlling.attach(control, a_file(), by=filer, at=LATER)
    controlling.detach(evidence, by=filer, at=LATER)
    controlling.remove(control, by=filer, at=LATER)
    controlling.restore(control, by=filer, at=LATER)
    verbs = list(session().scalars(select(Event.verb).order_by(Event.sequence)))
    assert verbs[-6:] == [
        "control.add", "control.edit", "evidence.add", "evidence.remove", "control.remove", "control.restore"
    ]  # fmt: skip
