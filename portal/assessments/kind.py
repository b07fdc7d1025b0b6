"""The self-assessment and the responsibility checklist as kinds of filing: one engine plugs both into review."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext, pgettext

from portal.access import Actor
from portal.assessments import applying, opening, papers, review_page, reviewing, wording
from portal.assessments.checks import points
from portal.assessments.snapshot import ROW_SECTIONS, snapshot
from portal.data import load
from portal.filings.kinds import Kind, Snapshot, Titled, Wording, register_kind
from portal.filings.model import Filing, Revision
from portal.filings.rules import Duty, FilingState, Found, Occasion
from portal.registry.model import Enterprise
from portal.workdays import workdays_left

LEVEL_3_UP = frozenset({"level1", "level2", "level3"})

DECLARATIONS = {
    applying.SELF_ASSESSMENT: (
        "assessment-1",
        "本企业承诺：自评报告内容真实、准确、完整，扣分点如实列入，整改措施按期落实，申请条件属实，并对填报内容负责。",
    ),
    applying.CHECKLIST: (
        "checklist-1",
        "本企业承诺：全员安全生产责任制清单如实对照填写，发现的问题按期整改，并对填报内容负责。",
    ),
}


def due_on(enterprise: Enterprise, occasion: Occasion, year: int, began_on: date) -> date:
    """The last day of the year's assessment."""
    return applying.due_on(year)


def stages(content: Snapshot) -> tuple[str, ...]:
    """The town looks at every assessment, the county too where it grants the level."""
    return ("town", "county") if content["score"]["level_by_points"] in LEVEL_3_UP else ("town",)


def highlights(content: Snapshot) -> dict[str, Any]:
    """The result, findings, and items that were not applicable, for lists."""
    items = content["items"].values()
    return {
        "result": content["score"]["result"],
        "findings": len(content["findings"]),
        "not_applicable": sum(one["not_applicable"] for one in items),
    }


def highlight_words(numbers: Mapping[str, Any]) -> str:
    """The result and how many findings, in words."""
    if "result" not in numbers:
        return ""
    found = ngettext("%(num)d finding", "%(num)d findings", numbers["findings"])
    return str(_("%(result)s points, %(findings)s", result=numbers["result"], findings=found))


def offers_of(code: str) -> Callable[[Enterprise, Sequence[Filing], date], list[Duty]]:
    """What is owed of a kind on a day: the year's assessment from 1 January, unless it was begun."""

    def offers(enterprise: Enterprise, own: Sequence[Filing], on: date) -> list[Duty]:
        begun = [one for one in own if one.kind_code == code and one.year == on.year]
        if any(one.state is not FilingState.REJECTED for one in begun):
            return []
        if not opening.offered(enterprise, code, on):
            return []
        return [Duty(Occasion.REGULAR, on.year, date(on.year, 1, 1), applying.due_on(on.year))]

    return offers


def problems_of(code: str) -> Callable[[Snapshot, date], list[Found]]:
    """What is wrong with an assessment of a kind, with words and the place where it is mended."""
    notice, url_of = code == applying.SELF_ASSESSMENT, url_of_kind(code)

    def problems(content: Snapshot, on: date) -> list[Found]:
        return [
            Found(
                code=point.code.value,
                path=point.path,
                blocking=point.code.blocking,
                message=wording.point_words(point),
                url=url_of(point.path),
                values=point.values,
            )
            for point in points(content, workdays_left, notice=notice)
        ]

    return problems


def url_of_kind(code: str) -> Callable[[str], str]:
    """Where the enterprise mends what a path names, in its newest assessment of the kind."""

    def url_of(path: str) -> str:
        section, _slash, rest = path.strip("/").partition("/")
        if section == "enterprise":
            return url_for("registry.own")
        return url_for(
            "assessments.place", kind_code=code, section=section or "-", row=rest.partition("/")[0] or "-"
        )

    return url_of


def submitted_of(code: str) -> Callable[[Filing, Revision, Actor, datetime], None]:
    """What follows a submission: its paper, and the reviewer's result over the items that are still the same."""

    def submitted(filing: Filing, revision: Revision, by: Actor, at: datetime) -> None:
        reviewing.keep_result(filing)
        papers.ISSUERS[code](filing, revision, by, at)

    return submitted


def title_of(words: Any) -> Callable[[Any], str]:
    """The name of a filing or of what is owed, in the reader's language."""

    def title(filing: Titled | Duty) -> str:
        return str(_("%(year)d %(kind)s", year=filing.year, kind=words))

    return title


def kind_for(code: str, words: Any, said: Wording) -> Kind:
    """One of the two kinds; they differ in name, declaration, notice and paper alone."""
    coded: list[Mapping[str, Any]] = load("standards/deduction-reasons.json")["reasons"]
    return Kind(
        code=code,
        title=title_of(words),
        snapshot=snapshot,
        problems=problems_of(code),
        stages=stages,
        highlights=highlights,
        due_on=due_on,
        declaration=DECLARATIONS[code],
        occasions=(Occasion.REGULAR,),
        row_sections=ROW_SECTIONS,
        row_title=wording.row_title,
        field_label=wording.field_label,
        field_rank=wording.field_rank,
        show=wording.show,
        url_of=url_of_kind(code),
        return_reasons=tuple(one for one in coded if one["kind"] == "return"),
        summary_template="assessments/_report.html",
        highlight_words=highlight_words,
        wording=said,
        offers=offers_of(code),
        duty_title=title_of(words),
        begin_words=lambda duty: str(pgettext("task", "Begin")),
        begin_url=lambda: url_for("assessments.open_assessment", kind_code=code),
        submitted=submitted_of(code),
        arrange=review_page.arrange,
        row_template="assessments/_review_row.html",
        acts_template="assessments/_review_acts.html",
        review_template="assessments/_review.html",
        gather=review_page.gather,
        outcome_template="assessments/_outcome.html",
        outcome=review_page.outcome,
        extra={"name": words},
    )


PASSED_ON = _l("The town has looked at it. As its points reach a level, the county bureau looks at it too.")

WORDS = {
    applying.SELF_ASSESSMENT: Wording(
        heading=_l("Standardisation self-assessment"),
        submit=_l("Submit the self-assessment report"),
        submitted=_l("Self-assessment report submitted"),
        recall=_l("Recall the self-assessment report"),
        paper=_l("Download the self-assessment report"),
        passed_on=PASSED_ON,
        work=_l("Go on with the assessment"),
    ),
    applying.CHECKLIST: Wording(
        heading=_l("Responsibility checklist"),
        submit=_l("Submit the responsibility checklist"),
        submitted=_l("Responsibility checklist submitted"),
        recall=_l("Recall the responsibility checklist"),
        paper=_l("Download the receipt"),
        passed_on=PASSED_ON,
        work=_l("Go on with the checklist"),
    ),
}

for _code, _name in (
    (applying.SELF_ASSESSMENT, _l("standardisation self-assessment")),
    (applying.CHECKLIST, _l("responsibility checklist")),
):
    register_kind(kind_for(_code, _name, WORDS[_code]))
