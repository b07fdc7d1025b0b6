"""The life cycle of a level: who leads it where, what must have passed, what it grants and how it ends."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask_babel import force_locale

from portal.access import SYSTEM, act_as, may
from portal.assessments.rules import StandardKind
from portal.audit import Event
from portal.db import session
from portal.demo.assessing import at_noon
from portal.documents.actions import put_in_force
from portal.documents.model import Paper
from portal.documents.rules import PaperState
from portal.documents.verifying import verdict
from portal.levels import actions, queries, views
from portal.levels.actions import Given, Sample
from portal.levels.model import Level
from portal.levels.rules import LevelState, valid_until
from portal.notices.model import Notice
from portal.problems import Forbidden, Refused, Stale
from portal.workdays import add_workdays
from tests.levels.build import (
    MICRO_WAY,
    NUMBER,
    WAY,
    Cast,
    a_certified_level,
    a_checked_assessment,
    a_level,
    given_for,
    take,
    the_level,
)

S = LevelState
DAY = timedelta(days=1)


def verified(level: Any) -> tuple[str, list[bool]]:
    """What the public page says of a level's printed certificate, and whether its time is over."""
    act_as(SYSTEM)
    put_in_force(level.paper_id, at=at_noon(level.announced_on))
    code = session().query(Paper).filter(Paper.id == level.paper_id).one().code
    found = verdict(code)
    assert found is not None
    with force_locale("en"):
        heading = found.heading
    return heading, [line.over for line in found.standing]


def test_a_firm_walks_from_the_application_to_the_certificate() -> None:
    level = a_certified_level(Cast.of())
    assert (level.state, level.code, level.number) == (S.CERTIFIED, "level3", NUMBER)
    assert level.valid_until == valid_until(level.announced_on)
    facts = level.paper.facts
    assert level.paper.number == NUMBER
    assert (facts["level"], facts["industry"]) == ("三级", "机械")
    assert facts["valid_until"] == level.valid_until.isoformat()


def test_every_step_is_an_event_and_a_word_to_the_enterprise() -> None:
    a_certified_level(Cast.of())
    act_as(SYSTEM)
    verbs = {row.verb for row in session().query(Event).filter(Event.thing_kind == "level")}
    assert verbs == {f"level.{verb}" for verb in ("begin", "open", "display", "apply", *WAY)}
    told = session().query(Notice).filter(Notice.kind == "level.moved").count()
    assert told == len(WAY) - 1  # the enterprise itself reports the rectification


def test_a_micro_firm_needs_no_visit_and_gets_a_number_of_our_own_series() -> None:
    cast = Cast.of(micro=True)
    a_checked_assessment(cast, "micro")
    level = a_level(cast, "display", "apply", *MICRO_WAY, kind=StandardKind.MICRO)
    assert (level.state, level.code) == (S.CERTIFIED, "pass")
    assert level.number.endswith("微安标〔2026〕1号")
    assert not may(cast.town, "level.review", the_level(cast.town))


def test_without_a_checked_self_assessment_nobody_applies() -> None:
    cast = Cast.of()
    with pytest.raises(Refused, match="自评"):
        a_level(cast, "display", "apply")


def test_higher_outcomes_are_recommended_only() -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    kept = queries.basis_of(session(), cast.enterprise_id, StandardKind.THREE_LEVEL)
    assert kept is not None
    assert (kept.grantable, kept.reached) == ("level3", "level1")


def test_ten_working_days_of_notice_come_before_the_application() -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    level = a_level(cast, "display")
    assert level.not_before == add_workdays(date(2026, 9, 1), 10) + DAY
    with pytest.raises(Refused):
        take(cast, "apply", at_noon(level.not_before - DAY))
    assert take(cast, "apply", at_noon(level.not_before)).state is S.APPLIED


def test_what_is_not_asked_for_in_five_working_days_counts_as_complete() -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    level = a_level(cast, "display", "apply")
    last = add_workdays(level.entered_on, 5)
    with pytest.raises(Refused):
        take(cast, "ask_completion", at_noon(last + DAY))
    assert take(cast, "ask_completion", at_noon(last)).state is S.CORRECTING


