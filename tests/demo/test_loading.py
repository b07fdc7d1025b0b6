"""The demo city as loaded: every story ended where its name says, in a world that could have happened."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from portal import audit, clock
from portal.access import SYSTEM, act_as
from portal.db import session
from portal.demo.city import companies
from portal.demo.loading import load_city
from portal.documents.model import Paper
from portal.documents.rules import PaperState
from portal.enforcement.model import RectificationOrder
from portal.enforcement.rules import OrderState
from portal.filings.actions import problems_now
from portal.filings.model import Filing, Remark, Revision
from portal.filings.queries import filings_of
from portal.filings.rules import FilingState as F
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.registry.rules import EnterpriseState as E
from portal.risks.accidents import edition_on
from portal.risks.model import Risk
from portal.workdays import is_workday
from tests.demo.conftest import NOW

pytestmark = pytest.mark.timeout(600)

ENDS = {
    # story                   enterprise        newest filing
    "not begun":              (E.CONFIRMED,     None),
    "draft":                  (E.CONFIRMED,     F.DRAFT),
    "submitted":              (E.CONFIRMED,     F.SUBMITTED),
    "opened":                 (E.CONFIRMED,     F.SUBMITTED),
    "returned":               (E.CONFIRMED,     F.RETURNED),
    "resubmitted":            (E.CONFIRMED,     F.SUBMITTED),
    "endorsed":               (E.CONFIRMED,     F.ENDORSED),
    "approved":               (E.CONFIRMED,     F.APPROVED),
    "superseded":             (E.CONFIRMED,     F.APPROVED),
    "change in hand":         (E.CONFIRMED,     F.DRAFT),
    "recalled":               (E.CONFIRMED,     F.DRAFT),
    "rejected":               (E.CONFIRMED,     F.REJECTED),
    "registration refused":   (E.REFUSED,       None),
    "written off":            (E.WRITTEN_OFF,   F.APPROVED),
}  # fmt: skip


def enterprise_of(code: str) -> Enterprise:
    return session().scalars(select(Enterprise).where(Enterprise.code == code)).one()


def told(story: str) -> list[Enterprise]:
    """The enterprises of a story."""
    return [enterprise_of(company.code) for company in companies() if company.story == story]


@pytest.mark.parametrize("story", ENDS)
def test_a_story_ends_where_its_name_says(city, story):
    for enterprise in told(story):
        filings = filings_of(session(), enterprise.id)
        newest = filings[0].state if filings else None
        assert (enterprise.state, newest) == ENDS[story], enterprise.name


def test_an_overdue_enterprise_has_reported_last_year_and_not_this_year(city):
    for enterprise in told("overdue"):
        states = {filing.year: filing.state for filing in filings_of(session(), enterprise.id)}
        assert states[2025] is F.APPROVED
        assert states.get(2026, F.DRAFT) is F.DRAFT


def test_an_opened_filing_names_who_looks_at_it(city):
    for enterprise in told("opened"):
        assert filings_of(session(), enterprise.id)[0].opened_by


def test_remarks_of_a_filing_under_review_are_still_drafts(city):
    drafts = session().scalars(select(Remark).where(Remark.sent_at.is_(None))).all()
    assert {session().get_one(Filing, remark.filing_id).state for remark in drafts} == {F.SUBMITTED}


def test_what_was_resubmitted_has_two_revisions_that_differ(city):
    for enterprise in told("resubmitted"):
        first, second = filings_of(session(), enterprise.id)[0].revisions
        assert first.digest != second.digest


def test_a_pending_enterprise_may_have_filed(city):
    filed = [bool(filings_of(session(), enterprise.id)) for enterprise in told("registration pending")]
    assert sorted(filed) == [False, True]


def test_a_draft_shows_what_is_still_missing(city):
    found = set()
    for enterprise in told("draft"):
        draft = filings_of(session(), enterprise.id)[0]
        found |= {problem.code for problem in problems_now(draft, clock.local_day(NOW))}
    assert found >= {"ungraded", "condition_unanswered", "no_responsible_person", "no_emergency_control"}


def test_every_order_of_a_story_was_issued(city):
    orders = session().scalars(select(RectificationOrder)).all()
    assert {order.state for order in orders} == {OrderState.ISSUED}
    assert {order.enterprise_id for order in orders} == {enterprise.id for enterprise in told("order issued")}


def test_the_register_of_every_enterprise_is_whole_and_only_a_draft_lacks_a_grade(city):
    for company in companies():
        enterprise = enterprise_of(company.code)
        risks = session().scalars(select(Risk).where(Risk.enterprise_id == enterprise.id)).all()
        assert len(risks) == len(company.register), enterprise.name
        assert company.story == "draft" or all(risk.grade for risk in risks)


def test_nothing_happens_in_the_future_or_before_its_time(city):
    for revision in session().scalars(select(Revision)):
        filing = revision.filing
        assert filing.created_at <= revision.declared_at <= NOW
        assert filing.enterprise.registered_at < filing.created_at
    for filing in session().scalars(select(Filing).where(Filing.decided_at.is_not(None))):
        assert filing.created_at < filing.decided_at < NOW


def test_reports_are_signed_on_working_days(city):
    days = {clock.local_day(revision.declared_at) for revision in session().scalars(select(Revision))}
    assert all(is_workday(day) for day in days)


def test_a_filing_names_accident_types_of_the_edition_of_its_day(city):
    for revision in session().scalars(select(Revision)):
        if "risks" not in revision.snapshot:
            continue
        edition = edition_on(clock.local_day(revision.declared_at))
        assert {row["accident_edition"] for row in revision.snapshot["risks"].values()} <= {edition}


def test_numbers_of_papers_follow_time_without_gaps(city):
    series: dict[tuple[int, str, int], list[Paper]] = {}
    for paper in session().scalars(select(Paper).order_by(Paper.serial)):
        series.setdefault((paper.authority_id, paper.kind, paper.year), []).append(paper)
    for papers in series.values():
        assert [paper.serial for paper in papers] == list(range(1, len(papers) + 1))
        assert papers == sorted(papers, key=lambda paper: paper.issued_at)


def test_the_papers_shown_first_are_printed(city):
    for company in companies():
        if company.featured:
            newest = (
                select(Paper)
                .where(Paper.enterprise_id == enterprise_of(company.code).id)
                .order_by(Paper.id.desc())
            )
            assert session().scalars(newest).first().state is PaperState.IN_FORCE


def test_every_chain_of_events_holds(city):
    assert list(audit.broken_links()) == []


def test_a_city_is_loaded_into_an_empty_database_only(city):
    with pytest.raises(Refused, match="empty"):
        load_city(NOW)
    act_as(SYSTEM)


def test_the_city_can_be_loaded_before_the_summer_is_told(app):
    assert load_city(datetime(2027, 5, 3, 3, 0, tzinfo=UTC)).enterprises == len(companies())
    act_as(SYSTEM)
