"""What a reviewer sees of a filed assessment: items by element, the own score beside the enterprise's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessments import queries
from portal.assessments.answers import Answer, Answers
from portal.assessments.reviewed import ReviewedItem
from portal.assessments.scoring import Score, score
from portal.assessments.snapshot import answer_of_row, points, standard_of_snapshot
from portal.assessments.standards import Item, Standard
from portal.assessments.wording import SECTION_WORDS, answer_words
from portal.filings.comparing import RowChange, row_digest
from portal.filings.kinds import Snapshot
from portal.filings.model import Filing, Revision
from portal.filings.queries import latest_revision


class Sums(NamedTuple):
    """The enterprise's figure, the reviewer's, and the difference (`-4.5`, `0`), in points as text."""

    name: str
    own: str
    reviewed: str
    difference: str


@dataclass(frozen=True)
class ReviewedRow:
    """One item under review. `stale`: the reviewer's score was of what the enterprise has changed since."""

    item: Item
    row: Mapping[str, Any]
    last: str
    reviewed: ReviewedItem | None
    stale: bool

    @property
    def title(self) -> str:
        """Number and name of the item."""
        return f"{self.item.id}　{self.item.title.zh}"

    @property
    def said(self) -> str:
        """The enterprise's answer in words."""
        return answer_words(self.item, answer_of_row(self.row))

    @property
    def earned(self) -> str:
        """The enterprise's points, — where the item is not applicable."""
        return self.row["earned"] if self.row["earned"] is not None else "—"

    @property
    def evidence(self) -> list[str]:
        """Names of what shows it."""
        return [one["name"] for one in self.row["evidence"].values()]

    @property
    def reviewed_said(self) -> str:
        """The reviewer's answer in words."""
        return answer_words(self.item, self.reviewed.answer) if self.reviewed else ""

    @property
    def reviewed_points(self) -> str:
        """The reviewer's points, — where the reviewer finds the item not applicable."""
        if self.reviewed is None or self.reviewed.points is None:
            return "—"
        return points(Fraction(self.reviewed.points))

    @property
    def difference(self) -> str:
        """The reviewer's points less the enterprise's; empty where one of them has none."""
        if self.reviewed is None or self.reviewed.points is None or self.row["earned"] is None:
            return ""
        return signed(Fraction(self.reviewed.points) - Fraction(self.row["earned"]))


@dataclass(frozen=True)
class ItemReview:
    """The reviewer's score of a whole filing. The enterprise's answer counts where the reviewer has none."""

    standard: Standard
    own: Score
    reviewed: Score
    rows: Mapping[str, ReviewedRow]

    def at(self, path: str) -> ReviewedRow | None:
        """The item that a path of the snapshot names."""
        section, _slash, key = path.strip("/").partition("/")
        return self.rows.get(key) if section == "items" else None

    @property
    def scored(self) -> int:
        """Items that the reviewer has scored as they stand now."""
        return sum(one.reviewed is not None and not one.stale for one in self.rows.values())

    @property
    def stale(self) -> list[ReviewedRow]:
        """Items that have changed since the reviewer scored them."""
        return [one for one in self.rows.values() if one.stale]

    @property
    def differing(self) -> list[ReviewedRow]:
        """Items with another score, or with a note of the reviewer."""
        counted = (one for one in self.rows.values() if one.reviewed and not one.stale)
        return [
            one
            for one in counted
            if one.reviewed and (one.reviewed.note or one.reviewed.answer != answer_of_row(one.row))
        ]

    @property
    def lines(self) -> list[Sums]:
        """The points of each first-level element."""
        return [
            _sums(
                f"{top.id} {top.title.zh}",
                self.own.elements[top.id].earned,
                self.reviewed.elements[top.id].earned,
            )
            for top in self.standard.tops
        ]

    @property
    def total(self) -> Sums:
        """The converted results as they are shown."""
        own, reviewed = self.own.shown, self.reviewed.shown
        return Sums("", format(own, "f"), format(reviewed, "f"), signed(Fraction(reviewed) - Fraction(own)))

    @property
    def levels(self) -> tuple[str, str]:
        """The levels by points, the enterprise's and the reviewer's; empty for none."""
        own, reviewed = self.own.level_by_points, self.reviewed.level_by_points
        return own.title.zh if own else "", reviewed.title.zh if reviewed else ""