def test_a_step_past_its_days_is_overdue_and_may_still_be_taken() -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    level = a_level(cast, "display", "apply")
    assert level.due_on == add_workdays(level.entered_on, 10)
    assert take(cast, "accept", at_noon(level.due_on + 30 * DAY)).state is S.ACCEPTED


def test_the_time_for_rectification_is_extended_once() -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    level = a_level(cast, "display", "apply", "accept", "review", "report_findings")
    first = level.due_on
    level = the_level(cast.town)
    actions.extend(level, given_for(level), by=cast.town, at=at_noon(first))
    assert level.due_on == add_workdays(first, 20)
    with pytest.raises(Refused):
        actions.extend(level, given_for(level), by=cast.town, at=at_noon(first))


def test_the_announcement_waits_for_seven_working_days_of_public_notice() -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    level = a_level(cast, "display", "apply", *WAY[:-1])
    with pytest.raises(Refused):
        take(cast, "announce", at_noon(level.not_before - DAY))


def test_an_objection_stops_no_notice_and_begins_none_anew() -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    level = a_level(cast, "display", "apply", *WAY[:-1])
    first = level.not_before
    take(cast, "object", at_noon(first - DAY))
    assert take(cast, "clear", at_noon(first)).not_before == first


@pytest.mark.parametrize("number", ["", "苏AQBJXⅡ202600001", "苏AQBQGⅢ202600001", "1"])
def test_a_number_that_breaks_the_rule_is_refused_beside_its_field(number: str) -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    level = a_level(cast, "display", "apply", *WAY[:-1])
    with pytest.raises(Refused) as refused:
        take(cast, "announce", at_noon(level.not_before), number=number)
    assert refused.value.field == "number"


def test_a_number_is_given_once() -> None:
    a_certified_level(Cast.of())
    second = Cast.of()
    a_checked_assessment(second)
    level = a_level(second, "display", "apply", *WAY[:-1])
    with pytest.raises(Refused, match="编号"):
        take(second, "announce", at_noon(level.not_before))


def test_the_certificate_says_in_force_then_expired(monkeypatch: pytest.MonkeyPatch) -> None:
    level = a_certified_level(Cast.of())
    until = level.valid_until
    monkeypatch.setattr(views, "today", lambda: until)
    assert verified(level) == ("The paper is genuine and in force", [False])
    monkeypatch.setattr(views, "today", lambda: until + DAY)
    assert verified(level) == ("The paper is genuine, but its time is over", [True])


def test_a_level_expires_by_its_date_and_not_a_day_before() -> None:
    level = a_certified_level(Cast.of())
    until = level.valid_until
    act_as(SYSTEM)
    assert actions.expire_by_date(at_noon(until)) == 0
    assert actions.expire_by_date(at_noon(until + DAY)) == 1
    assert actions.expire_by_date(at_noon(until + DAY)) == 0
    level = session().query(Level).one()
    assert (level.state, level.ended_on) == (S.EXPIRED, until)


def test_a_warned_firm_expires_too() -> None:
    level = a_certified_level(Cast.of(), "warn")
    until = level.valid_until
    act_as(SYSTEM)
    assert actions.expire_by_date(at_noon(until + DAY)) == 1


def test_a_revocation_is_proposed_heard_and_takes_the_paper() -> None:
    cast = Cast.of()
    level = a_certified_level(cast, "propose_revocation")
    first = level.not_before
    assert first == add_workdays(level.entered_on, 5) + DAY
    with pytest.raises(Refused):
        take(cast, "revoke", at_noon(first - DAY))
    level = take(cast, "revoke", at_noon(first))
    assert (level.state, level.grounds, level.paper.state) == (S.REVOKED, ["R9"], PaperState.REVOKED)
    assert verified(level) == ("The paper is genuine, but it was revoked", [True])


