"""A standard as typed data: read from JSON (`standard/1`), checked as a whole, never changed afterwards.

Points are decimals: a float would decide thresholds wrongly. Source of the format: data/standards, each file with its
own source and status.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from portal.assessments.rules import CheckWay, EvidenceKind, StandardKind, VetoEffect, VetoTrigger

FORMAT = "standard/1"
HALF = Decimal("0.5")

Points = Annotated[Decimal, Field(gt=0, multiple_of=HALF)]
Text = Annotated[str, Field(min_length=1)]
Status = Literal["from pages", "from memory, verify", "own wording on a named basis"]


class Part(BaseModel):
    """Any piece of a standard: frozen, and nothing in it that the format does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Part):
    """A name in both languages."""

    zh: Text
    en: Text


class Source(Part):
    """A document that the standard rests on."""

    title: Text
    document_number: str = ""
    effective: str = ""
    note_zh: str = ""
    source_status: Status


class Law(Part):
    """A law that items name by its code."""

    title: Text
    document_number: str = ""
    version: str = ""
    note_zh: str = ""
    source_status: Status


class Basis(Part):
    """A law by its code, with the article where it is known."""

    law: Text
    article: str = ""


class AppliesTo(Part):
    """For whom the standard is: sizes and industry codes of certificates, `*` for all."""

    size: tuple[Literal["large", "medium", "above_designated", "small", "micro"], ...]
    industries: tuple[Annotated[str, Field(pattern=r"^([A-Z]{2}|\*)$")], ...]
    note_zh: str = ""


class Element(Part):
    """An element (要素) of the tree; its points are the sum of what lies below."""

    id: Annotated[str, Field(pattern=r"^[A-Z0-9]+(\.[0-9]+)*$")]
    parent: str | None
    order: Annotated[int, Field(ge=1)]
    title: Words
    points: Points
    topics_zh: tuple[str, ...] = ()


class ExtraDeduction(Part):
    """An additional deduction (追加扣分), charged inside the first-level element."""

    points: Points
    when: Text


class DeductPerFinding(Part):
    """So many points off for each finding, `max` at most."""

    type: Literal["deduct_per_finding"]
    per: Points
    max: Points
    finding: Text
    zero_if: str | None = None
    extra_deduction: ExtraDeduction | None = None


class AllOrNothing(Part):
    """Met, or no points."""

    type: Literal["all_or_nothing"]
    fails_if: str | None = None
    extra_deduction: ExtraDeduction | None = None
    zero_if: None = None


class Option(Part):
    """One of the steps of a `levels` rule."""

    code: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    zh: Text
    points: Annotated[Decimal, Field(ge=0, multiple_of=HALF)]


class Levels(Part):
    """The points of the option that is chosen."""

    type: Literal["levels"]
    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    zero_if: None = None
    extra_deduction: None = None


class SampledRatio(Part):
    """Points × passed ÷ sampled, half up to `digits`; nothing below the share `zero_below`."""

    type: Literal["sampled_ratio"]
    zero_below: Annotated[Decimal, Field(ge=0, le=1)]
    digits: Annotated[int, Field(ge=0, le=2)] = 1
    sample: Text
    sample_size: str = ""
    zero_if: str | None = None
    extra_deduction: ExtraDeduction | None = None


Scoring = Annotated[DeductPerFinding | AllOrNothing | Levels | SampledRatio, Field(discriminator="type")]


class VetoRule(Part):
    """What makes an item a veto. `element`: the one that scores nothing, with ELEMENT_ZERO alone."""

    trigger: VetoTrigger
    effect: VetoEffect
    reason: Annotated[str, Field(min_length=4)]
    element: str | None = None


