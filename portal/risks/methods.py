"""The grading methods as data: factors with their scales, bands or grids, versions. Pure.

Those shipped stand in data/risk/methods.json; those that an authority defines have the same shape and stand in the
database (`known_methods`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from portal.data import load
from portal.risks.rules import Grade

Cell = tuple[Decimal, Decimal]
"""A cell of a matrix: likelihood, severity."""


class MethodKind(Enum):
    """How a method comes to its grade."""

    PRODUCT = "product3"
    MATRIX = "matrix_product"
    DIRECT = "direct"


class Step(NamedTuple):
    """One value of a factor's scale and what it means."""

    value: Decimal
    zh: str
    en: str


class Factor(NamedTuple):
    """A factor of a method, such as L; its scale runs from the highest value down."""

    code: str
    zh: str
    en: str
    scale: tuple[Step, ...]

    def step(self, value: Decimal) -> Step:
        """The step of a value. Raises ValueError for a value that is not on the scale."""
        for step in self.scale:
            if step.value == value:
                return step
        raise ValueError(f"{self.code} has no value {value}")


class Band(NamedTuple):
    """A range of products and its grade; each end says whether it belongs to the band. None: open."""

    grade: Grade
    floor: Decimal | None
    floor_belongs: bool
    ceiling: Decimal | None
    ceiling_belongs: bool

    def reaches(self, product: Decimal) -> bool:
        """Whether a product comes up to this band's floor."""
        return self.floor is None or product > self.floor or (self.floor_belongs and product == self.floor)


class Criterion(NamedTuple):
    """A ground for direct judgement and the least grade it gives."""

    code: str
    zh: str
    en: str
    grade: Grade


@dataclass(frozen=True)
class Method:
    """One version of a grading method. `key` (`lec@1.0`) stays with every result.

    Bands run from the highest grade down; a matrix may do without. A matrix has its cells in `grid`; others have none.
    """

    key: str
    id: str
    version: str
    kind: MethodKind
    zh: str
    en: str
    formula: str
    factors: tuple[Factor, ...]
    bands: tuple[Band, ...]
    grid: Mapping[Cell, Grade]
    active: bool
    valid_from: date | None
    valid_to: date | None

    def in_force(self, on: date) -> bool:
        """Whether new results may be made with it on a day."""
        began = self.valid_from is not None and self.valid_from <= on
        return self.active and began and (self.valid_to is None or on <= self.valid_to)


CATALOGUE_CRITERION = "DJ-01"
"""The ground "listed in the catalogue"; the floor of the catalogue says it, nobody ticks it."""


@cache
def shipped_methods() -> dict[str, Method]:
    """All versions of all methods of the data file by key, variants too."""
    rows = {row["key"]: row for row in load("risk/methods.json")["rows"]}
    return {key: parse_method(row, rows) for key, row in rows.items()}


def newest(candidates: Iterable[Method], on: date) -> list[Method]:
    """The methods by factors that may be chosen for a new result on a day: of each the version that began last.

    In the order in which the methods are first named.
    """
    found: dict[str, Method] = {}
    for one in candidates:
        if one.kind is MethodKind.DIRECT or not one.in_force(on):
            continue
        before = found.get(one.id)
        if before is None or _began(one) >= _began(before):
            found[one.id] = one
    return list(found.values())


def _began(one: Method) -> date:
    return one.valid_from or date.min


@cache
def criteria() -> dict[str, Criterion]:
    """The grounds for direct judgement by code, that of the catalogue left out."""
    direct = next(row for row in load("risk/methods.json")["rows"] if row["kind"] == MethodKind.DIRECT.value)
    found = (Criterion(row["code"], row["zh"], row["en"], Grade(row["grade"])) for row in direct["criteria"])
    return {criterion.code: criterion for criterion in found if criterion.code != CATALOGUE_CRITERION}


def number(value: Any) -> Decimal:
    """A number of a data file as it is written there; a float's shortest text is the written one."""
    return Decimal(str(value))


def scale_words(factor: Factor) -> str:
    """The values of a factor from the lowest up, such as 1、2、3、4、5."""
    return "、".join(format(step.value.normalize(), "f") for step in reversed(factor.scale))


def parse_method(row: Any, rows: Mapping[str, Any]) -> Method:
    """A method from a row of the data file's shape; `rows` by key, for a version that shares another's scales."""
    scales = rows[row["same_scale_as"]] if "same_scale_as" in row else row
    return Method(
        key=row["key"],
        id=row["id"],
        version=row["version"],
        kind=MethodKind(row["kind"]),
        zh=row["name_zh"],
        en=row["name_en"],
        formula=row.get("formula", ""),
        factors=tuple(_factor(factor) for factor in scales.get("factors", ())),
        bands=tuple(_band(band) for band in row.get("bands", ())),
        grid={(number(cell["L"]), number(cell["S"])): Grade(cell["grade"]) for cell in row.get("grid", ())},
        active=row.get("status") == "active",
        valid_from=_day(row.get("valid_from")),
        valid_to=_day(row.get("valid_to")),
    )


def as_row(one: Method) -> dict[str, Any]:
    """A method in the data file's shape, without what changes over its life (state and dates); numbers as text."""
    return {
        "id": one.id, "version": one.version, "key": one.key, "kind": one.kind.value,
        "name_zh": one.zh, "name_en": one.en, "formula": one.formula,
        "factors": [_factor_row(factor) for factor in one.factors],
        "bands": [_band_row(band) for band in one.bands],
        "grid": [
            {"L": plain(likelihood), "S": plain(severity), "grade": grade.value}
            for (likelihood, severity), grade in sorted(one.grid.items())
        ],
    }  # fmt: skip


def plain(value: Decimal) -> str:
    """A number as people write it: no exponent, no zeros behind."""
    return format(value.normalize(), "f")


def _factor_row(factor: Factor) -> dict[str, Any]:
    scale = [{"value": plain(step.value), "zh": step.zh, "en": step.en} for step in factor.scale]
    return {"code": factor.code, "zh": factor.zh, "en": factor.en, "scale": scale}


def _band_row(band: Band) -> dict[str, Any]:
    return {
        "grade": band.grade.value,
        "min": None if band.floor is None else plain(band.floor),
        "min_exclusive": not band.floor_belongs,
        "max": None if band.ceiling is None else plain(band.ceiling),
        "max_exclusive": not band.ceiling_belongs,
    }


def _factor(row: Any) -> Factor:
    steps = (Step(number(step["value"]), step["zh"], step["en"]) for step in row["scale"])
    return Factor(row["code"], row["zh"], row["en"], tuple(sorted(steps, reverse=True)))


def _band(row: Any) -> Band:
    floor, ceiling = row["min"], row["max"]
    return Band(
        grade=Grade(row["grade"]),
        floor=None if floor is None else number(floor),
        floor_belongs=not row["min_exclusive"],
        ceiling=None if ceiling is None else number(ceiling),
        ceiling_belongs=not row["max_exclusive"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
