"""Last year's rows: each is confirmed by itself, an answer counts once it has come true, red and orange ones block."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import select

from portal.access import act_as
from portal.audit import Event
from portal.db import session
from portal.filings import actions as filings
from portal.filings.model import Filing
from portal.filings.rules import Declaration, Occasion
from portal.merging import Change
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.risks import actions, affirmed, affirming
from portal.risks.affirm_page import affirm_page
from portal.risks.findings_door import KnownFinding, register_finding_source
from portal.risks.model import Risk
from portal.risks.rules import Grade
from tests.build import AT, PASSWORD, TOWN, a_member, an_authority, an_enterprise, the_actor
from tests.risks.build import a_grading, a_risk

NEXT = datetime(2027, 1, 11, 2, 0, tzinfo=UTC)
YEAR, TODAY = 2027, date(2027, 1, 11)


class Member(NamedTuple):
    """A membership by its id, for signing in."""

    id: int


class LastYear:
    """An enterprise that filed one row of each grade in 2026, in January 2027."""

    def __init__(self) -> None:
        own = an_enterprise(industry_code="338")
        an_authority(TOWN)
        joined = a_member(own, "signer")
        self.own_id, self.member, self.signer = own.id, Member(joined.id), the_actor(joined)
        self.keys = {grade: a_risk(self.own, self.signer, grade, name=grade.value).key for grade in Grade}
        filing = self.start(AT)
        filings.submit(filing, Declaration(filing.version, PASSWORD), by=self.signer, at=AT)

    @property
    def own(self) -> Enterprise:
        act_as(self.signer)
        return session().get_one(Enterprise, self.own_id)

    def start(self, at: datetime) -> Filing:
        return filings.start(self.own, "risk_report", Occasion.REGULAR, at.date(), by=self.signer, at=at)

    def risk(self, grade: Grade) -> Risk:
        act_as(self.signer)
        return session().scalars(select(Risk).where(Risk.key == self.keys[grade])).one()

    def unchanged(self, *grades: Grade) -> None:
        for grade in grades:
            affirming.affirm_unchanged(self.risk(grade), YEAR, by=self.signer, at=NEXT)

    def rest(self, *grades: Grade) -> int:
        return affirming.affirm_rest(self.own, YEAR, grades, by=self.signer, at=NEXT)

    def open_rows(self) -> set[str]:
        return {row.risk.name for row in affirmed.rows_due(session(), self.own_id, YEAR) if row.is_open}

    def found(self) -> list[tuple[str, bool]]:
        filing = self.start(NEXT)
        found = filing.kind.problems(filings.snapshot_now(filing, TODAY), TODAY)
        return [(one.code, one.blocking) for one in found if one.code.startswith("unaffirmed")]


@pytest.fixture
def story() -> LastYear:
    return LastYear()


def test_every_row_of_last_year_waits_and_a_row_of_this_year_does_not(story):
    a_risk(story.own, story.signer, name="new")
    assert story.open_rows() == {grade.value for grade in Grade}
    assert affirmed.rows_due(session(), story.own_id, 2026) == []


def test_unchanged_renews_the_identification_and_leaves_events(story):
    story.unchanged(Grade.MAJOR)
    assert story.risk(Grade.MAJOR).identified_on == TODAY
    assert "major" not in story.open_rows()
    verbs = session().scalars(
        select(Event.verb).where(Event.thing_key == story.keys[Grade.MAJOR], Event.at == NEXT)
    )
    assert set(verbs) == {"risk.edit", "risk.affirm"}


def test_changed_counts_only_once_the_row_was_changed(story):
    risk = story.risk(Grade.LARGER)
    affirming.affirm_changed(risk, YEAR, by=story.signer, at=NEXT)
    assert "larger" in story.open_rows()
    actions.edit(risk, [Change("place", risk.place, "三号厂房")], by=story.signer, at=NEXT)
    assert "larger" not in story.open_rows()


def test_changed_after_unchanged_needs_a_change_of_its_own(story):
    story.unchanged(Grade.LARGER)
    affirming.affirm_changed(story.risk(Grade.LARGER), YEAR, by=story.signer, at=NEXT + timedelta(minutes=1))
    assert "larger" in story.open_rows()


def test_a_row_that_was_changed_since_the_report_counts_at_once(story):
    risk = story.risk(Grade.LARGER)
    actions.edit(risk, [Change("place", risk.place, "三号厂房")], by=story.signer, at=AT + timedelta(days=20))
    affirming.affirm_changed(risk, YEAR, by=story.signer, at=NEXT)
    assert "larger" not in story.open_rows()


def test_gone_removes_the_row_with_its_reason_and_a_restored_row_waits_again(story):
    risk = story.risk(Grade.MAJOR)
    affirming.affirm_gone(risk, YEAR, "产线拆除", by=story.signer, at=NEXT)
    assert (risk.removed_reason, "major" in story.open_rows()) == ("产线拆除", False)
    actions.restore(risk, by=story.signer, at=NEXT)
    assert "major" in story.open_rows()


def test_gone_without_a_reason_is_refused_and_removes_nothing(story):
    with pytest.raises(Refused):
        affirming.affirm_gone(story.risk(Grade.MAJOR), YEAR, "  ", by=story.signer, at=NEXT)
    assert story.risk(Grade.MAJOR).removed_at is None


@pytest.mark.parametrize("grades", [(Grade.MAJOR,), (Grade.GENERAL, Grade.LARGER)])
def test_red_and_orange_rows_cannot_be_confirmed_together(story, grades):
    with pytest.raises(Refused):
        story.rest(*grades)
    assert len(story.open_rows()) == 4


def test_the_lower_rows_can_be_confirmed_together(story):
    assert story.rest(Grade.GENERAL, Grade.LOW) == 2
    assert story.open_rows() == {"major", "larger"}
    assert story.rest(Grade.GENERAL, Grade.LOW) == 0


def test_a_row_declared_as_larger_is_not_among_the_lower_ones_after_it_was_graded_down(story):
    risk = story.risk(Grade.LARGER)
    actions.grade(risk, risk.grading, a_grading(Grade.LOW), by=story.signer, at=NEXT)
    story.rest(Grade.GENERAL, Grade.LOW)
    assert "larger" in story.open_rows()


def test_a_row_that_no_earlier_year_declared_is_refused(story):
    fresh = a_risk(story.own, story.signer, name="new")
    with pytest.raises(Refused):
        affirming.affirm_unchanged(fresh, YEAR, by=story.signer, at=NEXT)


def test_each_open_red_or_orange_row_blocks_the_regular_report_and_lower_ones_warn_together(story):
    assert sorted(story.found()) == [("unaffirmed", True)] * 2 + [("unaffirmed_lower", False)]


def test_a_change_report_asks_no_confirmation(story):
    own = story.own
    change = filings.start(own, "risk_report", Occasion.CHANGE, TODAY, by=story.signer, at=NEXT)
    assert filings.snapshot_now(change, TODAY)["unaffirmed"] == {}


def test_the_confirmed_report_can_be_submitted_and_freezes_what_was_left_open(story):
    story.unchanged(Grade.MAJOR, Grade.LARGER)
    filing = story.start(NEXT)
    filings.submit(filing, Declaration(filing.version, PASSWORD), by=story.signer, at=NEXT)
    content = filing.revisions[0].snapshot
    assert content["affirmed"] == {"due": 4, "unchanged": 2, "changed": 0, "gone": 0}
    assert {row["name"] for row in content["unaffirmed"].values()} == {"general", "low"}


def test_a_draft_of_the_year_before_stays_in_hand_after_new_year():
    signer = the_actor(a_member(own := an_enterprise(), "signer"))
    filing = filings.start(own, "risk_report", Occasion.REGULAR, AT.date(), by=signer, at=AT)
    assert affirmed.year_in_hand([filing], TODAY) == 2026
    assert affirmed.year_in_hand([], TODAY) == 2027


def test_the_page_asks_as_often_whatever_the_number_of_rows(story, statements):
    own = story.own
    statements.clear()
    page = affirm_page(session(), own, TODAY)
    assert (page.progress, page.rest, statements.count) == ((0, 4), 2, 6)
    assert [group.grade for group in page.groups] == list(Grade)
    assert page.row(story.keys[Grade.LARGER]).formula == "3 × 6 × 15 = 270"


def test_a_finding_stands_beside_the_row_of_its_place_and_others_above_the_list(story):
    told = [
        KnownFinding("冲压车间2号冲床", "光电保护失效", date(2026, 12, 1), "/orders/a"),
        KnownFinding("配电房", "门未上锁", date(2026, 12, 2), "/orders/b"),
    ]
    register_finding_source("test", lambda enterprise: told)
    page = affirm_page(session(), story.own, TODAY)
    register_finding_source("test", lambda enterprise: [])
    assert page.row(story.keys[Grade.MAJOR]).finding == told[0]
    assert list(page.findings) == [told[1]]
