"""Answering items: what counts, last year's proposals, sections of members, rows of the register; statements."""

from datetime import date, timedelta

import pytest

from portal.access import act_as
from portal.assessments import actions, linking, opening, queries, sections, showing
from portal.assessments.model import ItemEvidence
from portal.assessments.rules import Handed
from portal.assessments.standards import AllOrNothing, DeductPerFinding
from portal.db import session, writing
from portal.desk.tasks import enterprise_tasks
from portal.merging import Change
from portal.notices.model import Notice
from portal.problems import Conflict, Refused
from portal.registry.model import Enterprise
from portal.risks import actions as risks
from tests.assessments.build import (
    LEVEL_3,
    MICRO,
    an_assessment,
    answer,
    answer_all,
    declare,
    first_item,
    full_marks,
    row_of,
    standard,
    submit,
)
from tests.build import AT, a_member, an_enterprise, the_actor
from tests.risks.build import a_risk

NEXT_YEAR = AT + timedelta(days=365)


def test_zero_findings_is_an_answer_and_nothing_is_none(as_signer, signer):
    assessment = an_assessment(as_signer, signer)
    item = first_item(DeductPerFinding)
    assert item.id in queries.scored_answers(session(), assessment).items
    assert assessment.answered == 0
    answer(row_of(assessment, item.id), {"findings": 0}, signer)
    assert (assessment.answered, assessment.earned) == (1, item.points)


def test_not_applicable_without_a_reason_is_refused(as_signer, signer):
    assessment = an_assessment(as_signer, signer)
    item = next(one for one in standard().items if one.may_be_not_applicable)
    with pytest.raises(Refused) as problem:
        answer(row_of(assessment, item.id), {"not_applicable": True}, signer)
    assert problem.value.field == "reason"


def test_who_saw_an_older_answer_is_told_so(as_signer, signer):
    row = row_of(an_assessment(as_signer, signer), first_item(DeductPerFinding).id)
    answer(row, {"findings": 1}, signer)
    with pytest.raises(Conflict):
        actions.answer(row, [Change("findings", None, 3)], by=signer, at=AT)


def last_year_filed(own: Enterprise, signer):
    """Last year's assessment, filed with full marks; this year's, opened on it."""
    before = an_assessment(own, signer)
    answer_all(before, signer)
    declare(before, signer)
    submit(before, signer)
    return actions.open_assessment(own, standard(), NEXT_YEAR.date(), by=signer, at=NEXT_YEAR)


def test_last_years_answers_count_only_when_they_are_affirmed(as_signer, signer):
    this_year = last_year_filed(as_signer, signer)
    row = row_of(this_year, first_item(AllOrNothing).id)
    assert (row.proposed, row.result, this_year.answered) == (
        True,
        full_marks(first_item(AllOrNothing))["result"],
        0,
    )
    actions.affirm(row, by=signer, at=NEXT_YEAR)
    assert (row.proposed, this_year.answered) == (False, 1)


def test_a_changed_proposal_is_affirmed_by_the_change(as_signer, signer):
    row = row_of(last_year_filed(as_signer, signer), first_item(DeductPerFinding).id)
    actions.answer(row, [Change("findings", 0, 2)], by=signer, at=NEXT_YEAR)
    assert (row.proposed, row.findings) == (False, 2)


def test_many_answers_at_once_are_kept_all_or_none(as_signer, signer):
    assessment = an_assessment(as_signer, signer)
    item = first_item(DeductPerFinding)
    wrong = next(one for one in standard().items if not one.may_be_not_applicable)
    given = {
        item.id: queries.Answer(findings=1),
        wrong.id: queries.Answer(not_applicable=True, reason="无"),
    }
    with pytest.raises(Refused):
        actions.answer_many(assessment, given, by=signer, at=AT)
    assert row_of(assessment, item.id).findings is None


def test_a_submitted_assessment_is_not_answered_any_more(as_signer, signer):
    assessment = an_assessment(as_signer, signer)
    answer_all(assessment, signer)
    declare(assessment, signer)
    submit(assessment, signer)
    with pytest.raises(Refused, match="已提交"):
        answer(row_of(assessment, first_item(DeductPerFinding).id), {"findings": 5}, signer)


# --- sections ---------------------------------------------------------------------------------------------