class Item(Part):
    """One item (评分项目) of a leaf element. `id` stays the same across versions while the requirement does."""

    id: Annotated[str, Field(pattern=r"^[A-Z0-9]+(\.[0-9]+)*-[0-9]{2}$")]
    element: str
    path: Annotated[tuple[str, ...], Field(min_length=1)]
    order: Annotated[int, Field(ge=1)]
    title: Words
    requirement: Annotated[str, Field(min_length=6)]
    points: Points
    scoring: Scoring
    scoring_text: Annotated[str, Field(min_length=4)]
    veto: bool
    veto_rule: VetoRule | None
    may_be_not_applicable: bool
    not_applicable_when: str = ""
    evidence: Annotated[tuple[EvidenceKind, ...], Field(min_length=1)]
    check: Annotated[tuple[CheckWay, ...], Field(min_length=1)]
    legal_basis: Annotated[tuple[Basis, ...], Field(min_length=1)]
    audience: Annotated[tuple[Literal["企业", "车间", "班组", "岗位"], ...], Field(min_length=1)]
    risk_link: bool

    @property
    def top(self) -> str:
        """Its first-level element."""
        return self.path[0]


class Rounding(Part):
    """Half up to so many digits."""

    mode: Literal["half_up"]
    digits: Annotated[int, Field(ge=0, le=4)]


class Conversion(Part):
    """From raw points to the result."""

    type: Literal["exclude_not_applicable", "weighted_elements"]
    scale: Annotated[Decimal, Field(gt=0)]
    weights: Mapping[str, Annotated[Decimal, Field(gt=0)]] = {}
    rounding: Rounding
    compare: Literal["rounded", "exact"]
    warn_not_applicable_share: Annotated[Decimal, Field(gt=0, le=1)] = Decimal(1)
    formula: str
    formula_zh: str
    source_status: Status | None = None


