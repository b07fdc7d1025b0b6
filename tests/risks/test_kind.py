"""The risk report in the review engine: from draft to receipt, what blocks, who looks, what it leaves behind."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.access import SYSTEM, act_as
from portal.accounts.model import Authority
from portal.accounts.rules import Level
from portal.db import session
from portal.documents.model import Paper
from portal.documents.queries import papers_of
from portal.documents.rules import PaperState
from portal.documents.standing import standing_of
from portal.filings import actions as filings
from portal.filings import reviewing
from portal.filings.kinds import kind_of
from portal.filings.model import Filing
from portal.filings.reviewing import Decision, RemarkValue
from portal.filings.rules import Declaration, FilingState, Occasion
from portal.merging import Change
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.risks import actions
from portal.risks.queries import changed_since_filed
from portal.risks.rules import Grade
from tests.build import AT, PASSWORD, TOWN, a_member, an_authority, an_enterprise, the_actor, the_county
from tests.risks.build import a_risk

LATER = AT + timedelta(minutes=2)


class Cast:
    """An enterprise with a filer, a signer, its town and the county."""

    def __init__(self) -> None:
        own = an_enterprise(industry_code="338")
        self.own_id = own.id
        self.filer = the_actor(a_member(own, "filer"))
        self.signer = the_actor(a_member(own, "signer"))
        self.town = the_actor(a_member(an_authority(TOWN, Level.TOWN), "reviewer"))
        self.county = the_actor(a_member(the_county(), "reviewer"))

    def own(self, by) -> Enterprise:
        act_as(by)
        return session().get_one(Enterprise, self.own_id)

    def filing(self, by) -> Filing:
        act_as(by)
        return session().scalars(select(Filing).order_by(Filing.id.desc())).first()

    def submit(self, at=AT) -> Filing:
        filing = self.filing(self.signer)
        filings.submit(filing, Declaration(filing.version, PASSWORD), by=self.signer, at=at)
        return filing


@pytest.fixture
def cast():
    return Cast()


@pytest.fixture
def drafted(cast):
    """A draft with one larger risk in order."""
    own = cast.own(cast.filer)
    filings.start(own, "risk_report", Occasion.REGULAR, date(2026, 11, 23), by=cast.filer, at=AT)
    a_risk(own, cast.filer)
    return cast


def papers(cast) -> list[Paper]:
    filing = cast.filing(cast.signer)
    return list(papers_of(session(), "filing", filing.key))


def test_a_report_in_order_is_submitted_and_gets_its_receipt(drafted):
    filing = drafted.submit()
    assert (filing.state, filing.stages) == (FilingState.SUBMITTED, ["town"])
    assert filing.highlights == {"major": 0, "larger": 1, "general": 0, "low": 0}
    digest = filing.revisions[0].digest
    (paper,) = papers(drafted)
    facts = paper.facts
    assert (facts["report_kind"], facts["year"], facts["revision"], facts["replaces"]) == (
        "定期报告",
        2026,
        1,
        "",
    )
    assert (facts["next_due"], facts["counts"]["larger"]) == ("2027-03-31", 1)
    assert facts["risks"] == [
        {
            "name": "冲床手工送料",
            "place": "冲床",
            "grade": "larger",
            "accidents": "机械致害",
            "person": "赵六",
        }
    ]
    assert facts["digest"] == digest


def test_the_receipt_is_numbered_by_the_town_that_receives_it(drafted):
    drafted.submit()
    (paper,) = papers(drafted)
    assert session().get_one(Authority, paper.authority_id).level is Level.TOWN


def test_a_report_with_a_major_risk_goes_to_the_county_too(drafted):
    a_risk(drafted.own(drafted.filer), drafted.filer, Grade.MAJOR)
    assert drafted.submit().stages == ["town", "county"]


def test_a_larger_risk_without_control_blocks_submission(drafted):
    a_risk(drafted.own(drafted.filer), drafted.filer, controls=False)
    with pytest.raises(Refused):
        drafted.submit()
    assert (drafted.filing(drafted.signer).state, papers(drafted)) == (FilingState.DRAFT, [])


def test_a_submission_marks_the_register_and_a_later_change_shows(drafted):
    assert changed_since_filed(session(), drafted.own_id) == 1
    drafted.submit(at=LATER)
    assert changed_since_filed(session(), drafted.own_id) == 0
    own = drafted.own(drafted.filer)
    risk = a_risk(own, drafted.filer)
    actions.edit(risk, [Change("place", risk.place, "x")], by=drafted.filer, at=LATER + timedelta(hours=1))
    assert changed_since_filed(session(), drafted.own_id) == 1


def test_a_recall_takes_the_marks_back(drafted):
    filing = drafted.submit(at=LATER)
    filings.recall(filing, filing.version, by=drafted.signer, at=LATER + timedelta(minutes=1))
    assert changed_since_filed(session(), drafted.own_id) == 1


def test_a_recalled_resubmission_leaves_the_marks_of_the_submission_before(drafted):
    filing = drafted.submit(at=LATER)
    filings.recall(filing, filing.version, by=drafted.signer, at=LATER + timedelta(minutes=1))
    filing = drafted.submit(at=LATER + timedelta(minutes=2))
    filings.recall(filing, filing.version, by=drafted.signer, at=LATER + timedelta(minutes=3))
    assert changed_since_filed(session(), drafted.own_id) == 0


def test_a_resubmission_supersedes_the_receipt(drafted):
    filing = drafted.submit()
    filings.recall(filing, filing.version, by=drafted.signer, at=LATER)
    drafted.submit(at=LATER)
    newer, older = papers(drafted)
    assert (older.state, newer.state) == (PaperState.SUPERSEDED, PaperState.ISSUING)
    assert (newer.facts["replaces"], newer.facts["revision"]) == (older.number, 2)


def test_the_receipt_says_what_became_of_the_report(drafted):
    drafted.submit()
    assert told(drafted) == [("wait", AT)]
    filing = drafted.filing(drafted.town)
    reviewing.open_review(filing, by=drafted.town, at=LATER)
    path = f"/risks/{next(iter(filing.revisions[0].snapshot['risks']))}"
    reviewing.write_remark(filing, RemarkValue(path, "RR04", "写明频次"), by=drafted.town, at=LATER)
    reviewing.send_back(filing, Decision(filing.version), by=drafted.town, at=LATER)
    assert told(drafted) == [("back", LATER)]


def test_the_receipt_of_a_checked_report_says_when(drafted):
    drafted.submit()
    filing = drafted.filing(drafted.town)
    reviewing.open_review(filing, by=drafted.town, at=LATER)
    reviewing.approve(filing, Decision(filing.version), by=drafted.town, at=LATER)
    assert told(drafted) == [("ok", LATER)]


def told(cast) -> list[tuple[str, object]]:
    (paper,) = papers(cast)
    key = paper.id
    act_as(SYSTEM)
    return [(line.tone, line.at) for line in standing_of(session().get_one(Paper, key))]


@pytest.mark.parametrize("occasion", Occasion)
def test_a_report_is_named_after_its_occasion(cast, occasion):
    own = cast.own(cast.filer)
    filing = filings.start(own, "risk_report", occasion, date(2026, 11, 23), by=cast.filer, at=AT)
    assert "2026" in filing.title


# fmt: off
LAST_DAYS = [
    (Occasion.REGULAR, date(2026, 3, 31)),
    (Occasion.FIRST,   date(2026, 3, 31)),
    (Occasion.CHANGE,  date(2026, 12, 8)),
]
# fmt: on


@pytest.mark.parametrize(("occasion", "due"), LAST_DAYS)
def test_each_occasion_has_its_last_day(cast, occasion, due):
    own = cast.own(cast.filer)
    filing = filings.start(own, "risk_report", occasion, date(2026, 11, 23), by=cast.filer, at=AT)
    assert filing.due_on == due


def test_red_and_orange_rows_are_shown_in_lists_where_there_are_any():
    tags = kind_of("risk_report").highlight_tags({"major": 2, "larger": 0, "general": 5})
    assert tags == [(Grade.MAJOR, 2)]


# fmt: off
PLACES = [
    ("/risks/k1",                    "/risks/k1"),
    ("/risks/k1/place",              "/risks/k1#place"),
    ("/risks/k1/catalogue",          "/risks/k1#condition_answer"),
    ("/risks/k1/controls",           "/risks/k1/controls"),
    ("/risks/k1/controls/c1/text",   "/risks/k1/controls"),
    ("/watched/k1",                  "/risks/k1"),
    ("/risks",                       "/risks"),
    ("/zero_answers/JS-DUST-01",     "/risks/zero#JS-DUST-01"),
    ("/zero_answers",                "/risks/zero"),
    ("/enterprise",                  "/enterprise"),
]
# fmt: on


@pytest.mark.parametrize(("path", "place"), PLACES)
def test_what_is_to_be_mended_leads_to_its_place(path, place):
    assert kind_of("risk_report").url_of(path) == place
