"""Which standard applies to whom, and until when a year's assessment is due. Pure.

Source: domain notes §8, §12; the days are the portal's own proposal until the authority names its own.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from portal.assessments.rules import StandardKind
from portal.assessments.standards import Standard
from portal.data import load
from portal.registry.rules import Scale

SELF_ASSESSMENT = "self_assessment"
CHECKLIST = "responsibility_checklist"

YEAR_END = (12, 31)
"""The last day of a year's assessment: own proposal, for no national date was found."""


class Assessed(NamedTuple):
    """What of an enterprise decides which standards apply: its size and its class of GB/T 4754."""

    scale: Scale
    above_designated: bool
    industry_code: str

    @property
    def sizes(self) -> frozenset[str]:
        """The sizes of the data format that it has; above designated size comes before small."""
        if self.above_designated:
            return frozenset({"above_designated", self.scale.value} - {"small", "micro"})
        return frozenset({self.scale.value})


def kind_code_of(standard: Standard) -> str:
    """The kind of filing that an assessment under this standard is."""
    return CHECKLIST if standard.kind is StandardKind.RESPONSIBILITY else SELF_ASSESSMENT


def applies(standard: Standard, to: Assessed) -> bool:
    """Whether the standard is meant for an enterprise of this size and trade."""
    industries = standard.applies_to.industries
    fits = "*" in industries or trade_of(to.industry_code) in industries
    return fits and bool(to.sizes & set(standard.applies_to.size))


def applicable(standards: Iterable[Standard], to: Assessed, kind_code: str) -> list[Standard]:
    """The standards that an enterprise may assess itself by, those for its own trade behind the general ones."""
    fitting = [one for one in standards if kind_code_of(one) == kind_code and applies(one, to)]
    return sorted(fitting, key=lambda one: "*" not in one.applies_to.industries)


def due_on(year: int) -> date:
    """The last day of a year's assessment."""
    return date(year, *YEAR_END)


def trade_of(industry_code: str) -> str | None:
    """The industry code of certificates for a class of GB/T 4754; None where the notes name none."""
    return _trades().get(industry_code[:2])


@cache
def _trades() -> Mapping[str, str]:
    rows = load("standards/trades.json")["rows"]
    return {division: row["code"] for row in rows for division in row["divisions"]}
