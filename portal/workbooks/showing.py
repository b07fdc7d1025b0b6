"""What the pages of workbooks show, gathered once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.problems import NotFound
from portal.registry.model import Enterprise
from portal.risks.listed import living_controls, plain_register
from portal.risks.queries import RegisterFilter
from portal.risks.wording import FIELD_WORDS, show
from portal.spreadsheets.annotating import Remark, annotate
from portal.spreadsheets.book import column_name
from portal.web.paging import Page, cut
from portal.web.words import day, label
from portal.workbooks import queries
from portal.workbooks.actions import open_file
from portal.workbooks.exporting import ListHead, list_workbook
from portal.workbooks.headers import JOINT
from portal.workbooks.model import Workbook
from portal.workbooks.rules import WORKBOOK, Counts, Finding, WorkbookState
from portal.workbooks.words import SKIPPED_WORDS, finding_words, place_words

FINDINGS_SHOWN = 100
SAMPLES = 3


class ShownFinding(NamedTuple):
    """A wrong cell: where, and what is wrong with it."""

    place: str
    words: str


class ShownField(NamedTuple):
    """A field that changes: its word, and the words before and after."""

    name: str
    before: str
    after: str


class ShownChange(NamedTuple):
    """A row of the register that changes."""

    line: int
    code: str
    key: str
    name: str
    fields: Sequence[ShownField]


@dataclass(frozen=True)
class WorkbookPage:
    """One workbook. No statement."""

    workbook: Workbook
    counts: Counts
    findings: Sequence[ShownFinding]
    more_findings: int
    changes: Sequence[ShownChange]
    skipped: Sequence[tuple[int, str, str]]
    offers: Sequence[str]

    @property
    def percent(self) -> int:
        """How far reading has come; the last tenth is the writing."""
        return min(90, self.workbook.progress * 90 // max(1, self.counts.read))

    @property
    def sub(self) -> str:
        """Who gave it in, and when."""
        who = self.workbook.given_by
        return str(_("uploaded by %(who)s on %(day)s", who=who, day=day(self.workbook.given_at)))

    @property
    def to_confirm(self) -> bool:
        """Whether its columns are still to be confirmed."""
        return self.workbook.state is WorkbookState.READ

    @property
    def waits(self) -> bool:
        """Whether it is being saved in the background."""
        return self.workbook.state is WorkbookState.SAVING

    @property
    def saved(self) -> bool:
        """Whether its good rows stand in the register."""
        return self.workbook.state is WorkbookState.SAVED

    @property
    def ended(self) -> bool:
        """Whether nothing more is done with it."""
        return self.saved or self.workbook.state is WorkbookState.CANCELLED


def workbook_page(workbook: Workbook, actor: Actor) -> WorkbookPage:
    """Gather a workbook's page."""
    return WorkbookPage(
        workbook=workbook,
        counts=workbook.counts,
        findings=[_finding(one) for one in workbook.findings[:FINDINGS_SHOWN]],
        more_findings=max(0, len(workbook.findings_kept) - FINDINGS_SHOWN),
        changes=[_change(one) for one in workbook.changes],
        skipped=[(line, str(SKIPPED_WORDS[why]), words) for line, why, words in workbook.skipped],
        offers=WORKBOOK.offers(workbook, actor),
    )


def _finding(one: Finding) -> ShownFinding:
    return ShownFinding(place_words(one), finding_words(one))


def _change(kept: dict[str, Any]) -> ShownChange:
    fields = [_field(*field) for field in kept["fields"]]
    return ShownChange(kept["line"], kept["code"], kept["key"], kept["name"], fields)


FIELDS = {
    "catalogue_code": "catalogue/code", "condition_answer": "catalogue/answer", "condition_reason": "catalogue/reason",
    "direct_criteria": "direct/criteria", "direct_grade": "direct/grade", "direct_reason": "direct/reason",
    "values": "method/values",
}  # fmt: skip


def _field(name: str, before: Any, after: Any) -> ShownField:
    path = FIELDS.get(name, name)
    word = str(FIELD_WORDS.get(path) or (_("Values of the factors") if name == "values" else name))
    last = path.split("/")[-1]
    return ShownField(word, _said(last, before), _said(last, after))


