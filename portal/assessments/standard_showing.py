"""What the pages of standards show, gathered once: the list with its years, one version, a comparison, a rehearsal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.assessments import standard_queries
from portal.assessments.labels import STATUS_WORDS
from portal.assessments.model import StandardVersion
from portal.assessments.rehearsing import Rehearsal, rehearse
from portal.assessments.rules import STANDARD, StandardState
from portal.assessments.standards import Element, Item, Law, Standard
from portal.assessments.versions import (
    pins_of,
    shipped,
    standard_in,
    standards_in_force,
    versions_in_force,
)
from portal.problems import NotFound
from portal.registry.labels import town_name
from portal.web.timelines import ShownEvent, timeline
from portal.web.words import in_language, label, tone

EVENTS_SHOWN = 60
YEARS_SHOWN = 3


class StandardRow(NamedTuple):
    """A version in the list. `row`: None for one that ships; `opened`: assessments are opened under it today."""

    standard: Standard
    row: StandardVersion | None
    opened: bool
    uses: int

    @property
    def standing(self) -> tuple[str, str]:
        """Whether it is opened, or else where it stands, in words, with the tone of the tag."""
        if self.opened:
            return str(_("opened this year")), "ok"
        if self.row is None:
            return str(_("shipped, not opened")), "none"
        in_force = self.row.state is StandardState.IN_FORCE
        return label(self.row.state), "wait" if in_force else tone(self.row.state)

    @property
    def valid_from(self) -> date:
        """The first day on which it may be opened."""
        return self.row.valid_from if self.row else self.standard.valid_from

    @property
    def valid_to(self) -> date | None:
        """The last day on which it may be opened."""
        return self.row.valid_to if self.row else self.standard.valid_to


class OpenedInYear(NamedTuple):
    """What is opened for a year of one standard; empty `number`: nothing. `pinned`: an administrator has set it."""

    year: int
    number: str
    pinned: bool


class YearLine(NamedTuple):
    """The years of one standard."""

    standard_id: str
    title: str
    years: Sequence[OpenedInYear]


@dataclass(frozen=True)
class StandardList:
    """The list. 11 statements, whatever the number of versions that the process has read."""

    rows: Sequence[StandardRow]
    lines: Sequence[YearLine]
    may_add: bool
    may_pin: bool


def standard_list(session: Session, actor: Actor, on: date) -> StandardList:
    """Versions that were added, then those that ship; below them what is opened for the years to come."""
    uses = standard_queries.uses(session)
    opened = {one.key for one in standards_in_force(on)}
    added = [(standard_in(row), row) for row in standard_queries.versions_added(session)]
    rows = [
        StandardRow(one, row, one.key in opened, uses.get(one.key, 0))
        for one, row in (*added, *((one, None) for one in shipped().values()))
    ]
    return StandardList(rows, _year_lines(on), may(actor, "standard.add"), may(actor, "standard.pin"))


def _year_lines(on: date) -> list[YearLine]:
    names = {one.standard.id: in_language(*_title(one.standard)) for one in versions_in_force()}
    years = range(on.year, on.year + YEARS_SHOWN)
    opened = {
        year: {one.id: one.version for one in standards_in_force(max(on, date(year, 1, 1)))} for year in years
    }
    pins = {year: pins_of(year) for year in years}
    return [
        YearLine(
            key, name, [OpenedInYear(year, opened[year].get(key, ""), key in pins[year]) for year in years]
        )
        for key, name in names.items()
    ]


class TreeLine(NamedTuple):
    """An element with its depth, and the items that it carries."""

    element: Element
    depth: int
    items: Sequence[Item]


@dataclass(frozen=True)
class StandardPage:
    """One version. 4 statements at most."""

    standard: Standard
    row: StandardVersion | None
    offers: Sequence[str]
    uses: int
    events: Sequence[ShownEvent]

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return in_language(*_title(self.standard))

    @property
    def lines(self) -> list[TreeLine]:
        """The tree from the first element down."""
        return tree(self.standard)

    @property
    def laws(self) -> list[tuple[str, Law, str]]:
        """Code, law, and how sure its source is."""
        return [(code, law, str(STATUS_WORDS[law.source_status])) for code, law in self.standard.laws.items()]

    @property
    def depth_names(self) -> list[str]:
        """What each level of elements is called, the outermost first."""
        return [in_language(one.zh, one.en) for one in self.standard.depth_names]

    @property
    def rehearsable(self) -> bool:
        """Whether there is something to rehearse: it is not withdrawn."""
        return self.row is None or self.row.state is not StandardState.WITHDRAWN


def standard_page(session: Session, row: StandardVersion, actor: Actor) -> StandardPage:
    """A version that was added."""
    standard = standard_in(row)
    discard = ["discard"] if may(actor, "standard.discard", row) else []
    return StandardPage(
        standard=standard,
        row=row,
        offers=discard + STANDARD.offers(row, actor),
        uses=standard_queries.uses(session).get(standard.key, 0),
        events=timeline(session, StandardVersion.__tablename__, row.key, actor, EVENTS_SHOWN),
    )


def shipped_page(session: Session, key: str) -> StandardPage:
    """A version that ships with the portal. Raises NotFound."""
    if key not in shipped():
        raise NotFound
    return StandardPage(shipped()[key], None, (), standard_queries.uses(session).get(key, 0), ())


def tree(standard: Standard) -> list[TreeLine]:
    """Every element, each below its parent, with its depth from 0."""
    lines: list[TreeLine] = []

    def add(element: Element, depth: int) -> None:
        lines.append(TreeLine(element, depth, [one for one in standard.items if one.element == element.id]))
        for child in standard.below.get(element.id, ()):
            add(child, depth + 1)

    for top in standard.tops:
        add(top, 0)
    return lines


@dataclass(frozen=True)
class RehearsalPage:
    """What would change under a version. `of`: the standard under which the assessments were made."""

    standard: Standard
    found: Rehearsal
    of: str
    standards: Mapping[str, str]
    before: Mapping[str, str]

    @property
    def name(self) -> str:
        """The version's name in the reader's language."""
        return in_language(*_title(self.standard))

    def word_before(self, code: str) -> str:
        """An outcome of the standard so far, in words."""
        return self.before.get(code, code) or "—"

    def word(self, code: str) -> str:
        """An outcome of the version that is rehearsed, in words."""
        return next((one.title.zh for one in self.standard.outcomes if one.code == code), "—")

    def span(self, worst: Decimal, best: Decimal) -> str:
        """Two results, or the one."""
        return f"{worst:f}" if worst == best else f"{worst:f}–{best:f}"

    @property
    def moves(self) -> list[tuple[str, str, str, int]]:
        """Outcomes from and to, at worst and at best, the most frequent first."""
        return [
            (self.word_before(before), self.word(worst), self.word(best), number)
            for (before, worst, best), number in self.found.moves.most_common()
        ]

    @property
    def towns(self) -> list[tuple[str, int, int]]:
        """Towns with how many keep and how many might change their outcome, most changes first."""
        ordered = sorted(self.found.towns.items(), key=lambda town: (-town[1][False], town[0]))
        return [(town_name(code), tally[True], tally[False]) for code, tally in ordered]

    @property
    def left_behind(self) -> list[tuple[str, int]]:
        """Items whose answers cannot be carried over, with how many enterprises had answered them."""
        return sorted(self.found.left_behind.items(), key=lambda row: (-row[1], row[0]))


def rehearsal_page(session: Session, standard: Standard, of: str, on: date) -> RehearsalPage:
    """Hold a rehearsal with what was filed under a standard; by default the one that this is a version of."""
    keys = standard_queries.uses(session)
    known = [standard_queries.version_named(session, key) for key in keys]
    names = {one.id: in_language(*_title(one)) for one in known if one.kind is standard.kind}
    chosen = of if of in names else standard.id
    before = {one.code: one.title.zh for past in known if past.id == chosen for one in past.outcomes}
    return RehearsalPage(standard, rehearse(session, standard, chosen, on.year), chosen, names, before)


def _title(standard: Standard) -> tuple[str, str]:
    return standard.title.zh, standard.title.en
