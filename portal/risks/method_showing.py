"""What the pages of grading methods show, gathered once: the list, one version, a rehearsal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.risks_methods import TryForm
from portal.access import Actor, may
from portal.accounts.model import Authority
from portal.problems import NotFound
from portal.registry.labels import town_name
from portal.risks import method_queries
from portal.risks.arithmetic import Matrix, Worked, band_words, matrix, worked
from portal.risks.grading import assess, fits
from portal.risks.known_methods import known_methods, method_of, methods_offered
from portal.risks.method_model import METHOD, GradingMethod, MethodState
from portal.risks.methods import Method, MethodKind, plain, shipped_methods
from portal.risks.rehearsing import Rehearsal, Tally, rehearse
from portal.risks.rules import Grade
from portal.web.timelines import ShownEvent, timeline
from portal.web.words import day_long, in_language, label, tone

LISTED_ENTERPRISES = 50
"""Enterprises named in a rehearsal; the towns count all."""

EVENTS_SHOWN = 60


class MethodRow(NamedTuple):
    """A version in the list. `row`: None for one that is shipped; `offered`: new results are made by it today."""

    method: Method
    row: GradingMethod | None
    offered: bool
    uses: int

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return in_language(self.method.zh, self.method.en)

    @property
    def standing(self) -> tuple[str, str]:
        """Whether it is offered, or else where it stands, in words, with the tone of the tag."""
        if self.offered:
            return str(_("offered for new results")), "ok"
        if self.row is None:
            return str(_("shipped, not offered")), "none"
        if self.row.state is MethodState.IN_FORCE:
            return str(_("not offered today")), "wait"
        return label(self.row.state), tone(self.row.state)

    @property
    def begins(self) -> date | None:
        """The day from which it is in force, where that says anything."""
        return self.method.valid_from if self.offered or self.row else None

    @property
    def size(self) -> str:
        """Steps of its factors, such as 5 × 5."""
        return " × ".join(str(len(factor.scale)) for factor in self.method.factors)


@dataclass(frozen=True)
class MethodList:
    """The list. 4 statements at most, whatever the number of versions."""

    rows: Sequence[MethodRow]
    may_define: bool


def method_list(session: Session, actor: Actor, on: date) -> MethodList:
    """Versions defined by authorities, then those shipped that may be chosen, or that risks count by."""
    uses = method_queries.uses(session)
    offered = {one.key for one in methods_offered(on, actor.region_path)}
    defined = [(method_of(row), row) for row in method_queries.methods_seen(session, actor)]
    shipped = [(one, None) for one in shipped_methods().values() if one.kind is not MethodKind.DIRECT]
    rows = [
        MethodRow(one, row, one.key in offered, uses.get(one.key, 0)) for one, row in (*defined, *shipped)
    ]
    return MethodList(rows, may(actor, "method.define"))


def shipped(name: str) -> Method:
    """The shipped method of a key. Raises NotFound for another, or for direct judgement."""
    found = shipped_methods().get(name)
    if found is None or found.kind is MethodKind.DIRECT:
        raise NotFound
    return found


@dataclass(frozen=True)
class MethodPage:
    """One version. 5 statements at most."""

    method: Method
    row: GradingMethod | None
    matrix: Matrix | None
    offers: Sequence[str]
    offered: bool
    owner: str
    uses: int
    events: Sequence[ShownEvent]
    form: TryForm
    tried: Worked | None
    may_define: bool

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return in_language(self.method.zh, self.method.en)

    @property
    def standing(self) -> str:
        """Whether enterprises may choose it, in a sentence."""
        row = self.row
        if self.offered:
            words = _("Enterprises may choose it for new results, since %(day)s.")
        elif row is not None and row.state is MethodState.IN_FORCE:
            words = _("In force from %(day)s; today another version of the method is offered, or none yet.")
        elif row is not None and row.state is MethodState.WITHDRAWN:
            return str(_("Withdrawn on %(day)s; what came out by it stays.", day=day_long(row.valid_to)))
        else:
            return str(_("Not offered for new results."))
        return str(words) % {"day": day_long(self.method.valid_from)}

    @property
    def steps(self) -> list[tuple[str, str, str]]:
        """Each step of each factor: the factor where it begins, the value, what it means."""
        return [
            (
                f"{factor.code}　{in_language(factor.zh, factor.en)}" if place == 0 else "",
                plain(step.value),
                in_language(step.zh, step.en),
            )
            for factor in self.method.factors
            for place, step in enumerate(factor.scale)
        ]

    @property
    def bands(self) -> list[tuple[Grade, str]]:
        """The grades with the ranges of their products."""
        return [(band.grade, band_words(self.method, band)) for band in self.method.bands]


def method_page(
    session: Session, row: GradingMethod | Method, form: TryForm, actor: Actor, on: date
) -> MethodPage:
    """Gather a version's page; `form` holds the values that are tried out."""
    used = method_of(row) if isinstance(row, GradingMethod) else row
    form.offer(used)
    values = {code: Decimal(value) for code, value in form.value().items() if _is_number(value)}
    stored = row if isinstance(row, GradingMethod) else None
    return MethodPage(
        method=used,
        row=stored,
        matrix=matrix(used, (values.get("L"), values.get("S"))),
        offers=_offers(stored, actor) if stored else (),
        offered=used.key in {one.key for one in methods_offered(on, actor.region_path)},
        owner=_owner(session, stored) if stored else "",
        uses=method_queries.uses(session).get(used.key, 0),
        events=timeline(session, GradingMethod.__tablename__, stored.key, actor, EVENTS_SHOWN)
        if stored
        else (),
        form=form,
        tried=worked(used, assess(used, values)) if fits(used, values) else None,
        may_define=may(actor, "method.define"),
    )


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def _offers(row: GradingMethod, actor: Actor) -> list[str]:
    """What the actor may do with a version: the verbs of its workflow, and those of a draft."""
    of_drafts = [verb for verb in ("edit", "discard") if may(actor, f"method.{verb}", row)]
    return of_drafts + METHOD.offers(row, actor)


