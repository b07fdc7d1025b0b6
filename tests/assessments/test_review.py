"""The two kinds of assessment in the review engine: their walk, their papers, the reviewer's own score."""

from decimal import Decimal
from fractions import Fraction

import pytest

from portal.access import SYSTEM, act_as
from portal.assessments import review_page, reviewing
from portal.assessments.answers import Answer
from portal.assessments.applying import CHECKLIST, SELF_ASSESSMENT
from portal.assessments.queries import assessment_of_filing
from portal.assessments.reviewing import Judged
from portal.assessments.rules import Met
from portal.assessments.standards import AllOrNothing, DeductPerFinding
from portal.db import session
from portal.documents import printing
from portal.documents.queries import papers_of
from portal.documents.rules import PaperState
from portal.documents.standing import standing_of
from portal.filings import review_page as engine_page
from portal.filings import reviewing as engine
from portal.filings.kinds import kind_of, offered
from portal.filings.queries import latest_revision
from portal.filings.rules import FilingState
from portal.problems import Forbidden, Refused
from tests.assessments.build_review import (
    Cast,
    a_filed,
    an_assessment,
    changed,
    decide,
    items_of,
    opened,
    scored,
    sent_back,
    submit,
)  # fmt: skip
from tests.build import AT
from tests.documents.test_rendering import text_of

S = FilingState


def counted(cast: Cast) -> list[str]:
    """The ids of items that lose points by each finding."""
    return [
        key for key, one in items_of(cast).items()
        if isinstance(one.scoring, DeductPerFinding) and one.points > one.scoring.per and not one.veto
    ]  # fmt: skip


def review_of(cast: Cast) -> review_page.ItemReview:
    """What the town sees of the newest submission."""
    filing = cast.filing("town")
    return review_page.gather(session(), filing, latest_revision(session(), filing.id))


def kept_result(cast: Cast) -> Decimal | None:
    """The result with the reviewer's answers, as rankings read it."""
    act_as(SYSTEM)
    session().expire_all()
    return assessment_of_filing(session(), cast.filing_id).reviewed_result


def test_the_year_owes_both_assessments_until_they_are_begun() -> None:
    cast = Cast.of()
    cast.be("signer")
    kinds = [kind_of(code) for code in (SELF_ASSESSMENT, CHECKLIST)]
    owed = [offered(kind, cast.own(), [], AT.date()) for kind in kinds]
    assert [(one.owed, one.due_on.isoformat()) for (one,) in owed] == [(True, "2026-12-31")] * 2
    begun = an_assessment(cast).filing
    assert offered(kinds[0], cast.own(), [begun], AT.date()) == []


def test_a_small_enterprise_walks_through_the_town_alone() -> None:
    cast = a_filed()
    assert cast.filing("town").stages == ["town"]
    assert decide(cast, "approve").state is S.APPROVED


def test_an_enterprise_that_reaches_a_level_is_looked_at_by_town_and_county() -> None:
    cast = a_filed(above_designated=True)
    assert cast.filing("town").stages == ["town", "county"]
    decide(cast, "endorse")
    opened(cast, "county")
    assert decide(cast, "approve", "county").state is S.APPROVED


def test_a_checklist_is_mended_and_filed_again_with_a_receipt_for_each() -> None:
    cast = a_filed(CHECKLIST)
    sent_back(cast, f"/items/{next(iter(items_of(cast)))}")
    submit(cast)
    act_as(SYSTEM)
    papers = papers_of(session(), "filing", cast.filing("signer").key)
    assert sorted((one.kind, one.state.value) for one in papers) == [
        ("checklist_receipt", PaperState.ISSUING.value),
        ("checklist_receipt", PaperState.SUPERSEDED.value),
    ]


