"""Suggestions: what a holder may say, and what becomes of it."""

from datetime import date, timedelta

import pytest

from portal.access import PUBLIC, SYSTEM, Actor, act_as
from portal.audit import Event
from portal.db import new_key, session
from portal.notices.model import Notice
from portal.problems import Forbidden, NotFound, Refused, Stale, TooMany
from portal.registry.model import Enterprise
from portal.risks import actions as risks
from portal.risks import checking, controlling
from portal.risks.checked import ControlCheck
from portal.risks.checking import Found
from portal.risks.model import Control, Risk
from portal.risks.rules import CheckResult, ControlKind, ControlLevel
from portal.slips import accepting, suggesting
from portal.slips.accepting import Terms
from portal.slips.model import Suggestion
from portal.slips.queries import suggestions_of, waiting_suggestions
from portal.slips.rules import SUGGESTIONS_A_DAY, SuggestionKind, SuggestionState
from portal.slips.suggesting import Said
from portal.slips.tickets import held
from tests.build import AT, a_member, the_actor
from tests.risks.build import CHECK_ON, a_risk
from tests.slips.build import Handed, a_slip, a_suggestion

K, S = SuggestionKind, SuggestionState
DAY = timedelta(days=1)


@pytest.fixture
def risk(as_filer: Enterprise, filer: Actor) -> Risk:
    """A row in the press workshop with one control."""
    return a_risk(as_filer, filer)


@pytest.fixture
def slip(as_filer: Enterprise, filer: Actor, risk: Risk) -> Handed:
    """A slip for the press workshop."""
    return a_slip(as_filer, filer)


def about(risk: Risk) -> dict[str, str]:
    """A row and its control, as a form names them."""
    return {"risk_key": risk.key, "control_key": risk.controls[0].key}


# --- what the holder says ------------------------------------------------------------------------------------


def test_nothing_changes_before_a_suggestion_is_accepted(slip: Handed, risk: Risk):
    before = session().query(Event).filter(Event.verb != "suggestion.add").count()
    a_suggestion(slip, K.CHECK, result=CheckResult.OUT_OF_ORDER, words="急停失灵", **about(risk))
    assert session().query(ControlCheck).count() == 0
    assert risk.controls[0].out_of_order_since is None
    assert session().query(Event).filter(Event.verb != "suggestion.add").count() == before


def test_the_event_is_the_holders(slip: Handed):
    a_suggestion(slip)
    event = session().query(Event).filter(Event.verb == "suggestion.add").one()
    assert (event.actor_name, event.person_id, event.after["slip"]) == ("蒋守成", None, slip.key)


def test_the_same_form_counts_once(slip: Handed):
    said = Said(K.HAZARD, new_key(), title="纸箱挡住灭火器", place="封口机旁")
    suggesting.suggest(slip.ticket, said, at=AT)
    suggesting.suggest(slip.ticket, said, at=AT)
    assert session().query(Suggestion).count() == 1


def test_a_slip_takes_twenty_suggestions_a_day(slip: Handed):
    for _ in range(SUGGESTIONS_A_DAY):
        a_suggestion(slip)
    with pytest.raises(TooMany):
        a_suggestion(slip)
    a_suggestion(slip, at=AT + DAY)


def test_a_row_that_the_slip_does_not_show_takes_no_suggestion(
    slip: Handed, as_filer: Enterprise, filer: Actor
):
    other = a_risk(as_filer, filer, unit="喷漆车间")
    with pytest.raises(Refused):
        a_suggestion(slip, K.GONE, risk_key=other.key, words="已拆除")
    assert session().query(Suggestion).count() == 0


def test_a_control_of_another_row_takes_no_check(
    slip: Handed, risk: Risk, as_filer: Enterprise, filer: Actor
):
    other = a_risk(as_filer, filer, unit="喷漆车间")
    with pytest.raises(Refused):
        a_suggestion(
            slip, K.CHECK, risk_key=risk.key, control_key=other.controls[0].key, result=CheckResult.IN_ORDER
        )


