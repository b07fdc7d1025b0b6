"""The catalogue of larger-or-above risks (较大以上安全风险目录) and the floor that a row sets.

Source: data/risk/larger-risk-catalogue.json, a working substitute of the official list until that is imported.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from portal.data import load
from portal.risks.rules import ConditionAnswer, ControlKind, Grade

Measures = Mapping[ControlKind, tuple[str, ...]]
"""Suggested controls by kind."""


@dataclass(frozen=True)
class CatalogueRow:
    """A risk that the catalogue names. `condition` says when the row counts; only `forces_grade` rows set a floor."""

    code: str
    key_sector: str | None
    industry_prefixes: tuple[str, ...]
    applies_to_all: bool
    place: str
    name: str
    accident_types: tuple[str, ...]
    condition: str
    forces_grade: bool
    least_grade: Grade
    measures: Measures
    basis: tuple[str, ...]

    def of_trade(self, industry_code: str) -> bool:
        """Whether the row names the trade itself (by the GB/T 4754 code of an enterprise)."""
        return starts_with_any(industry_code, self.industry_prefixes)

    def floor(self, answer: ConditionAnswer | None) -> Grade | None:
        """The least grade that the row forces, given what was answered to its condition."""
        return self.least_grade if self.forces_grade and answer is ConditionAnswer.APPLIES else None


@cache
def catalogue() -> dict[str, CatalogueRow]:
    """All rows by code, in the order of the file."""
    return {row["code"]: _row(row) for row in load("risk/larger-risk-catalogue.json")["rows"]}


def catalogue_version() -> str:
    """The version of the catalogue, kept in each snapshot."""
    return str(load("risk/larger-risk-catalogue.json")["version"])


def catalogue_for(industry_code: str) -> list[CatalogueRow]:
    """The rows that an enterprise of the industry may meet: those of its trade first, then those for all."""
    trade = [row for row in catalogue().values() if row.of_trade(industry_code)]
    common = [row for row in catalogue().values() if row.applies_to_all and row not in trade]
    return trade + common


def starts_with_any(industry_code: str, prefixes: Sequence[str]) -> bool:
    """Whether a GB/T 4754 code lies below one of the prefixes."""
    return industry_code.startswith(tuple(prefixes))


def measures_of(controls: Mapping[str, Sequence[str]]) -> Measures:
    """The suggested controls of a data row, all five kinds in the order of the forms."""
    return {kind: tuple(controls[kind.value]) for kind in ControlKind}


def _row(row: Any) -> CatalogueRow:
    return CatalogueRow(
        code=row["code"],
        key_sector=row["key_sector"],
        industry_prefixes=tuple(row["industry_prefixes"]),
        applies_to_all=row["applies_to_all"],
        place=row["place"],
        name=row["risk_name"],
        accident_types=tuple(row["accident_types"]),
        condition=row["condition"],
        forces_grade=row["forces_grade"],
        least_grade=Grade(row["min_grade"]),
        measures=measures_of(row["controls"]),
        basis=tuple(row["basis"]),
    )