def test_the_report_is_frozen_whatever_is_changed_afterwards() -> None:
    cast = a_filed()
    item = counted(cast)[0]
    before = cast.filing("town").revisions[0].snapshot
    sent_back(cast, f"/items/{item}")
    changed(cast, item, findings=2)
    revision = cast.filing("town").revisions[0]
    assert revision.holds()
    assert revision.snapshot == before


def test_the_report_can_be_read_back_and_says_what_became_of_the_filing() -> None:
    cast = a_filed()
    decide(cast, "approve")
    act_as(SYSTEM)
    (paper,) = papers_of(session(), "filing", cast.filing("signer").key)
    text = text_of(printing.signed_pdf(paper.kind, paper.facts))
    signatures = "主要负责人（自评组长）签名"
    for words in ("安全生产标准化自评报告", cast.own().name, "换算得分100.0分", "没有扣分项", signatures):
        assert words in text
    assert [one.tone for one in standing_of(paper)] == ["ok"]


def test_the_reviewers_score_stands_beside_the_enterprises() -> None:
    cast = a_filed()
    key = counted(cast)[0]
    per = Fraction(items_of(cast)[key].scoring.per)
    scored(cast, key, Answer(findings=1), "现场多出一处。")
    found = review_of(cast)
    assert found.rows[key].difference == review_page.signed(-per)
    assert found.reviewed.total.earned == found.own.total.earned - per
    assert (found.scored, [one.item.id for one in found.differing]) == (1, [key])


def test_a_score_holds_over_a_resubmission_while_its_item_is_the_same() -> None:
    cast = a_filed()
    kept, other = counted(cast)[:2]
    for key in (kept, other):
        scored(cast, key, Answer(findings=1))
    sent_back(cast, f"/items/{other}")
    changed(cast, other, findings=2)
    submit(cast)
    found = review_of(cast)
    assert [one.item.id for one in found.stale] == [other]
    assert found.scored == 1


def test_an_accepted_item_stays_accepted_while_it_is_the_same() -> None:
    cast = a_filed()
    kept, other = (f"/items/{key}" for key in counted(cast)[:2])
    for path in (kept, other):
        engine.accept_row(cast.filing("town"), path, by=cast.actors["town"], at=AT)
    sent_back(cast, "/assessment")
    changed(cast, other.removeprefix("/items/"), findings=2)
    submit(cast)
    page = engine_page.review_page(session(), cast.filing("town"), cast.actors["town"], "")
    rows = {row.change.path: row for group in page.groups for row in (*group.changed, *group.unchanged)}
    assert rows[kept].accepted
    assert not rows[other].accepted


def test_items_stand_by_element_in_the_order_of_the_standard() -> None:
    cast = a_filed()
    page = engine_page.review_page(session(), cast.filing("town"), cast.actors["town"], "")
    shown = [row.change.path for group in page.groups for row in group.changed]
    items = [path.removeprefix("/items/") for path in shown if path.startswith("/items/")]
    assert items == list(items_of(cast))


def test_taking_a_score_back_lets_the_enterprises_count_again() -> None:
    cast = a_filed()
    key = counted(cast)[0]
    scored(cast, key, Answer(findings=1))
    reviewing.unscore_item(cast.filing("town"), key, by=cast.actors["town"], at=AT)
    assert review_of(cast).total.difference == "0"


def test_the_reviewers_result_is_kept_for_the_ranking_until_the_score_is_taken_back() -> None:
    cast = a_filed()
    key = counted(cast)[0]
    scored(cast, key, Answer(findings=1))
    assert kept_result(cast) == review_of(cast).reviewed.shown
    reviewing.unscore_item(cast.filing("town"), key, by=cast.actors["town"], at=AT)
    assert kept_result(cast) is None


def test_the_reviewers_result_follows_what_is_filed_again() -> None:
    cast = a_filed()
    kept, other = counted(cast)[:2]
    for key in (kept, other):
        scored(cast, key, Answer(findings=1))
    sent_back(cast, f"/items/{other}")
    changed(cast, other, findings=0, comment="已整改")
    submit(cast)
    assert kept_result(cast) == review_of(cast).reviewed.shown


