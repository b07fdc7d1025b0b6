"""One form, sent by fifty hands at once: one filing, one receipt, and everybody is led on."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from portal import audit
from portal.access import SYSTEM, act_as
from portal.audit import Event
from portal.db import session
from portal.documents.model import Paper
from portal.filings.model import Filing, Revision
from portal.filings.rules import FilingState
from tests.build import a_member, an_authority, an_enterprise
from tests.faults.people import Person
from tests.faults.processes import Portal
from tests.faults.world import SIGNED, a_ready_report, a_report_under_review

HANDS = 50


def send(person: Person, path: str, fields: dict[str, str]) -> set[tuple[int, str]]:
    """Send the same form fifty times at once; status and address of every answer."""
    with ThreadPoolExecutor(HANDS) as hands:
        answers = list(hands.map(lambda _hand: person.post(path, fields), range(HANDS)))
    session().rollback()
    act_as(SYSTEM)
    return {(answer.status, answer.location) for answer in answers}


def test_a_filing_begun_by_fifty_hands_is_one(portal: Portal):
    filer = Person(portal.start()).sign_in(a_member(an_enterprise(), "filer"))
    path = "/filings/start/risk_report"
    answers = send(filer, path, {**filer.form(path), "occasion": "regular", "began_on": "2026-11-23"})
    key = session().scalars(select(Filing.key)).one()
    assert answers == {(303, f"/filings/{key}")}


def test_a_report_submitted_by_fifty_hands_has_one_revision_and_one_receipt(portal: Portal):
    an_authority()
    report = a_ready_report()
    signer = Person(portal.start()).sign_in_as(report.signer)
    answers = send(signer, report.submit, {**signer.form(report.submit), **SIGNED})
    asked_again = 422  # more than five passwords at once look like guessing, be they right
    assert {303} <= {status for status, _location in answers} <= {303, asked_again}
    assert session().scalar(select(func.count(Revision.id))) == 1
    assert session().scalars(select(Paper.serial)).all() == [1]
    assert list(audit.broken_links()) == []


def test_a_decision_sent_by_fifty_hands_is_taken_once_and_nobody_is_refused(portal: Portal):
    review = a_report_under_review()
    reviewer = Person(portal.start()).sign_in_as(review.reviewers[0])
    answers = send(reviewer, review.to("approve"), reviewer.form(review.to("approve")))
    assert {status for status, _location in answers} == {303}
    assert session().scalars(select(Filing._state)).all() == [FilingState.APPROVED]
    assert session().scalar(select(func.count(Event.id)).where(Event.verb == "filing.approve")) == 1
