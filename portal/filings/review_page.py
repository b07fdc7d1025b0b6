"""What the review screen shows: changed rows first, each with its remarks and whether it was accepted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.documents.queries import papers_of
from portal.filings import queries
from portal.filings.comparing import Change, FieldChange, RowChange, compare, row_digest
from portal.filings.kinds import kind_of
from portal.filings.model import Filing, Revision, RowCheck
from portal.filings.rules import FILING
from portal.filings.showing import TIMELINE_LENGTH, ShownRemark, shown_remark
from portal.web.timelines import ShownEvent, timeline
from portal.web.words import label

CHANGES_FIRST = (Change.CHANGED, Change.ADDED, Change.REMOVED, Change.UNCHANGED)


@dataclass(frozen=True)
class ReviewRow:
    """One row under review: what changed, remarks on it, whether it was accepted as it stands."""

    change: RowChange
    title: str
    grade: Any
    drafts: Sequence[ShownRemark]
    earlier: Sequence[ShownRemark]
    accepted: RowCheck | None

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return anchor(self.change.path)

    @property
    def seen(self) -> bool:
        """Whether the reviewer has dealt with it."""
        return bool(self.accepted or self.drafts)


@dataclass(frozen=True)
class ReviewGroup:
    """Rows that the kind shows together, such as those of one element of a standard."""

    title: str
    changed: Sequence[ReviewRow]
    unchanged: Sequence[ReviewRow]


@dataclass(frozen=True)
class ReviewPage:
    """The review screen. 7 statements, whatever the number of rows, and those of what the kind gathers."""

    filing: Filing
    revision: Revision
    base: Revision | None
    changed: Sequence[ReviewRow]
    unchanged: Sequence[ReviewRow]
    counts: Mapping[str, int]
    offers: Sequence[str]
    may_remark: bool
    papers: Sequence[Any]
    events: Sequence[ShownEvent]
    may_order: bool
    groups: Sequence["ReviewGroup"]
    gathered: Any

    @property
    def against_last(self) -> bool:
        """Whether the base is the submission before of the same filing."""
        return self.base is not None and self.base.filing_id == self.filing.id

    @property
    def counts_words(self) -> str:
        """新增 3 · 修改 5 · 删除 1 · 未变 140."""
        return " · ".join(f"{label(change)} {self.counts[change.value]}" for change in Change)

    def row_at(self, path: str) -> ReviewRow | None:
        """The row that a path lies on."""
        return next((row for row in (*self.changed, *self.unchanged) if _on_row(path, row.change.path)), None)

    @property
    def seen(self) -> int:
        """Rows dealt with."""
        return sum(row.seen for row in (*self.changed, *self.unchanged))

    @property
    def unseen(self) -> int:
        """Rows not dealt with yet."""
        return self.total - self.seen

    @property
    def total(self) -> int:
        """All rows."""
        return len(self.changed) + len(self.unchanged)


def review_page(session: Session, filing: Filing, actor: Actor, against: str) -> ReviewPage:
    """Gather the review screen. `against`: "last" (the revision before) or "approved" (what was approved last)."""
    revision = queries.latest_revision(session, filing.id)
    base = _base(session, filing, revision, against)
    rows = compare(base.snapshot if base else None, revision.snapshot, filing.kind.row_sections)
    said = [*queries.draft_remarks(session, filing.id), *queries.sent_remarks(session, filing.id)]
    remarks = [shown_remark(filing, revision.snapshot, remark) for remark in said]
    checks = queries.row_checks(session, filing.id)
    shown = sorted((_review_row(filing, row, remarks, checks) for row in rows), key=_reading_order)
    return ReviewPage(
        filing=filing,
        revision=revision,
        base=base,
        changed=[row for row in shown if row.change.change is not Change.UNCHANGED],
        unchanged=[row for row in shown if row.change.change is Change.UNCHANGED],
        counts={change.value: sum(row.change is change for row in rows) for change in Change},
        offers=FILING.offers(filing, actor),
        may_remark=may(actor, "filing.remark", filing),
        papers=papers_of(session, "filing", filing.key),
        events=timeline(session, "filing", filing.key, actor, TIMELINE_LENGTH),
        may_order=may(actor, "order.prepare", filing),
        groups=_groups(filing, revision, rows, {row.change.path: row for row in shown}),
        gathered=filing.kind.gather(session, filing, revision),
    )


def _groups(
    filing: Filing, revision: Revision, rows: Sequence[RowChange], shown: Mapping[str, ReviewRow]
) -> list[ReviewGroup]:
    """The kind's own order of the rows; none where it has no order."""
    arranged = filing.kind.arrange(revision.snapshot, rows) if filing.kind.arrange else []
    found = [(title, [shown[one.path] for one in group]) for title, group in arranged]
    return [
        ReviewGroup(
            title,
            [row for row in group if row.change.change is not Change.UNCHANGED],
            [row for row in group if row.change.change is Change.UNCHANGED],
        )
        for title, group in found
        if group
    ]


