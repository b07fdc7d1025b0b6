"""Slips as they are handed out and opened: whose rows they show, for how long, to whom."""

from datetime import timedelta

import pytest

from portal.access import PUBLIC, SYSTEM, Actor, act_as
from portal.audit import Event
from portal.db import session
from portal.problems import Forbidden, NotFound, Refused
from portal.registry.model import Enterprise
from portal.risks import actions as risks
from portal.risks.rules import Grade
from portal.slips import actions
from portal.slips.model import Slip
from portal.slips.queries import slips_of
from portal.slips.tickets import Ticket, held
from tests.build import AT, a_member, an_enterprise, the_actor
from tests.risks.build import a_control, a_risk
from tests.slips.build import a_slip, a_suggestion

DAY = timedelta(days=1)


def names(ticket: Ticket) -> list[str]:
    act_as(PUBLIC)
    return [risk.name for risk in held(ticket, AT).risks]


def test_a_slip_shows_the_rows_of_its_unit_and_no_others(as_filer: Enterprise, filer: Actor):
    a_risk(as_filer, filer, name="甲")
    a_risk(as_filer, filer, name="乙", unit="喷漆车间")
    assert names(a_slip(as_filer, filer).ticket) == ["甲"]


def test_single_rows_come_beside_whole_units(as_filer: Enterprise, filer: Actor):
    a_risk(as_filer, filer, name="甲")
    other = a_risk(as_filer, filer, name="乙", unit="喷漆车间")
    a_risk(as_filer, filer, name="丙", unit="喷漆车间")
    slip = a_slip(as_filer, filer, other.key, units=("冲压车间",))
    assert set(names(slip.ticket)) == {"甲", "乙"}


def test_a_row_that_was_removed_is_shown_no_longer(as_filer: Enterprise, filer: Actor):
    risk = a_risk(as_filer, filer)
    slip = a_slip(as_filer, filer)
    risks.remove(risk, "产线已拆除", by=filer, at=AT)
    assert names(slip.ticket) == []


def test_nobodys_name_but_the_holders_is_shown(as_filer: Enterprise, filer: Actor):
    a_risk(as_filer, filer)
    act_as(filer)
    slip = a_slip(session().get_one(Enterprise, filer.enterprise_id), filer)
    act_as(PUBLIC)
    shown = repr(held(slip.ticket, AT))
    assert "赵六" not in shown
    assert "13800001111" not in shown


@pytest.mark.parametrize("days", [0, 31])
def test_a_slip_holds_for_thirty_days_at_most(as_filer: Enterprise, filer: Actor, days: int):
    a_risk(as_filer, filer)
    with pytest.raises(Refused) as refused:
        a_slip(as_filer, filer, days=days)
    assert refused.value.field == "days"


def test_a_slip_needs_a_row(as_filer: Enterprise, filer: Actor):
    a_risk(as_filer, filer)
    with pytest.raises(Refused) as refused:
        a_slip(as_filer, filer, units=("没有这个单元",))
    assert refused.value.field == "risk_keys"


def test_rows_of_another_enterprise_cannot_be_chosen(as_filer: Enterprise, filer: Actor):
    act_as(SYSTEM)
    stranger = an_enterprise()
    stranger_id, foreign = stranger.id, the_actor(a_member(stranger, "filer"))
    act_as(foreign)
    key = a_risk(session().get_one(Enterprise, stranger_id), foreign).key
    act_as(filer)
    with pytest.raises(Refused):
        a_slip(session().get_one(Enterprise, filer.enterprise_id), filer, key)


def test_an_observer_hands_out_no_slip(own: Enterprise, as_filer: Enterprise, filer: Actor):
    with pytest.raises(Forbidden):
        a_slip(as_filer, Actor("enterprise", roles=frozenset(), enterprise_id=filer.enterprise_id))


def test_the_token_is_kept_as_a_digest_alone(as_filer: Enterprise, filer: Actor):
    a_risk(as_filer, filer)
    slip = a_slip(as_filer, filer)
    kept = session().query(Slip).one()
    assert slip.token not in (kept.token_digest, kept.key)
    assert slip.token not in str([event.after for event in session().query(Event)])


def test_unknown_expired_revoked_and_foreign_answer_alike(as_filer: Enterprise, filer: Actor):
    a_risk(as_filer, filer)
    slip, other = a_slip(as_filer, filer), a_slip(as_filer, filer)
    revoked = a_slip(as_filer, filer)
    actions.revoke(session().query(Slip).filter(Slip.key == revoked.key).one(), by=filer, at=AT)
    act_as(PUBLIC)
    answers = []
    for ticket, at in (
        (Ticket(slip.key, "x"), AT),
        (Ticket(slip.key, ""), AT),
        (Ticket(other.key, slip.token), AT),
        (slip.ticket, AT + 7 * DAY),
        (revoked.ticket, AT),
    ):
        with pytest.raises(NotFound) as answer:
            held(ticket, at)
        answers.append(str(answer.value))
    assert len(set(answers)) == 1


def test_it_holds_until_its_last_moment(as_filer: Enterprise, filer: Actor):
    a_risk(as_filer, filer)
    slip = a_slip(as_filer, filer)
    act_as(PUBLIC)
    assert held(slip.ticket, AT + 7 * DAY - timedelta(seconds=1)).person == "蒋守成"


def test_what_has_lapsed_comes_first(as_filer: Enterprise, filer: Actor):
    risk = a_risk(as_filer, filer, Grade.LARGER)
    a_control(risk, filer, text="早该检查", next_check_on=AT.date() - DAY)
    slip = a_slip(as_filer, filer)
    act_as(PUBLIC)
    (shown,) = held(slip.ticket, AT).risks
    assert [control.text for control in shown.controls] == ["早该检查", "断电、止血、送医"]


@pytest.mark.parametrize("number", [1, 4])
def test_the_statements_do_not_grow_with_the_rows(
    as_filer: Enterprise, filer: Actor, statements, number: int
):
    for _ in range(number):
        a_risk(as_filer, filer)
    slip, own = a_slip(as_filer, filer), as_filer.id
    a_suggestion(slip)
    statements.clear()
    assert slips_of(session(), own)[0].suggestions == 1
    assert statements.count == 1
    act_as(PUBLIC)
    statements.clear()
    held(slip.ticket, AT)
    assert statements.count == 5