def _owner(session: Session, row: GradingMethod) -> str:
    if row.authority_id is None:
        return ""
    return session.scalars(select(Authority.name).where(Authority.id == row.authority_id)).one()


def base_named(session: Session, name: str, actor: Actor) -> Method | None:
    """The method that a new version is copied from: shipped, published, or a draft of one's own; else None."""
    row = method_queries.version_named(session, name) if name else None
    if row is not None:
        found = method_of(row) if may(actor, "method.read", row) else None
    else:
        found = known_methods().get(name)
    return found if found is not None and found.kind is not MethodKind.DIRECT else None


@dataclass(frozen=True)
class RehearsalPage:
    """A rehearsal, and the methods whose risks it may be held with. 2 statements."""

    row: GradingMethod
    found: Rehearsal
    family: str
    families: Mapping[str, str]

    @property
    def tabs(self) -> list[tuple[str, str, None, bool]]:
        """The methods whose risks may be rehearsed, with their addresses."""
        return [
            (
                name,
                url_for("methods.rehearsal", grading_method_key=self.row.key, of=code),
                None,
                code == self.family,
            )
            for code, name in self.families.items()
        ]

    @property
    def by_town(self) -> list[tuple[str, str, Tally]]:
        """The towns with what would change there, most first."""
        return [(town_name(code), "", tally) for code, tally in _most_first(self.found.towns)]

    @property
    def by_enterprise(self) -> list[tuple[str, str, Tally]]:
        """The enterprises with what would change there, most first, up to 50."""
        return [
            (name, url_for("registry.show", enterprise_key=key), tally)
            for (key, name), tally in _most_first(self.found.enterprises)[:LISTED_ENTERPRISES]
        ]


def _most_first(tallies: Mapping[Any, Tally]) -> list[tuple[Any, Tally]]:
    return sorted(tallies.items(), key=lambda item: (-item[1].whole, item[0]))


def rehearsal_page(session: Session, row: GradingMethod, family: str) -> RehearsalPage:
    """Hold a rehearsal with the risks that count by a method; by default the one that this is a version of."""
    candidate = method_of(row)
    families = _families(method_queries.uses(session), candidate)
    chosen = family if family in families else next(iter(families), candidate.id)
    return RehearsalPage(row, rehearse(session, candidate, chosen), chosen, families)


def _families(uses: Mapping[str, int], candidate: Method) -> dict[str, str]:
    """Methods with the same factors that risks count by: its own first, then the most used; with their names."""
    known = known_methods()
    alike = [known[key] for key in uses if _codes(known[key]) == _codes(candidate)]
    ordered = sorted(alike, key=lambda one: (one.id != candidate.id, -uses[one.key]))
    found: dict[str, str] = {}
    for one in ordered:
        found.setdefault(one.id, in_language(one.zh, one.en))
    return found


def _codes(used: Method) -> list[str]:
    return [factor.code for factor in used.factors]