def test_out_of_order_needs_words(slip: Handed, risk: Risk):
    with pytest.raises(Refused) as refused:
        a_suggestion(slip, K.CHECK, result=CheckResult.OUT_OF_ORDER, **about(risk))
    assert refused.value.field == "words"


def test_a_slip_that_is_over_takes_nothing(slip: Handed):
    with pytest.raises(NotFound):
        a_suggestion(slip, at=AT + 8 * DAY)


# --- accepted ------------------------------------------------------------------------------------------------


def test_an_accepted_check_is_recorded_in_the_holders_name_on_that_day(
    slip: Handed, risk: Risk, filer: Actor
):
    said = a_suggestion(slip, K.CHECK, result=CheckResult.IN_ORDER, words="联锁正常", **about(risk))
    accepting.accept(said, Terms(next_check_on=date(2026, 12, 31)), by=filer, at=AT + 2 * DAY)
    check = session().query(ControlCheck).one()
    assert (check.checked_by, check.checked_on, check.note) == ("蒋守成", AT.date(), "联锁正常")
    assert check.control.next_check_on == date(2026, 12, 31)


def test_an_accepted_finding_raises_the_risk(slip: Handed, risk: Risk, filer: Actor):
    said = a_suggestion(slip, K.CHECK, result=CheckResult.OUT_OF_ORDER, words="急停失灵", **about(risk))
    accepting.accept(said, Terms(), by=filer, at=AT)
    assert session().query(Control).one().out_of_order_since == AT.date()


def test_an_older_check_does_not_override_a_later_one(slip: Handed, risk: Risk, filer: Actor):
    said = a_suggestion(slip, K.CHECK, result=CheckResult.IN_ORDER, **about(risk))
    found = Found(CheckResult.OUT_OF_ORDER, CHECK_ON, "急停失灵")
    checking.record(session().query(Control).one(), found, by=filer, at=AT + DAY)
    with pytest.raises(Refused):
        accepting.accept(said, Terms(), by=filer, at=AT + 2 * DAY)
    assert said.state is S.WAITING


def test_an_accepted_hazard_is_a_new_ungraded_row(slip: Handed, filer: Actor):
    said = a_suggestion(slip, words="每天下午堆高")
    made = accepting.accept(said, Terms(), by=filer, at=AT)
    assert isinstance(made, Risk)
    assert (made.name, made.place, made.description, made.grade) == (
        "纸箱挡住灭火器", "封口机旁", "每天下午堆高", None,
    )  # fmt: skip


def test_an_accepted_change_rewords_the_control(slip: Handed, risk: Risk, filer: Actor):
    said = a_suggestion(slip, K.CHANGE, words="加装双手启动", **about(risk))
    accepting.accept(said, Terms(text="加装双手启动和光幕"), by=filer, at=AT)
    assert session().query(Control).one().text == "加装双手启动和光幕"


def test_an_accepted_change_of_the_whole_risk_adds_a_control(slip: Handed, risk: Risk, filer: Actor):
    said = a_suggestion(slip, K.CHANGE, risk_key=risk.key, words="加装光幕")
    terms = Terms("", "加装光幕", ControlKind.ENGINEERING, ControlLevel.WORKSHOP)
    made = accepting.accept(said, terms._replace(next_check_on=None), by=filer, at=AT)
    assert isinstance(made, Control)
    assert (made.kind, made.risk.key, made.person) == (ControlKind.ENGINEERING, risk.key, "赵六")


def test_what_is_gone_is_removed_when_accepted(slip: Handed, risk: Risk, filer: Actor):
    of_control = a_suggestion(slip, K.GONE, words="光幕已拆", **about(risk))
    of_risk = a_suggestion(slip, K.GONE, risk_key=risk.key, words="冲床已拆除")
    accepting.accept(of_control, Terms(), by=filer, at=AT)
    accepting.accept(of_risk, Terms(), by=filer, at=AT)
    assert session().query(Control).one().removed_at == AT
    assert session().query(Risk).one().removed_reason == "冲床已拆除"


