"""When a change report is owed: what differs from the last report, since when, and what settles it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.access import SYSTEM, act_as
from portal.db import session
from portal.filings import actions as filings
from portal.filings import reviewing
from portal.filings.model import Filing
from portal.filings.queries import filings_of
from portal.filings.reviewing import Decision
from portal.filings.rules import Declaration, FilingState, Occasion, RejectionGround
from portal.problems import Refused
from portal.registry import actions as registry
from portal.registry.model import Enterprise
from portal.registry.rules import Edit
from portal.risks import actions, owing, wording
from portal.risks.changes import ChangeKind, Reason
from portal.risks.keeping import keep_all
from portal.risks.model import ChangeDuty, Risk
from portal.risks.rules import Grade
from tests.build import AT, PASSWORD, TOWN, a_member, an_authority, an_enterprise, the_actor
from tests.risks.build import a_grading, a_risk

TODAY = AT.date()
K = ChangeKind


def later(days: int):
    return AT + timedelta(days=days)


class Story:
    """An enterprise that has filed one larger risk, with its people and its town."""

    def __init__(self, at=AT) -> None:
        own = an_enterprise(industry_code="338", name="如皋第一机械有限公司", principal="张三")
        self.own_id = own.id
        self.signer = the_actor(a_member(own, "signer"))
        self.town = the_actor(a_member(an_authority(TOWN), "reviewer"))
        self.risk_id = a_risk(self.own(), self.signer).id
        self.file(Occasion.REGULAR, at)

    def own(self) -> Enterprise:
        act_as(self.signer)
        return session().get_one(Enterprise, self.own_id)

    @property
    def risk(self) -> Risk:
        return session().get_one(Risk, self.risk_id)

    def file(self, occasion: Occasion, at) -> None:
        own = self.own()
        filing = filings.start(own, "risk_report", occasion, at.date(), by=self.signer, at=at)
        filings.submit(filing, Declaration(filing.version, PASSWORD), by=self.signer, at=at)

    def newest(self, by=None) -> Filing:
        act_as(by or self.signer)
        return session().scalars(select(Filing).order_by(Filing.id.desc())).first()

    def add(self, grade: Grade, days: int, name: str = "抛光粉尘爆炸") -> Risk:
        own = self.own()
        risk = a_risk(own, self.signer, None, name=name)
        actions.grade(risk, risk.grading, a_grading(grade), by=self.signer, at=later(days))
        return risk

    def regrade(self, grade: Grade, days: int) -> None:
        self.own()
        actions.grade(self.risk, self.risk.grading, a_grading(grade), by=self.signer, at=later(days))

    def edit(self, days: int, **facts) -> None:
        own = self.own()
        registry.edit(own, Edit(own.version, {}, facts), by=self.signer, at=later(days))

    def kept(self) -> ChangeDuty | None:
        act_as(SYSTEM)
        return session().scalars(select(ChangeDuty)).one_or_none()

    def reasons(self) -> list[tuple[ChangeKind, date | None]]:
        kept = self.kept()
        found = [Reason.read(one) for one in kept.reasons] if kept else []
        return [(one.kind, one.since) for one in found]

    def offered(self, on=TODAY) -> list[Occasion]:
        own = self.own()
        return [duty.occasion for duty in owing.offers(own, filings_of(session(), own.id), on)]


@pytest.fixture
def story() -> Story:
    return Story()


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


# --- what is a change -------------------------------------------------------------------------------------


def test_nothing_is_owed_while_all_stands_as_declared(story):
    assert story.reasons() == []


def test_a_new_larger_risk_is_one_since_the_day_of_its_grade(story):
    story.add(Grade.LARGER, 3)
    assert story.reasons() == [(K.NEW_RISK, day(3))]


def test_a_new_general_risk_is_none(story):
    story.add(Grade.GENERAL, 3)
    assert story.reasons() == []


@pytest.mark.parametrize("grade", [Grade.MAJOR, Grade.GENERAL])
def test_a_reported_risk_that_is_graded_up_or_down_is_one(story, grade):
    story.regrade(grade, 2)
    assert story.reasons() == [(K.OTHER_GRADE, day(2))]


def test_a_reported_risk_that_is_removed_is_one_and_its_history_keeps_it(story):
    story.own()
    actions.remove(story.risk, "产线拆除", by=story.signer, at=later(5))
    assert story.reasons() == [(K.RISK_REMOVED, day(5))]
    assert story.risk.key in story.newest().revisions[0].snapshot["risks"]


def test_a_new_name_alone_is_one_without_any_risk_row(story):
    story.edit(1, name="如皋第一精工有限公司")
    assert story.reasons() == [(K.OTHER_FACT, day(1))]


def test_a_new_principal_is_one_and_the_number_of_workers_is_none(story):
    story.edit(1, workers=90)
    assert story.reasons() == []
    story.edit(2, principal="李四")
    assert story.reasons() == [(K.OTHER_FACT, day(2))]


def test_before_anything_is_filed_nothing_is_a_change():
    own = an_enterprise()
    a_risk(own, the_actor(a_member(own, "filer")))
    assert session().scalars(select(ChangeDuty)).all() == []


# --- since when -------------------------------------------------------------------------------------------


def test_the_duty_begins_with_the_oldest_change(story):
    story.add(Grade.LARGER, 4)
    story.edit(1, name="如皋第一精工有限公司")
    story.regrade(Grade.MAJOR, 8)
    assert story.kept().since == day(1)


def test_a_grade_that_went_and_came_back_counts_from_its_last_going(story):
    story.regrade(Grade.MAJOR, 1)
    story.regrade(Grade.LARGER, 2)
    assert story.reasons() == []
    story.regrade(Grade.MAJOR, 9)
    assert story.reasons() == [(K.OTHER_GRADE, day(9))]


def test_a_row_taken_out_and_put_back_is_no_change(story):
    story.own()
    actions.remove(story.risk, "拆除", by=story.signer, at=later(1))
    actions.restore(story.risk, by=story.signer, at=later(2))
    assert story.reasons() == []


# --- what settles it --------------------------------------------------------------------------------------


def test_the_change_report_settles_it_at_its_submission(story):
    story.add(Grade.LARGER, 3)
    story.file(Occasion.CHANGE, later(4))
    assert story.reasons() == []


def test_a_recalled_change_report_settles_nothing_and_the_day_stays(story):
    story.add(Grade.LARGER, 3)
    story.file(Occasion.CHANGE, later(4))
    filing = story.newest()
    filings.recall(filing, filing.version, by=story.signer, at=later(4))
    assert story.reasons() == [(K.NEW_RISK, day(3))]


def test_a_rejected_change_report_settles_nothing(story):
    story.add(Grade.LARGER, 3)
    story.file(Occasion.CHANGE, later(4))
    filing = story.newest(story.town)
    reviewing.open_review(filing, by=story.town, at=later(5))
    no = Decision(filing.version, "重复", RejectionGround.DUPLICATE)
    reviewing.reject(filing, no, by=story.town, at=later(5))
    assert story.reasons() == [(K.NEW_RISK, day(3))]


def test_a_change_may_be_reported_while_the_regular_report_is_under_review(story):
    assert story.newest().state is FilingState.SUBMITTED
    story.add(Grade.LARGER, 1)
    assert story.offered(day(1)) == [Occasion.CHANGE]
    story.file(Occasion.CHANGE, later(2))
    assert {one.state for one in filings_of(session(), story.own_id)} == {FilingState.SUBMITTED}


def test_a_second_change_may_be_reported_while_the_first_is_under_review(story):
    story.add(Grade.LARGER, 1)
    story.file(Occasion.CHANGE, later(2))
    story.add(Grade.LARGER, 3, name="行车吊物坠落")
    story.file(Occasion.CHANGE, later(4))
    assert story.newest().number == 2


def test_one_change_report_in_preparation_is_enough(story):
    story.add(Grade.LARGER, 1)
    own = story.own()
    filings.start(own, "risk_report", Occasion.CHANGE, day(1), by=story.signer, at=later(1))
    assert story.offered(day(1)) == []
    with pytest.raises(Refused):
        filings.start(story.own(), "risk_report", Occasion.CHANGE, day(1), by=story.signer, at=later(1))


def test_working_it_all_out_anew_finds_the_same(story):
    story.add(Grade.LARGER, 3)
    story.edit(5, name="如皋第一精工有限公司")
    before = story.reasons()
    act_as(SYSTEM)
    assert keep_all(later(20)) == 1
    assert story.reasons() == before == [(K.NEW_RISK, day(3)), (K.OTHER_FACT, day(5))]


# --- what is offered --------------------------------------------------------------------------------------


def test_an_enterprise_that_never_filed_is_offered_a_first_report_or_one_after_a_first_elsewhere():
    own = an_enterprise()
    assert [duty.occasion for duty in owing.offers(own, [], TODAY)] == [Occasion.FIRST, Occasion.REGULAR]


def test_a_new_enterprise_is_offered_its_first_report_alone():
    own = an_enterprise(accepted_on=TODAY)
    assert [duty.occasion for duty in owing.offers(own, [], TODAY)] == [Occasion.FIRST]


def test_after_the_turn_of_the_year_the_regular_report_is_offered_and_a_change_too(story):
    story.add(Grade.LARGER, 3)
    assert story.offered(date(2027, 1, 4)) == [Occasion.REGULAR, Occasion.CHANGE]


def test_a_change_that_the_portal_cannot_see_may_be_reported_too(story):
    assert story.offered() == [Occasion.CHANGE]


def test_the_next_yearly_report_is_not_put_off_by_a_change(story):
    story.add(Grade.LARGER, 3)
    story.file(Occasion.CHANGE, later(4))
    own = story.own()
    due = owing.next_yearly_on(own, filings_of(session(), own.id), day(4))
    assert due == date(2027, 3, 31)


def test_a_whole_result_and_the_meaning_of_its_values_are_told_in_words(app):
    result = {
        "key": "lec@1.0",
        "values": {"L": "3", "E": "10", "C": "40"},
        "product": "1200",
        "grade": "major",
    }
    said = wording.show("inherent", result)
    assert "L=3 × E=10 × C=40 = 1200，重大" in said
    assert "lec" not in said
    assert wording.show("steps", {"L": "可能性：极少", "S": "后果：轻伤"}) == "可能性：极少；后果：轻伤"
    assert wording.field_label("method/steps") == "取值含义"
