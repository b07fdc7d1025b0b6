"""Findings and their measures: what is proposed, what may be changed when, the plan over the years, reminders."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from portal.access import SYSTEM, act_as
from portal.assessments import measure_queries, measure_reminding, measures
from portal.assessments.measure_queries import PlanFilter, PlanPlace
from portal.assessments.measures import Done
from portal.assessments.reasons import cost_of, proposed, reasons_for
from portal.assessments.rules import FindingState, PlanPart
from portal.assessments.scoring import score
from portal.assessments.standards import DeductPerFinding
from portal.db import session
from portal.filings import queries as filings
from portal.merging import Change
from portal.notices.model import Notice
from portal.problems import Refused, Stale
from portal.uploads import accept
from tests.assessments.build import (
    a_finding,
    an_assessment,
    answer,
    answer_all,
    declare,
    first_item,
    row_of,
    standard,
    submit,
)
from tests.build import AT

ON = AT.date()
DONE = Done(ON, "已更换并试运行")


def a_photo():
    content = BytesIO()
    Image.new("RGB", (32, 24), "white").save(content, "JPEG")
    return accept(BytesIO(content.getvalue()), "现场.jpg")


def test_a_deduction_proposes_the_reasons_of_its_element_with_measure_and_day():
    for item in standard().items:
        for reason in reasons_for(standard(), item):
            given = proposed(reason, ON)
            assert given["measure"]
            assert given["due_on"] == ON + timedelta(days=reason.days)
    assert any(reasons_for(standard(), item) for item in standard().items)


def test_a_finding_costs_what_the_rule_takes_for_one(as_signer, signer):
    assessment = an_assessment(as_signer, signer)
    item = first_item(DeductPerFinding)
    answer(row_of(assessment, item.id), {"findings": 1}, signer)
    assert a_finding(assessment, signer).points == min(item.scoring.per, item.scoring.max)


def test_what_lost_nothing_costs_nothing():
    from portal.assessments.answers import Answer, Answers

    item = first_item(DeductPerFinding)
    found = score(standard(), Answers({item.id: Answer(findings=0)}))
    assert cost_of(item, found.items[item.id]) is None


def test_a_measure_goes_from_open_over_done_to_closed(as_signer, signer):
    finding = a_finding(an_assessment(as_signer, signer), signer)
    measures.report_done(finding, DONE, by=signer, at=AT)
    assert (finding.state, finding.done_on) == (FindingState.DONE, ON)
    measures.close(finding, by=signer, at=AT)
    assert (finding.state, finding.closed_by) == (FindingState.CLOSED, signer.name)


def test_the_proof_of_a_measure_is_kept(as_signer, signer):
    finding = a_finding(an_assessment(as_signer, signer), signer)
    measures.report_done(finding, Done(ON, "", [a_photo()]), by=signer, at=AT)
    assert [one.name for one in finding.evidence] == ["现场.jpg"]


def test_done_without_words_and_without_proof_is_refused(as_signer, signer):
    finding = a_finding(an_assessment(as_signer, signer), signer)
    with pytest.raises(Refused) as problem:
        measures.report_done(finding, Done(ON), by=signer, at=AT)
    assert problem.value.field == "note"


def test_done_tomorrow_is_refused(as_signer, signer):
    finding = a_finding(an_assessment(as_signer, signer), signer)
    with pytest.raises(Refused) as problem:
        measures.report_done(finding, Done(ON + timedelta(days=1), "x"), by=signer, at=AT)
    assert problem.value.field == "done_on"


def test_an_open_measure_is_not_closed(as_signer, signer):
    finding = a_finding(an_assessment(as_signer, signer), signer)
    with pytest.raises(Stale):
        measures.close(finding, by=signer, at=AT)


def test_a_measure_is_opened_again_with_a_reason_only(as_signer, signer):
    finding = a_finding(an_assessment(as_signer, signer), signer)
    measures.report_done(finding, DONE, by=signer, at=AT)
    with pytest.raises(Refused):
        measures.reopen(finding, " ", by=signer, at=AT)
    measures.reopen(finding, "复查时按钮又失效", by=signer, at=AT)
    assert (finding.state, finding.done_on) == (FindingState.OPEN, None)


def test_after_the_submission_words_stay_and_the_measure_is_followed(as_signer, signer):
    assessment = an_assessment(as_signer, signer)
    answer_all(assessment, signer)
    declare(assessment, signer)
    finding = a_finding(assessment, signer)
    submit(assessment, signer)
    with pytest.raises(Refused):
        measures.edit(finding, [Change("text", finding.text, "别的")], by=signer, at=AT)
    with pytest.raises(Refused):
        measures.discard(finding, by=signer, at=AT)
    measures.report_done(finding, DONE, by=signer, at=AT)
    frozen = filings.latest_revision(session(), assessment.filing_id).snapshot["findings"][finding.key]
    assert (finding.state, frozen["state"]) == (FindingState.DONE, "open")


def test_a_finding_of_an_open_assessment_can_be_taken_out(as_signer, signer):
    finding = a_finding(an_assessment(as_signer, signer), signer)
    owner = finding.enterprise_id
    measures.discard(finding, by=signer, at=AT)
    assert measure_queries.plan_count(session(), owner, PlanFilter(), ON).all == 0


def test_the_plan_begins_with_what_earlier_years_left_open(as_signer, signer):
    this_year = an_assessment(as_signer, signer)
    later = an_assessment(as_signer, signer, "responsibility@2026.1", on=date(2027, 1, 20))
    closed = a_finding(this_year, signer, text="已关", due_on=date(2026, 11, 1))
    a_finding(later, signer, text="明年", due_on=date(2026, 11, 2))
    a_finding(this_year, signer, text="无期限", due_on=None)
    a_finding(this_year, signer, text="今年", due_on=date(2026, 12, 30))
    measures.report_done(closed, DONE, by=signer, at=AT)
    measures.close(closed, by=signer, at=AT)
    rows = measure_queries.plan_rows(session(), as_signer.id, PlanFilter(), PlanPlace(), ON)
    assert [row.text for row in rows] == ["今年", "无期限", "明年", "已关"]
    last = rows[1]
    place = PlanPlace((last.settled, last.year, last.rank_on, last.id))
    rest = measure_queries.plan_rows(session(), as_signer.id, PlanFilter(), place, ON)
    assert [row.text for row in rest] == ["明年", "已关"]


def test_the_plan_is_narrowed_to_what_is_overdue_and_to_a_person(as_signer, signer):
    assessment = an_assessment(as_signer, signer)
    a_finding(assessment, signer, text="迟", due_on=ON - timedelta(days=1))
    a_finding(assessment, signer, text="他人", person="钱七")

    def texts(chosen):
        return [
            row.text for row in measure_queries.plan_rows(session(), as_signer.id, chosen, PlanPlace(), ON)
        ]

    assert texts(PlanFilter(PlanPart.OVERDUE)) == ["迟"]
    assert texts(PlanFilter(person="钱七")) == ["他人"]
    assert measure_queries.plan_count(session(), as_signer.id, PlanFilter(), ON)[:3] == (2, 2, 1)


@pytest.mark.parametrize("findings", [1, 30])
def test_the_plan_asks_as_often_whatever_its_length(as_signer, signer, statements, findings):
    assessment = an_assessment(as_signer, signer)
    for number in range(findings):
        a_finding(assessment, signer, text=f"问题{number}")
    owner = as_signer.id
    statements.clear()
    measure_queries.plan_rows(session(), owner, PlanFilter(), PlanPlace(), ON)
    measure_queries.plan_count(session(), owner, PlanFilter(), ON)
    assert statements.count == 2


@pytest.mark.parametrize(
    ("left", "told"),
    [(8, False), (7, True), (3, False), (1, True), (0, True), (-1, True), (-2, False), (-7, True), (-14, True),
     (-30, True), (-60, True), (-61, False)],
)  # fmt: skip
def test_reminders_come_before_and_after_the_day(left, told):
    assert measure_reminding.reminds(ON + timedelta(days=left), ON) == told


def test_one_notice_a_day_counts_what_is_due_and_what_is_late(as_signer, signer):
    assessment = an_assessment(as_signer, signer)
    for days in (-1, 1, 5, 40):
        a_finding(assessment, signer, due_on=ON + timedelta(days=days))
    act_as(SYSTEM)
    assert (measure_reminding.remind(AT), measure_reminding.remind(AT)) == (1, 0)
    facts = session().query(Notice).filter_by(kind="measure.due").one().facts
    assert (facts["soon"], facts["late"]) == (2, 1)


def test_what_is_done_is_not_reminded_of(as_signer, signer):
    finding = a_finding(an_assessment(as_signer, signer), signer, due_on=ON)
    measures.report_done(finding, DONE, by=signer, at=AT)
    act_as(SYSTEM)
    assert measure_reminding.remind(AT) == 0