def test_nobody_scores_before_the_review_has_begun() -> None:
    cast = Cast.of()
    an_assessment(cast)
    submit(cast)
    with pytest.raises(Refused):
        scored(cast, counted(cast)[0], Answer(findings=0))


def test_the_enterprise_does_not_score_itself() -> None:
    cast = a_filed()
    key, filing = counted(cast)[0], cast.filing("signer")
    with pytest.raises(Forbidden):
        reviewing.score_item(filing, key, Judged(Answer(findings=0)), by=cast.actors["signer"], at=AT)


@pytest.mark.parametrize("given", [Answer(), Answer(findings=-1), Answer(result=Met.MET)])
def test_what_is_no_answer_to_the_item_is_no_score(given: Answer) -> None:
    cast = a_filed()
    with pytest.raises(Refused):
        scored(cast, counted(cast)[0], given)


def test_gathering_costs_the_same_however_many_items_were_scored(statements) -> None:
    cast = a_filed()
    for key in [key for key, one in items_of(cast).items() if isinstance(one.scoring, AllOrNothing)][:5]:
        scored(cast, key, Answer(result=Met.MET))
    filing = cast.filing("town")
    revision = latest_revision(session(), filing.id)
    assert revision.snapshot
    statements.clear()
    review_page.gather(session(), filing, revision)
    assert statements.count <= 4


def test_a_score_is_read_by_the_enterprise_once_the_filing_is_decided(client) -> None:
    cast = a_filed()
    key, name = counted(cast)[0], cast.filing("town").key
    client.sign_in(cast.member("town"))
    page = client.get(f"/review/{name}/items/{key}")
    back = client.submit(page, findings="1", comment="现场多出一处")
    assert "现场多出一处" in client.get(back).get_text()
    company = type(client)(client.app).sign_in(cast.member("signer"))
    assert "现场多出一处" not in company.get(f"/filings/{name}").get_text()
    decide(cast, "approve")
    assert "现场多出一处" in company.get(f"/filings/{name}").get_text()


def test_the_sheet_for_the_spot_holds_so_many_items_as_were_asked_for(client) -> None:
    cast = a_filed()
    name = cast.filing("town").key
    client.sign_in(cast.member("town"))
    assert len(client.get(f"/review/{name}/sample?size=7").select("tbody tr")) == 7
    assert len(client.get(f"/review/{name}/sample").select("tbody tr")) == 20


def test_the_queue_names_the_kind(client) -> None:
    cast = a_filed()
    client.sign_in(cast.member("town"))
    assert "2026年安全生产标准化自评" in client.get("/review?kind_code=self_assessment").get_text()
    assert "标准化自评" not in client.get("/review?kind_code=risk_report").select_one("#queue").get_text()
    assert "2026年安全生产标准化自评" in client.get("/review/history?kind_code=self_assessment").get_text()


def test_the_pages_of_an_enterprise_name_each_kind(client) -> None:
    cast = Cast.of()
    key = an_assessment(cast).filing.key
    client.sign_in(cast.member("signer"))
    listed = client.get("/filings").get_text()
    for words in ("风险报告", "自评", "责任制"):
        assert words in listed
    assert "自评" in client.get("/filings?kind=self_assessment").select_one("h1").get_text()
    submitting = client.get(f"/filings/{key}/submit").select_one("form button.btn-primary")
    assert submitting.get_text(strip=True) == "提交自评报告"


def test_the_task_list_leads_to_opening_the_checklist(client) -> None:
    cast = Cast.of()
    client.sign_in(cast.member("signer"))
    link = client.get("/").select_one("a[href*=responsibility_checklist]")
    assert link["href"].startswith("/filings/start/responsibility_checklist")
    answer = client.browser.get(link["href"])
    assert answer.headers["Location"] == "/assessments/open/responsibility_checklist"