def test_who_has_answered_need_not_be_waited_for() -> None:
    cast = Cast.of()
    level = a_certified_level(cast, "propose_revocation")
    on = add_workdays(level.entered_on, 1)
    level = the_level(cast.signer)
    actions.answer(level, given_for(level, reason="已整改"), by=cast.signer, at=at_noon(on))
    assert take(cast, "revoke", at_noon(on)).answer == "已整改"


def test_an_answer_comes_within_five_working_days_and_once() -> None:
    cast = Cast.of()
    level = a_certified_level(cast, "propose_revocation")
    late = level.not_before
    level = the_level(cast.signer)
    with pytest.raises(Refused):
        actions.answer(level, given_for(level), by=cast.signer, at=at_noon(late))


def test_a_revocation_names_a_ground_of_the_law() -> None:
    cast = Cast.of()
    level = a_certified_level(cast)
    for named in ((), ("R10",), ("X1",)):
        with pytest.raises(Refused) as refused:
            take(cast, "propose_revocation", at_noon(level.entered_on + DAY), grounds=named)
        assert refused.value.field == "grounds"


def test_a_revoked_firm_applies_again_after_a_year() -> None:
    cast = Cast.of()
    level = a_certified_level(cast, "propose_revocation", "revoke")
    first = level.not_before
    with pytest.raises(Refused):
        take(cast, "open", at_noon(first - DAY))
    assert take(cast, "open", at_noon(first)).state is S.SELF_ASSESSING


def test_a_renewal_begins_three_months_before_the_end() -> None:
    cast = Cast.of()
    level = a_certified_level(cast)
    early = level.valid_until - timedelta(days=100)
    with pytest.raises(Refused):
        take(cast, "renew", at_noon(early))
    assert take(cast, "renew", at_noon(early + timedelta(days=10))).state is S.RENEWING


def test_a_direct_extension_needs_all_its_conditions_and_replaces_the_certificate() -> None:
    cast = Cast.of()
    level = a_certified_level(cast)
    first_paper, on = level.paper_id, level.valid_until - timedelta(days=60)
    take(cast, "renew", at_noon(on))
    with pytest.raises(Refused):
        take(cast, "extend_directly", at_noon(on), conditions=("X1",))
    every = ("X1", "X2", "X3", "X4", "X5", "X6")
    level = take(cast, "extend_directly", at_noon(on), conditions=every)
    number = f"苏AQBJXIII{level.not_before.year}00002"
    level = take(cast, "announce", at_noon(level.not_before), number=number)
    assert level.number == f"苏AQBJXⅢ{level.announced_on.year}00002"
    act_as(SYSTEM)
    old = session().get_one(Paper, first_paper)
    assert (old.state, old.successor_id) == (PaperState.SUPERSEDED, level.paper_id)


def test_a_town_examines_and_never_grants() -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    a_level(cast, "display", "apply", *WAY[:-1])
    level = the_level(cast.town)
    on = at_noon(level.not_before)
    for verb in ("publish", "announce", "revoke", "warn", "propose_revocation"):
        with pytest.raises(Forbidden):
            actions.take(level, verb, given_for(level), by=cast.town, at=on)


def test_a_wrong_password_grants_nothing() -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    level = a_level(cast, "display", "apply", *WAY[:-1])
    with pytest.raises(Refused):
        take(cast, "announce", at_noon(level.not_before), password="wrong")


def test_an_old_page_takes_no_step() -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    level = a_level(cast, "display", "apply")
    seen = Given(level.version)
    take(cast, "accept", at_noon(level.entered_on))
    level = the_level(cast.town)
    with pytest.raises(Stale):
        actions.take(level, "review", seen, by=cast.town, at=at_noon(level.entered_on))


def test_a_sample_is_kept_for_the_ranking() -> None:
    cast = Cast.of()
    a_certified_level(cast)
    level = the_level(cast.town)
    sample = Sample(level.version, Decimal("87.5"), date(2026, 11, 20))
    actions.record_sample(level, sample, by=cast.town, at=at_noon(date(2026, 11, 20)))
    assert (level.sample, level.sampled_on) == (Decimal("87.5"), date(2026, 11, 20))