def _said(name: str, value: Any) -> str:
    return (
        show(name, value)
        if name != "values"
        else " ".join(f"{code}={one}" for code, one in (value or {}).items())
    )


# --- the columns to confirm -------------------------------------------------------------------------------


class ShownHead(NamedTuple):
    """A head of the list: its column, its words, and what stands below it."""

    column: str
    words: str
    samples: str


def shown_heads(workbook: Workbook) -> dict[int, ShownHead]:
    """The heads of a workbook by column, with what the first rows hold; reads the file."""
    table = open_file(workbook).table
    body = table.sheet.rows[table.body : table.body + 20]
    found = {}
    for number, head in enumerate(workbook.heads):
        held = [row[number].strip() for row in body if number < len(row) and row[number].strip()]
        samples = " · ".join(one[:24] for one in list(dict.fromkeys(held))[:SAMPLES])
        found[number] = ShownHead(column_name(number), head.replace(JOINT, " / "), samples)
    return found


# --- the list ---------------------------------------------------------------------------------------------


def workbook_list(session: Session, actor: Actor, size: int) -> Page:
    """One page of the workbooks that the enterprise gave in. 1 statement."""
    after = request.args.get("after", "")
    before = int(after) if after.isdecimal() else None
    rows = queries.workbooks(session, actor.enterprise_id or 0, before=before, limit=size + 1)
    return cut(rows, size, lambda row: str(row.id))


def may_add(actor: Actor) -> bool:
    """Whether the actor may bring a workbook in."""
    return may(actor, "workbook.add")


# --- files that go out ------------------------------------------------------------------------------------


def annotated(workbook: Workbook) -> bytes:
    """The workbook's own file with its wrong cells coloured and commented. Raises NotFound before a check."""
    if workbook.state is WorkbookState.READ or not workbook.findings_kept:
        raise NotFound
    opened = open_file(workbook)
    remarks = [
        Remark(one.line, one.column, one.head, f"{place_words(one)}：{finding_words(one)}")
        for one in workbook.findings
    ]
    return annotate(opened.content, opened.book, opened.table.sheet.name, remarks)


class Taken(NamedTuple):
    """The register as a workbook, with the filters in words and the number of rows."""

    content: bytes
    filters: str
    rows: int


def taken_out(session: Session, enterprise: Enterprise, chosen: RegisterFilter, on: date) -> Taken:
    """The register as a filter leaves it. 2 statements."""
    risks = plain_register(session, enterprise.id, chosen)
    controls = living_controls(session, enterprise.id)
    filters = filter_words(chosen)
    head = ListHead(enterprise.name, enterprise.code, f"筛选：{filters}　导出：{day(on)}")
    rows = ((risk, controls.get(risk.id, ())) for risk in risks)
    return Taken(list_workbook(head, rows), filters, len(risks))


def template(enterprise: Enterprise) -> bytes:
    """The empty list of an enterprise."""
    return list_workbook(ListHead(enterprise.name, enterprise.code, ""), [])


def filter_words(chosen: RegisterFilter) -> str:
    """The filters of the register in words."""
    words = [label(grade) if grade else _("Not graded") for grade in chosen.grades]
    words += [word for word in (chosen.unit, chosen.words) if word]
    for asked, said in (
        (chosen.changed, _("Changed since it was filed")),
        (chosen.missing, _("Lacking for the report")),
        (chosen.removed, _("Removed")),
    ):
        words += [said] if asked else []
    return " · ".join(words) or _("All")


def saved_words(workbook: Workbook) -> str:
    """What is said after the button of the import was pressed."""
    if workbook.state is WorkbookState.SAVING:
        return str(_("The rows are being saved; you will be told when it is done."))
    return str(
        ngettext(
            "%(num)d row was written into the register.",
            "%(num)d rows were written into the register.",
            workbook.counts.written,
        )
    )


def good_rows(counts: Counts) -> str:
    """What the button of the import says."""
    return str(ngettext("Import the %(num)d right row", "Import the %(num)d right rows", counts.good))