def _reading_order(row: ReviewRow) -> tuple[int, bool, str]:
    """Changed before added, removed and unchanged; rows of the register before sections of facts; by title."""
    return CHANGES_FIRST.index(row.change.change), not row.grade, row.title


def _base(session: Session, filing: Filing, revision: Revision, against: str) -> Revision | None:
    before = queries.revision_before(session, revision)
    if against == "last" or (against != "approved" and before):
        return before
    return queries.last_approved_revision(session, filing)


def _review_row(
    filing: Filing, row: RowChange, remarks: Sequence[ShownRemark], checks: Mapping[str, RowCheck]
) -> ReviewRow:
    check = checks.get(row.path)
    here = [remark for remark in remarks if _on_row(remark.remark.path, row.path)]
    holds = check is not None and row.new is not None and check.row_digest == row_digest(row.new)
    return ReviewRow(
        change=row,
        title=filing.kind.row_title(row.section, row.row),
        grade=filing.kind.row_grade(row.section, row.row),
        drafts=[remark for remark in here if remark.draft],
        earlier=[remark for remark in here if not remark.draft],
        accepted=check if holds else None,
    )


def _on_row(path: str, row_path: str) -> bool:
    return path == row_path or path.startswith(row_path + "/")


def shown_field(filing: Filing, change: FieldChange) -> tuple[str, str, str]:
    """A field's word, and both values in words."""
    name = change.path.rsplit("/", 1)[-1]
    return (
        filing.kind.field_label(change.path),
        filing.kind.show(name, change.old),
        filing.kind.show(name, change.new),
    )


def anchor(path: str) -> str:
    """The id of a row on the review screen."""
    return "row-" + path.strip("/").replace("/", "-")


def facts_of(filing: Filing, change: RowChange) -> list[tuple[str, str]]:
    """The plain fields of a row in words, for a row shown whole; collections below it are `parts_of`."""
    leaves = [leaf for leaf in _leaves("", change.row) if leaf[1] not in (None, "", [], {})]
    return [
        (filing.kind.field_label(path), filing.kind.show(path.rsplit("/", 1)[-1], value))
        for path, value in sorted(leaves, key=lambda leaf: filing.kind.field_rank(leaf[0]))
    ]


def _leaves(path: str, value: Any) -> list[tuple[str, Any]]:
    if _is_collection(value):
        return []
    if isinstance(value, Mapping):
        return [leaf for name, item in value.items() for leaf in _leaves(f"{path}/{name}", item)]
    return [(path, value)]


def _is_collection(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and bool(value)
        and all(isinstance(item, Mapping) for item in value.values())
    )


@dataclass(frozen=True)
class Part:
    """A collection below a row as a table in words, such as the controls of a risk."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def parts_of(filing: Filing, change: RowChange) -> list[Part]:
    """The collections below a row shown whole."""
    found = ((name, value) for name, value in change.row.items() if _is_collection(value))
    return [_part(filing, name, list(value.values())) for name, value in found]


def _part(filing: Filing, name: str, items: Sequence[Mapping[str, Any]]) -> Part:
    kind = filing.kind
    used = {field for item in items for field, value in item.items() if value not in (None, "", [], {})}
    fields = sorted(used, key=lambda field: kind.field_rank(f"/{name}/-/{field}"))
    heads = [kind.field_label(f"/{name}/-/{field}") for field in fields]
    rows = [[kind.show(field, item.get(field)) for field in fields] for item in items]
    return Part(kind.field_label(f"/{name}"), heads, sorted(rows))


def filing_title(row: Any) -> str:
    """The name of a filing as a row of a list holds it."""
    return kind_of(row.kind_code).title(row)


def highlight_words(highlights: Mapping[str, Any], kind_code: str) -> str:
    """The same numbers in words, for a kind whose numbers are no grades."""
    return kind_of(kind_code).highlight_words(highlights)


def highlight_tags(highlights: Mapping[str, int], kind_code: str) -> list[tuple[Any, int]]:
    """The few numbers of a filing that matter in a list, each with its grade."""
    return kind_of(kind_code).highlight_tags(highlights)
