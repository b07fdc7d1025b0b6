"""Usual hazards (常见危险源) by industry and equipment: rows that an enterprise adopts, changes or drops one by one.

Source: data/risk/usual-hazards.json (typical residual values, not measured ones).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from portal.data import load
from portal.risks.catalogue import Measures, measures_of, starts_with_any
from portal.risks.grading import fits
from portal.risks.methods import Method, number
from portal.risks.rules import ControlLevel, Frequency, Grade

_FREQUENCIES = {
    "每班": Frequency.SHIFT,
    "每日": Frequency.DAILY,
    "每周": Frequency.WEEKLY,
    "每月": Frequency.MONTHLY,
}


class Typical(NamedTuple):
    """Typical values of one method."""

    method: str
    values: Mapping[str, Decimal]


@dataclass(frozen=True)
class UsualHazard:
    """A hazard as it is usual in an industry or with an equipment (`flag`), with typical values and controls."""

    code: str
    industry_prefixes: tuple[str, ...]
    applies_to_all: bool
    industry: str
    flag: str
    place: str
    hazard: str
    hazard_en: str
    accident_types: tuple[str, ...]
    typical: tuple[Typical, ...]
    suggested_grade: Grade
    level: ControlLevel
    frequency: Frequency
    measures: Measures
    key_sector: str | None
    catalogue_codes: tuple[str, ...]

    def of_trade(self, industry_code: str) -> bool:
        """Whether the hazard is named for the trade itself."""
        return starts_with_any(industry_code, self.industry_prefixes)

    def values_of(self, used: Method) -> Mapping[str, Decimal]:
        """Its typical values for a version of a method; empty when it has none, or none that stands on its scales."""
        found = (one.values for one in self.typical if one.method.partition("@")[0] == used.id)
        return next((values for values in found if fits(used, values)), {})


class Equipment(NamedTuple):
    """A flag of equipment or process, with an example of its place to know it by."""

    flag: str
    place: str


@cache
def usual_hazards() -> dict[str, UsualHazard]:
    """All usual hazards by code."""
    return {row["code"]: _hazard(row) for row in load("risk/usual-hazards.json")["rows"]}


def hazards_for(industry_code: str, flags: Collection[str] | None = None) -> list[UsualHazard]:
    """The hazards usual in an industry, those of the trade first; with `flags` only those of this equipment."""
    rows = usual_hazards().values()
    trade = [row for row in rows if row.of_trade(industry_code)]
    common = [row for row in rows if row.applies_to_all]
    return [row for row in trade + common if flags is None or row.flag in flags]


def equipment_for(industry_code: str) -> list[Equipment]:
    """The equipment and processes that an enterprise of the industry may have, each once, those of the trade first."""
    places: dict[str, str] = {}
    for row in hazards_for(industry_code):
        places.setdefault(row.flag, row.place)
    return [Equipment(flag, place) for flag, place in places.items()]


def _hazard(row: Any) -> UsualHazard:
    return UsualHazard(
        code=row["code"],
        industry_prefixes=tuple(row["industry_prefixes"]),
        applies_to_all=row["applies_to_all"],
        industry=row["industry"],
        flag=row["flag"],
        place=row["place"],
        hazard=row["hazard"],
        hazard_en=row["hazard_en"],
        accident_types=tuple(row["accident_types"]),
        typical=(_typical(row["lec"], "LEC"), _typical(row["ls"], "LS")),
        suggested_grade=Grade(row["suggested_grade"]),
        level=ControlLevel(row["control_level"]),
        frequency=_FREQUENCIES[row["check_frequency"]],
        measures=measures_of(row["controls"]),
        key_sector=row["key_sector_hint"],
        catalogue_codes=tuple(row["catalogue_codes"]),
    )


def _typical(row: Any, factors: str) -> Typical:
    return Typical(row["method"], {code: number(row[code]) for code in factors})
