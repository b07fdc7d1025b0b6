"""The papers of an assessment: the self-assessment report 自评报告 and the receipt of the checklist 责任制清单回执.

The report is the enterprise's own: its person in charge signs it; the portal issues a numbered copy for the authority
that receives it, frozen from what was declared, in that authority's series. The receipt proves that the checklist was
filed, with its score and findings; it is no certificate. Both stay genuine whatever becomes of the filing, and the
page of verification says where that stands. Source of the parts: data/standards/lifecycle.json, report_contents.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from portal.access import Actor
from portal.assessments import queries
from portal.assessments.applying import CHECKLIST, SELF_ASSESSMENT
from portal.assessments.rules import FindingState
from portal.assessments.snapshot import answer_of_row, points, standard_of_snapshot
from portal.assessments.standards import DeductPerFinding, Item, Standard
from portal.assessments.wording import answer_words
from portal.db import session
from portal.documents import actions as papers
from portal.documents import kinds
from portal.documents.assessment_facts import (
    AssessmentFacts,
    Condition,
    Deduction,
    LeftOut,
    Measure,
    Outcome,
    ReportFacts,
    ScoreLine,
)
from portal.documents.facts import Unit
from portal.documents.model import Paper
from portal.documents.queries import living_paper
from portal.documents.standing import register_status
from portal.filings.model import Filing, Revision
from portal.filings.receiving import receiving_authority, standing
from portal.registry.industries import industries
from portal.registry.regions import regions
from portal.registry.rules import Scale

SCALES = {Scale.LARGE: "大型", Scale.MEDIUM: "中型", Scale.SMALL: "小型", Scale.MICRO: "微型"}
STATES = {FindingState.OPEN: "整改中", FindingState.DONE: "已完成", FindingState.CLOSED: "已闭环"}
"""Words of papers, which are Chinese."""

Facts = Callable[[Filing, Revision, str], Mapping[str, Any]]


def issue_report(filing: Filing, revision: Revision, by: Actor, at: datetime) -> Paper:
    """Issue the self-assessment report of a submission; one of an earlier submission is superseded."""
    return _issue(kinds.SELF_ASSESSMENT, report_facts, (filing, revision), by, at)


def issue_receipt(filing: Filing, revision: Revision, by: Actor, at: datetime) -> Paper:
    """Issue the receipt of a submitted responsibility checklist; one of an earlier submission is superseded."""
    return _issue(kinds.CHECKLIST, receipt_facts, (filing, revision), by, at)


def _issue(
    kind: kinds.PaperKind, facts_of: Facts, submission: tuple[Filing, Revision], by: Actor, at: datetime
) -> Paper:
    filing, revision = submission
    earlier = living_paper(session(), kind.code, "filing", filing.key)
    facts = facts_of(filing, revision, earlier.number if earlier else "")
    paper = papers.issue(kind.code, filing, facts, authority=receiving_authority(filing), by=by, at=at)
    if earlier:
        papers.supersede(earlier, paper, by=by, at=at)
    return paper


def receipt_facts(filing: Filing, revision: Revision, replaces: str) -> AssessmentFacts:
    """What the receipt prints, from the frozen revision. 2 statements."""
    content = revision.snapshot
    about, standard = content["assessment"], standard_of_snapshot(content)
    return AssessmentFacts(
        enterprise=_unit(filing, content["enterprise"]),
        year=filing.year,
        revision=revision.number,
        submitted_at=revision.declared_at.isoformat(timespec="seconds"),
        declarant=revision.declared_by,
        declaration=revision.declaration.partition("] ")[2] or revision.declaration,
        digest=revision.digest,
        replaces=replaces,
        standard=about["title"],
        standard_version=about["standard_version"],
        leader=about["leader"],
        assessed_from=about["assessed_from"] or "",
        assessed_to=about["assessed_to"] or "",
        scores=list(_scores(content, standard)),
        outcome=_outcome(filing, content, standard),
        measures=[_measure(row) for row in content["findings"].values()],
    )


def report_facts(filing: Filing, revision: Revision, replaces: str) -> ReportFacts:
    """What the report prints, from the frozen revision. 2 statements."""
    content = revision.snapshot
    firm, about, standard = content["enterprise"], content["assessment"], standard_of_snapshot(content)
    trade = industries().get(firm["industry_code"])
    return ReportFacts(
        **receipt_facts(filing, revision, replaces),
        industry=trade.name if trade else firm["industry_code"],
        scale=SCALES[Scale(firm["scale"])] + ("（规模以上）" if firm["above_designated"] else ""),
        workers=firm["workers"] or 0,
        principal=firm["principal"],
        safety_manager=firm["safety_manager"],
        team=about["team"],
        displayed_from=about["displayed_from"] or "",
        displayed_to=about["displayed_to"] or "",
        objections=about["objections"],
        conclusion=about["conclusion"],
        deductions=list(_deductions(content, standard)),
        left_out=list(_left_out(content, standard)),
        conditions=list(_conditions(content, standard)),
    )


def _unit(filing: Filing, facts: Mapping[str, Any]) -> Unit:
    town = regions().get(filing.enterprise.region_code)
    return Unit(
        name=facts["name"], code=facts["code"], town=town.name if town else "", address=facts["address"] or ""
    )


def _scores(content: Mapping[str, Any], standard: Standard) -> Iterator[ScoreLine]:
    """The first two levels of elements, in their order."""
    for top in standard.tops:
        yield _score_line(content["elements"][top.id], top.id, 0)
        for one in standard.below.get(top.id, ()):
            yield _score_line(content["elements"][one.id], one.id, 1)


def _score_line(row: Mapping[str, Any], key: str, depth: int) -> ScoreLine:
    return ScoreLine(
        title=f"{key} {row['title']}",
        depth=depth,
        points=row["points"],
        not_applicable=row["not_applicable"],
        applicable=row["applicable"],
        deducted=row["deducted"],
        earned=row["earned"],
        rate="" if row["rate"] is None else row["rate"],
    )


def _outcome(filing: Filing, content: Mapping[str, Any], standard: Standard) -> Outcome:
    found, titles = content["score"], {one.code: one.title.zh for one in standard.outcomes}
    before = queries.assessment_before(session(), queries.assessment_of_filing(session(), filing.id))
    return Outcome(
        points=found["points"],
        not_applicable=found["not_applicable"],
        applicable=found["applicable"],
        deducted=points(Fraction(found["applicable"]) - Fraction(found["earned"])),
        earned=found["earned"],
        result=found["result"],
        level=titles.get(found["level_by_points"] or "", ""),
        blocked_by="、".join(found["blocked_by"]),
        last_year=str(before.year) if before else "",
        last_result=format(before.result.normalize(), "f") if before else "",
    )


def _deductions(content: Mapping[str, Any], standard: Standard) -> Iterator[Deduction]:
    told: dict[str, list[str]] = {}
    for row in content["findings"].values():
        told.setdefault(row["item"], []).append(row["name"])
    for item in standard.items:
        row = content["items"][item.id]
        element = standard.element[item.element].title.zh
        said = "；".join(told.get(item.id, [])) or row["comment"] or _fell_short(item, row)
        if row["earned"] is not None and row["earned"] != row["points"]:
            lost = points(Fraction(row["points"]) - Fraction(row["earned"]))
            yield Deduction(element=element, item=item.id, name=item.title.zh, reason=said, points=lost)
        extra = item.scoring.extra_deduction
        if row["extra"] and extra:
            yield Deduction(
                element=element, item=item.id, name=f"{item.title.zh}（追加扣分）", reason=extra.when,
                points=points(Fraction(extra.points)),
            )  # fmt: skip


def _fell_short(item: Item, row: Mapping[str, Any]) -> str:
    """The answer in words, as the rule of the item counts."""
    words, rule = answer_words(item, answer_of_row(row)), item.scoring
    if isinstance(rule, DeductPerFinding) and row["findings"]:
        return f"{rule.finding}：{words}"
    return words


def _left_out(content: Mapping[str, Any], standard: Standard) -> Iterator[LeftOut]:
    for item in standard.items:
        row = content["items"][item.id]
        if row["not_applicable"]:
            yield LeftOut(item=item.id, name=item.title.zh, points=row["points"], reason=row["reason"])


def _conditions(content: Mapping[str, Any], standard: Standard) -> Iterator[Condition]:
    """Vetoes and conditions as they were answered, and the veto items that have fallen."""
    rows = content["conditions"]
    for one in standard.veto_rules:
        said = rows[one.id]["answer"]
        words = "未填" if said is None else "发生" if said else "未发生"
        yield Condition(code=one.id, words=one.question, said=words, against=said is True)
    for condition in standard.prerequisites:
        said = rows[condition.id]["answer"]
        words = "未填" if said is None else "符合" if said else "不符合"
        yield Condition(code=condition.id, words=condition.statement, said=words, against=said is False)
    for key in content["score"]["blocked_by"]:
        if key in standard.item:
            yield Condition(
                code=key, words=f"否决项：{standard.item[key].title.zh}", said="否决", against=True
            )


def _measure(row: Mapping[str, Any]) -> Measure:
    return Measure(
        item=row["item"],
        finding=row["name"],
        measure=row["measure"],
        person="　".join(filter(None, (row["department"], row["person"]))),
        money=row["money"] or "",
        due_on=row["due_on"] or "",
        state=STATES[FindingState(row["state"])],
    )


ISSUERS = {SELF_ASSESSMENT: issue_report, CHECKLIST: issue_receipt}
"""What a submission of each kind issues."""

for _kind in (kinds.SELF_ASSESSMENT, kinds.CHECKLIST):
    register_status(_kind.code, standing)