def test_the_event_of_an_acceptance_names_the_slip_and_what_it_made(slip: Handed, filer: Actor):
    made = accepting.accept(a_suggestion(slip), Terms(), by=filer, at=AT)
    event = session().query(Event).filter(Event.verb == "suggestion.accept").one()
    assert event.after == {"slip": slip.key, "kind": "hazard", "made": f"risk/{made.key}"}


def test_a_control_that_was_removed_meanwhile_is_said_so(slip: Handed, risk: Risk, filer: Actor):
    said = a_suggestion(slip, K.CHECK, result=CheckResult.IN_ORDER, **about(risk))
    controlling.remove(session().query(Control).one(), by=filer, at=AT)
    with pytest.raises(Refused, match="不采纳"):
        accepting.accept(said, Terms(), by=filer, at=AT)


def test_a_suggestion_is_decided_once(slip: Handed, filer: Actor):
    said = a_suggestion(slip)
    accepting.accept(said, Terms(), by=filer, at=AT)
    with pytest.raises(Stale):
        accepting.accept(said, Terms(), by=filer, at=AT)
    with pytest.raises(Stale):
        accepting.decline(said, "已处理", by=filer, at=AT)
    assert session().query(Risk).count() == 2


def test_the_holder_reads_why_it_was_declined(slip: Handed, filer: Actor):
    accepting.decline(a_suggestion(slip), "已列入另一项", by=filer, at=AT)
    act_as(PUBLIC)
    (shown,) = held(slip.ticket, AT).suggestions
    assert (shown.state, shown.reason) == (S.DECLINED, "已列入另一项")


def test_who_only_administrates_reads_and_decides_nothing(own: Enterprise, filer: Actor):
    administrator = the_actor(a_member(own, "administrator"))
    act_as(filer)
    enterprise = session().get_one(Enterprise, filer.enterprise_id)
    a_risk(enterprise, filer)
    said = a_suggestion(a_slip(enterprise, administrator))
    with pytest.raises(Forbidden):
        accepting.accept(said, Terms(), by=administrator, at=AT)


def test_a_revoked_slip_leaves_its_suggestions_to_be_decided(slip: Handed, risk: Risk, filer: Actor):
    said = a_suggestion(slip, K.GONE, risk_key=risk.key, words="冲床已拆除")
    risks.remove(risk, "产线已拆除", by=filer, at=AT)
    with pytest.raises(Refused):
        accepting.accept(said, Terms(), by=filer, at=AT)
    accepting.decline(said, "已移出清单", by=filer, at=AT)
    assert waiting_suggestions(session(), risk.enterprise_id).number == 0


@pytest.mark.parametrize("number", [1, 4])
def test_the_list_costs_one_statement(slip: Handed, as_filer: Enterprise, statements, number: int):
    for _ in range(number):
        a_suggestion(slip)
    own = as_filer.id
    statements.clear()
    assert len(suggestions_of(session(), own, [S.WAITING])) == number
    assert statements.count == 1


# --- who is told ---------------------------------------------------------------------------------------------


def told() -> list[str]:
    act_as(SYSTEM)
    return [one.thing_key for one in session().query(Notice).filter(Notice.kind == suggesting.KIND)]


def test_the_enterprise_is_told_of_the_first_suggestion_of_a_day(slip: Handed, risk: Risk):
    key = a_suggestion(slip, K.GONE, words="已拆除", risk_key=risk.key).key
    a_suggestion(slip, K.HAZARD, title="地面油污", words="叉车通道")
    assert told() == [key]
    a_suggestion(slip, K.HAZARD, title="护栏松动", words="二层平台", at=AT + DAY)
    assert len(told()) == 2