def signed(value: Fraction) -> str:
    """A difference with its sign, `0` for none."""
    return ("+" if value > 0 else "−" if value < 0 else "") + points(abs(value))


def _sums(name: str, own: Fraction, reviewed: Fraction) -> Sums:
    return Sums(name, points(own), points(reviewed), signed(reviewed - own))


def reviewed_items(session: Session, filing_id: int) -> Sequence[ReviewedItem]:
    """The reviewer's own answers to a filing. 1 statement."""
    return session.scalars(select(ReviewedItem).where(ReviewedItem.filing_id == filing_id)).all()


def gather(session: Session, filing: Filing, revision: Revision) -> ItemReview:
    """The reviewer's score beside that of a revision. At most 4 statements, whatever the number of items."""
    content = revision.snapshot
    found = {one.item_id: one for one in reviewed_items(session, filing.id)}
    return _review(content, found, _last_answers(session, filing))


def outcome(session: Session, filing: Filing) -> ItemReview | None:
    """What the enterprise is shown once its filing is decided; None without a score of the reviewer. 2 statements."""
    found = {one.item_id: one for one in reviewed_items(session, filing.id)}
    return _review(latest_revision(session, filing.id).snapshot, found, {}) if found else None


def _review(content: Snapshot, found: Mapping[str, ReviewedItem], last: Mapping[str, Answer]) -> ItemReview:
    standard, declared = standard_of_snapshot(content), declared_answers(content)
    rows = {
        item.id: _row(item, content["items"][item.id], found.get(item.id), last.get(item.id))
        for item in standard.items
    }
    judged = {key: one.reviewed.answer for key, one in rows.items() if one.reviewed and not one.stale}
    merged = Answers({**declared.items, **judged}, declared.vetoes, declared.prerequisites)
    return ItemReview(standard, score(standard, declared), score(standard, merged), rows)


def _row(
    item: Item, row: Mapping[str, Any], reviewed: ReviewedItem | None, last: Answer | None
) -> ReviewedRow:
    stale = reviewed is not None and reviewed.row_digest != row_digest(row)
    return ReviewedRow(item, row, answer_words(item, last), reviewed, stale)


def declared_answers(content: Snapshot) -> Answers:
    """The answers of a snapshot as the score takes them."""
    items = {key: answer_of_row(row) for key, row in content["items"].items()}
    said = {key: row["answer"] for key, row in content["conditions"].items() if row["answer"] is not None}
    standard = standard_of_snapshot(content)
    vetoes = {one.id for one in standard.veto_rules}
    return Answers(
        {key: one for key, one in items.items() if one is not None},
        {key: holds for key, holds in said.items() if key in vetoes},
        {key: holds for key, holds in said.items() if key not in vetoes},
    )


def _last_answers(session: Session, filing: Filing) -> Mapping[str, Answer]:
    before = queries.assessment_before(session, queries.assessment_of_filing(session, filing.id))
    return queries.scored_answers(session, before).items if before else {}


def arrange(content: Snapshot, rows: Sequence[RowChange]) -> list[tuple[str, list[RowChange]]]:
    """The rows under review: items by element in the order of the standard, then what stands around them."""
    standard = standard_of_snapshot(content)
    order = {item.id: number for number, item in enumerate(standard.items)}
    items = sorted(
        (one for one in rows if one.section == "items"), key=lambda one: order.get(_key(one), len(order))
    )
    groups: dict[str, list[RowChange]] = {}
    for one in items:
        element = standard.element.get(one.row["element"])
        groups.setdefault(f"{one.row['element']}　{element.title.zh if element else ''}", []).append(one)
    for one in rows:
        if one.section in ("conditions", "findings"):
            groups.setdefault(str(SECTION_WORDS[one.section]), []).append(one)
    around = [one for one in rows if one.section in ("assessment", "enterprise")]
    return [*groups.items(), (str(SECTION_WORDS["assessment"]), around)]


def _key(row: RowChange) -> str:
    return row.path.rsplit("/", 1)[-1]
