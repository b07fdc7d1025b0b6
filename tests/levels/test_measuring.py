"""What the ranking takes from orders, findings, reports and self-assessments; what a person decides by it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.access import SYSTEM, act_as
from portal.assessments.model import Assessment
from portal.db import session
from portal.demo.assessing import at_noon
from portal.enforcement import actions as orders
from portal.enforcement.model import RectificationOrder
from portal.levels import campaign, deciding, placing, progress
from portal.levels.campaign import Campaign
from portal.levels.deciding import Decided
from portal.levels.measuring import measured
from portal.levels.model import RankDecision
from portal.levels.placing import RankFilter
from portal.levels.progress import AsOf, ProgressFilter
from portal.levels.rules import Dimension, LeftOut, Progress, RankVerdict
from portal.notices.model import Notice
from portal.problems import Forbidden, Refused, Stale
from portal.registry.model import Enterprise
from tests.build import OTHER_TOWN, a_member, an_authority, an_enterprise, the_actor
from tests.enforcement.build import a_draft_order, an_item, an_office, confirmed
from tests.levels.build import Cast, a_certified_level, a_checked_assessment, the_level

ON = date(2026, 12, 20)
AT = at_noon(ON)


def test_an_order_past_its_day_counts_by_its_items() -> None:
    cast = Cast.of()
    a_certified_level(cast)
    act_as(SYSTEM)
    office = an_office()
    own = session().get_one(Enterprise, cast.enterprise_id)
    order = a_draft_order(office, an_item(major=True), an_item(), an_item(), enterprise=own)
    orders.issue(order, confirmed(order), by=office.inspector, at=at_noon(date(2026, 11, 23)))
    assert session().query(RectificationOrder).one().deadline == date(2026, 12, 8)
    act_as(SYSTEM)
    (found,) = measured(session(), 2026, ON).values()
    assert (found.overdue_major, found.overdue_general) == (1, 2)
    (before,) = measured(session(), 2026, date(2026, 12, 8)).values()
    assert (before.overdue_major, before.overdue_general) == (0, 0)


def test_a_punctual_self_assessment_is_known_by_its_day() -> None:
    a_certified_level(Cast.of())
    act_as(SYSTEM)
    (found,) = measured(session(), 2026, ON).values()
    assert found.late is not None
    assert found.late < timedelta(0)
    assert found.own == Decimal(100)
    (missing,) = measured(session(), 2027, ON).values()
    assert missing.late is None


def test_what_the_reviewer_came_to_is_measured_beside_the_own_result() -> None:
    cast = Cast.of()
    a_certified_level(cast)
    act_as(SYSTEM)
    assert [one.reviewed for one in measured(session(), 2026, ON).values()] == [None]
    session().query(Assessment).one().reviewed_result = Decimal("91.5")
    session().flush()
    assert [one.reviewed for one in measured(session(), 2026, ON).values()] == [Decimal("91.5")]


def test_a_place_is_one_among_the_county_and_shown_by_region() -> None:
    first = Cast.of()
    a_certified_level(first)
    act_as(SYSTEM)
    elsewhere = the_actor(a_member(an_authority(OTHER_TOWN), "reviewer"))
    act_as(elsewhere)
    assert placing.placed(2026, RankFilter(), elsewhere, ON) == []
    act_as(first.town)
    assert len(placing.placed(2026, RankFilter(), first.town, ON)) == 1


def test_a_person_decides_and_the_enterprise_answers_within_five_working_days() -> None:
    cast = Cast.of()
    a_certified_level(cast)
    level = the_level(cast.reviewer)
    ranked = placing.place_of(level, 2026, ON)
    decided = Decided(2026, RankVerdict.LOOK, "整改逾期")
    deciding.decide(level, ranked, decided, by=cast.reviewer, at=AT)
    act_as(cast.signer)
    decision = session().query(RankDecision).one()
    assert (decision.due_on, decision.place, decision.places) == (date(2026, 12, 25), 1, 1)
    assert [row[0] for row in decision.arithmetic] == ["I1", "I2", "I3", "I4", "I5", "I6"]
    assert session().query(Notice).filter(Notice.kind == "level.ranked").count() == 1
    with pytest.raises(Refused):
        deciding.answer_rank(decision, "已整改", by=cast.signer, at=at_noon(date(2026, 12, 26)))
    deciding.answer_rank(decision, "已整改", by=cast.signer, at=at_noon(date(2026, 12, 25)))
    assert decision.answer == "已整改"


def test_a_year_is_decided_once_and_never_by_a_town() -> None:
    cast = Cast.of()
    a_certified_level(cast)
    level = the_level(cast.town)
    ranked = placing.place_of(level, 2026, ON)
    decided = Decided(2026, RankVerdict.LEAVE, "正常")
    with pytest.raises(Forbidden):
        deciding.decide(level, ranked, decided, by=cast.town, at=AT)
    level = the_level(cast.reviewer)
    deciding.decide(level, ranked, decided, by=cast.reviewer, at=AT)
    level = the_level(cast.reviewer)
    with pytest.raises(Refused):
        deciding.decide(level, ranked, decided, by=cast.reviewer, at=AT)


def test_the_overview_counts_by_town_industry_and_level() -> None:
    cast = Cast.of()
    a_certified_level(cast)
    act_as(SYSTEM)
    an_enterprise(OTHER_TOWN)
    act_as(cast.reviewer)
    asked = AsOf(2026, ON)
    towns = {row.of: row for row in progress.overview(session(), asked, Dimension.TOWN)}
    assert (towns["320682001"].checked, towns["320682001"].certified) == (1, 1)
    assert towns[OTHER_TOWN].not_begun == 1
    assert [row.of for row in progress.overview(session(), asked, Dimension.INDUSTRY)] == ["34"]
    levels = {row.of: row.enterprises for row in progress.overview(session(), asked, Dimension.LEVEL)}
    assert levels == {"": 1, "level3": 1}


def test_a_reminder_goes_to_the_list_that_was_seen_and_leaves_out_with_a_reason() -> None:
    cast = Cast.of()
    a_checked_assessment(cast)
    act_as(SYSTEM)
    silent, lively = an_enterprise(OTHER_TOWN).id, an_enterprise(OTHER_TOWN)
    a_member(lively, "filer")
    act_as(cast.reviewer)
    asked = AsOf(2026, ON)
    found = campaign.audience(asked, ProgressFilter(), AT)
    assert len(found.told) == 1
    assert {row.id: why for row, why in found.left_out} == {
        cast.enterprise_id: LeftOut.SUBMITTED,
        silent: LeftOut.NOBODY,
    }
    with pytest.raises(Stale):
        campaign.remind(Campaign(asked, ProgressFilter(), "请自评", "another"), by=cast.reviewer, at=AT)
    sent = Campaign(asked, ProgressFilter(), "请自评", found.digest)
    assert campaign.remind(sent, by=cast.reviewer, at=AT) == 1
    again = campaign.audience(asked, ProgressFilter(progress=Progress.NOT_BEGUN), AT)
    assert [why for _row, why in again.left_out].count(LeftOut.LATELY) == 1