def test_a_section_goes_to_a_member_who_is_told_and_finds_it_at_home(own, signer):
    member = a_member(own, "filer")
    key, filer, own_id = member.key, the_actor(member), own.id
    act_as(signer)
    company = session().get_one(Enterprise, own_id)
    assessment = an_assessment(company, signer)
    actions.send_section(assessment, Handed("4", key, date(2026, 12, 1)), by=signer, at=AT)
    assert session().query(Notice).filter_by(kind="section.sent").one().facts["person"] == filer.name
    [left] = sections.sections_left(session(), filer.membership_id)
    assert (left.element_id, left.left) == ("4", sum("4" in one.path for one in standard().items))
    tasks = enterprise_tasks(session(), company, filer, AT.date())
    assert date(2026, 12, 1) in [one.due_on for one in tasks if "4" in one.title]
    assert sections.sections_left(session(), signer.membership_id) == []


def test_a_section_answered_whole_is_left_to_nobody(own, signer):
    member = a_member(own, "filer")
    key, filer, own_id = member.key, the_actor(member), own.id
    act_as(signer)
    assessment = an_assessment(session().get_one(Enterprise, own_id), signer)
    actions.send_section(assessment, Handed("1", key), by=signer, at=AT)
    with writing():
        for item in [one for one in standard().items if "1" in one.path]:
            answer(row_of(assessment, item.id), full_marks(item), signer)
    assert sections.sections_left(session(), filer.membership_id) == []


def test_a_section_does_not_go_to_another_companys_member(own, signer):
    stranger, own_id = a_member(an_enterprise(), "filer").key, own.id
    act_as(signer)
    assessment = an_assessment(session().get_one(Enterprise, own_id), signer)
    with pytest.raises(Refused) as problem:
        actions.send_section(assessment, Handed("1", stranger), by=signer, at=AT)
    assert problem.value.field == "member"


def test_the_way_to_the_next_open_item_goes_round(as_signer, signer):
    assessment = an_assessment(as_signer, signer)
    first, last = standard().items[0], standard().items[-1]
    assert opening.next_open_address(session(), assessment, last.id).endswith(
        row_of(assessment, first.id).key
    )
    answer_all(assessment, signer)
    assert opening.next_open_address(session(), assessment, "").endswith(assessment.key)


# --- rows of the register ---------------------------------------------------------------------------------


def test_a_row_of_the_register_shows_an_item_and_says_when_it_is_gone(as_signer, signer):
    row = row_of(an_assessment(as_signer, signer), standard().items[0].id)
    risk = a_risk(as_signer, signer)
    [found] = opening.rows_to_point_to(session(), row, "冲床")
    actions.point_to_risk(row, found.key, found.name, by=signer, at=AT)
    assert not linking.linked(session(), {risk.key})[risk.key].gone
    risks.remove(risk, "设备已拆除", by=signer, at=AT)
    assert linking.linked(session(), {risk.key})[risk.key].gone


# --- statements -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [MICRO, LEVEL_3])
def test_saving_an_item_asks_as_often_at_forty_items_as_at_two_hundred(as_signer, signer, statements, key):
    assessment = an_assessment(as_signer, signer, key)
    row = row_of(assessment, first_item(DeductPerFinding, key).id)
    answer(row, {"findings": 1}, signer)
    statements.clear()
    answer(row, {"findings": 2}, signer)
    assert statements.count == 13


@pytest.mark.parametrize(("key", "files"), [(MICRO, 0), (LEVEL_3, 0), (LEVEL_3, 100)])
def test_a_page_asks_as_often_whatever_the_items_and_their_evidence(
    as_signer, signer, statements, key, files
):
    assessment = an_assessment(as_signer, signer, key)
    top = standard(key).tops[3]
    inside = [one.id for one in standard(key).items if top.id in one.path]
    with writing() as current:
        for number in range(files):
            row = row_of(assessment, inside[number % len(inside)])
            current.add(
                ItemEvidence(
                    enterprise_id=row.enterprise_id, region_path=row.region_path, answer_id=row.id, file_key="none",
                    name="x", added_at=AT, added_by="x",
                )
            )  # fmt: skip
    number = assessment.id
    session().expunge_all()
    from portal.assessments.model import Assessment

    assessment = session().get_one(Assessment, number)
    assert assessment.filing.id
    statements.clear()
    showing.section_page(session(), assessment, top, signer)
    asked = statements.count
    statements.clear()
    showing.assessment_page(session(), assessment, signer, AT.date())
    assert (asked, statements.count) == (5, 5)
