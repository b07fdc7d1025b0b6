"""The risk report as a kind of filing: plugs the register into the review engine."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.access import Actor
from portal.data import load
from portal.db import session
from portal.filings.kinds import Kind, Snapshot, Titled, register_kind
from portal.filings.model import Filing, Revision
from portal.filings.rules import Found, Occasion
from portal.jobs import enqueue
from portal.registry.fact_places import FACT_SECTIONS, url_of_fact
from portal.registry.model import Enterprise
from portal.risks import owing, receipt, wording
from portal.risks.affirmed import declared_affirmations
from portal.risks.checks import points
from portal.risks.declaring import mark_declared, unmark_declared
from portal.risks.duties import REPORT
from portal.risks.fact_checks import fact_points
from portal.risks.keeping import keep_change_duty
from portal.risks.peers import declared_peer_questions, division
from portal.risks.rules import Grade
from portal.risks.snapshot import ROW_SECTIONS, snapshot
from portal.risks.yearly_checks import affirmation_points, peer_points

CODE = REPORT

ANCHORS = {"catalogue": "condition_answer", "inherent": "inherent_l"}
"""Where a part of a row is mended on its page, when not at the field of that name."""

DECLARATION = (
    "risk-1",
    "本企业承诺：所报安全生产风险信息真实、准确、完整，已按规定落实管控措施，并对填报内容负责。",
)


def title(filing: Titled) -> str:
    """The report's name in the reader's language."""
    if filing.occasion is Occasion.FIRST:
        return str(_("First risk report %(year)d", year=filing.year))
    if filing.occasion is Occasion.REGULAR:
        return str(_("Regular risk report %(year)d", year=filing.year))
    return str(_("Change of the risk report %(year)d, no. %(num)d", year=filing.year, num=filing.number))


def problems(content: Snapshot, on: date) -> list[Found]:
    """What is wrong with the report, with words and the place where it is mended."""
    return [
        Found(
            code=point.code.value,
            path=point.path,
            blocking=point.code.blocking,
            message=wording.point_words(point),
            url=url_of(point.path),
            values=point.values,
        )
        for point in (
            *fact_points(content),
            *points(content, on),
            *affirmation_points(content),
            *peer_points(content, on),
        )
    ]


def declared(enterprise: Enterprise, filing: Filing, on: date) -> Snapshot:
    """Everything that the report declares on a day. At most 6 statements more than `snapshot()`."""
    return {
        **snapshot(enterprise, on, filing.occasion),
        **declared_affirmations(session(), enterprise.id, filing),
        "peer_questions": declared_peer_questions(session(), enterprise),
    }


def stages(content: Snapshot) -> tuple[str, ...]:
    """The town looks at every report, the county too where it holds a major risk."""
    return ("town", "county") if content["counts"][Grade.MAJOR.value] else ("town",)


def highlights(content: Snapshot) -> dict[str, int]:
    """How many rows of each grade, for lists."""
    return {grade.value: content["counts"][grade.value] for grade in Grade}


def highlight_tags(numbers: Mapping[str, int]) -> list[tuple[Any, int]]:
    """Red and orange rows, where there are any."""
    found = ((grade, numbers.get(grade.value, 0)) for grade in Grade if grade.larger_or_above)
    return [(grade, number) for grade, number in found if number]


def url_of(path: str) -> str:
    """Where the enterprise mends what a path names."""
    section, _slash, rest = path.strip("/").partition("/")
    key, _slash, field = rest.partition("/")
    if section in FACT_SECTIONS:
        return url_of_fact(section, key, field)
    if section == "unaffirmed":
        return url_for("affirming.index", _anchor=key or None)
    if section in ("zero_answers", "peer_questions"):
        return url_for("risks.zero", _anchor=key or None)
    if not key:
        return url_for("risks.index")
    if field.startswith("controls"):
        return url_for("risks.controls", risk_key=key)
    return url_for("risks.show", risk_key=key, _anchor=ANCHORS.get(field, field) or None)


def submitted(filing: Filing, revision: Revision, by: Actor, at: datetime) -> None:
    """Mark what was declared and issue the receipt."""
    mark_declared(filing, at)
    receipt.issue(filing, revision, by=by, at=at)
    keep_change_duty(filing.enterprise_id, at)
    enqueue("risks.refresh_division", of=division(filing.enterprise.industry_code))


def taken_back(filing: Filing, by: Actor, at: datetime) -> None:
    """A report that was recalled or rejected no longer counts as declared."""
    unmark_declared(filing)
    keep_change_duty(filing.enterprise_id, at)


register_kind(
    Kind(
        code=CODE,
        title=title,
        snapshot=declared,
        problems=problems,
        stages=stages,
        highlights=highlights,
        highlight_tags=highlight_tags,
        due_on=owing.due_on,
        offers=owing.offers,
        declaration=DECLARATION,
        row_sections=ROW_SECTIONS,
        row_title=wording.row_title,
        row_grade=wording.row_grade,
        field_label=wording.field_label,
        field_rank=wording.field_rank,
        show=wording.show,
        url_of=url_of,
        submitted=submitted,
        recalled=taken_back,
        rejected=taken_back,
        return_reasons=tuple(load("risk/return-reasons.json")["rows"]),
        summary_template="risks/_report.html",
        extra={"name": _l("risk report")},
    )
)