class Outcome(Part):
    """A level (等级) or a pass; `certifiable_here` false: points only allow a recommendation."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    title: Words
    min: Annotated[Decimal, Field(ge=0)]
    min_element_rate: Decimal | None = None
    certifiable_here: bool
    decided_by_zh: str = ""
    note_zh: str = ""


class Veto(Part):
    """A veto that is no item: true means that it has occurred."""

    id: Annotated[str, Field(pattern=r"^V[0-9]{2}$")]
    title: Words
    question: Text
    effect: VetoEffect
    must_answer: bool = True
    reason: Text
    legal_basis: tuple[Basis, ...] = ()
    items: tuple[str, ...] = ()
    from_register: str = ""


class Prerequisite(Part):
    """A condition that the person in charge declares: true means that it is met."""

    id: Annotated[str, Field(pattern=r"^P[0-9]{2}$")]
    title: Words
    statement: Text
    window_months: int | None = None
    limits: Mapping[str, Decimal] = {}
    portal_can_check: str = ""
    legal_basis: tuple[Basis, ...] = ()
    source_status: Status | None = None


class Standard(Part):
    """One version of a standard; an assessment keeps the pair of `id` and `version` for ever."""

    format: Literal["standard/1"]
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{2,60}$")]
    version: Annotated[str, Field(pattern=r"^[0-9]{4}\.[0-9]+$")]
    kind: StandardKind
    title: Words
    description: Words | None = None
    source: Annotated[tuple[Source, ...], Field(min_length=1)]
    source_status: Status
    valid_from: date
    valid_to: date | None = None
    applies_to: AppliesTo
    total_points: Points
    depth_names: Annotated[tuple[Words, ...], Field(min_length=1)]
    conversion: Conversion
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    veto_rules: tuple[Veto, ...]
    prerequisites: tuple[Prerequisite, ...]
    laws: Mapping[str, Law]
    elements: Annotated[tuple[Element, ...], Field(min_length=1)]
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

    @property
    def key(self) -> str:
        """Name and version in one, such as `micro@2026.1`."""
        return f"{self.id}@{self.version}"

    @property
    def conditions(self) -> tuple[str, ...]:
        """The ids of its vetoes that are no item, then of its prerequisites."""
        return tuple(one.id for one in self.veto_rules) + tuple(one.id for one in self.prerequisites)

    @cached_property
    def element(self) -> Mapping[str, Element]:
        """The elements by id."""
        return {one.id: one for one in self.elements}

    @cached_property
    def item(self) -> Mapping[str, Item]:
        """The items by id."""
        return {one.id: one for one in self.items}

    @cached_property
    def tops(self) -> tuple[Element, ...]:
        """The first-level elements, in their order."""
        return tuple(sorted((one for one in self.elements if one.parent is None), key=lambda one: one.order))

    @cached_property
    def below(self) -> Mapping[str | None, tuple[Element, ...]]:
        """The children of each element in their order; None for the tops."""
        found: dict[str | None, list[Element]] = {}
        for one in self.elements:
            found.setdefault(one.parent, []).append(one)
        return {parent: tuple(sorted(rows, key=lambda one: one.order)) for parent, rows in found.items()}

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if flaws := list(_flaws(self)):
            raise ValueError("; ".join(flaws))
        return self


def read_standard(text: str | bytes) -> Standard:
    """The standard of a JSON file. Raises ValueError with one line a flaw, each with its place in the file."""
    try:
        return Standard.model_validate(json.loads(text, parse_float=Decimal))
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno}: {error.msg}") from error
    except ValidationError as error:
        lines = (f"{'/'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors(include_url=False))
        raise ValueError("\n".join(lines)) from error


def _flaws(standard: Standard) -> Iterator[str]:
    """What no single part shows: ids, the tree, its sums, and that names name something."""
    for kind, rows in (("element", standard.elements), ("item", standard.items)):
        ids = [one.id for one in rows]
        if len(set(ids)) < len(ids):
            yield f"an {kind} id stands twice"
    yield from _tree_flaws(standard)
    yield from _sum_flaws(standard)
    yield from _name_flaws(standard)


def _tree_flaws(standard: Standard) -> Iterator[str]:
    parents: dict[str, str | None] = {one.id: one.parent for one in standard.elements}
    for one in standard.elements:
        if one.parent is not None and one.parent not in parents:
            yield f"element {one.id}: no parent {one.parent}"
    for item in standard.items:
        path: list[str] = []
        step = item.element if item.element in parents else None
        while step is not None and step not in path:
            path.insert(0, step)
            step = parents.get(step)
        if tuple(path) != item.path:
            yield f"item {item.id}: its path is not that of element {item.element}"
        if len(item.path) > len(standard.depth_names):
            yield f"item {item.id}: deeper than depth_names"


def _sum_flaws(standard: Standard) -> Iterator[str]:
    for one in standard.elements:
        children = [child.points for child in standard.elements if child.parent == one.id]
        items = [item.points for item in standard.items if item.element == one.id]
        if children and items:
            yield f"element {one.id}: has children and items"
        if sum(children + items) != one.points:
            yield f"element {one.id}: its points are not the sum of what lies below"
    if sum(one.points for one in standard.tops) != standard.total_points:
        yield "total_points is not the sum of the first-level elements"


def _name_flaws(standard: Standard) -> Iterator[str]:
    for item in standard.items:
        if item.veto != (item.veto_rule is not None):
            yield f"item {item.id}: veto and veto_rule disagree"
        if item.may_be_not_applicable and not item.not_applicable_when:
            yield f"item {item.id}: says not when it is not applicable"
        rule = item.veto_rule
        if rule and (rule.effect is VetoEffect.ELEMENT_ZERO) != (rule.element is not None):
            yield f"item {item.id}: element_zero names its element, no_level names none"
        if rule and rule.element is not None and rule.element not in item.path:
            yield f"item {item.id}: the veto's element is not its own or one above it"
        for basis in item.legal_basis:
            if basis.law not in standard.laws:
                yield f"item {item.id}: no law {basis.law}"
        if isinstance(item.scoring, Levels) and max(o.points for o in item.scoring.options) != item.points:
            yield f"item {item.id}: the best option does not give its points"
    weighted = standard.conversion.type == "weighted_elements"
    if weighted and set(standard.conversion.weights) != {one.id for one in standard.tops}:
        yield "weights do not name exactly the first-level elements"
