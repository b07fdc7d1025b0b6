"""LEC and its kin as an administrator defines them: the factors of the version copied from, other bands. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from portal.risks.methods import Band, Method
from portal.risks.rules import Grade

BANDED = (Grade.MAJOR, Grade.LARGER, Grade.GENERAL)
"""The grades that begin at a floor, from the highest down; all below the last is low."""


class Floor(NamedTuple):
    """Where a band begins, and whether that product itself belongs to it."""

    value: Decimal | None
    belongs: bool


@dataclass(frozen=True)
class DrawnBands:
    """A product method as it is typed: name, short name, why it is defined, the floors of its bands."""

    name: str
    family: str
    reason: str
    floors: Mapping[Grade, Floor]

    @property
    def whole(self) -> bool:
        """Whether it may be used."""
        return bool(self.name) and self.wrong is None

    @property
    def wrong(self) -> Grade | None:
        """The first grade whose floor is missing, not above zero, or not below that of the grade above it."""
        values = [self.floors[grade].value for grade in BANDED]
        for grade, value in zip(BANDED, values, strict=True):
            if value is None or value <= 0:
                return grade
        for (_above, high), (grade, low) in pairwise(zip(BANDED, values, strict=True)):
            if high is not None and low is not None and low >= high:
                return grade
        return None

    def method(self, version: str, base: Method | None) -> Method:
        """The method that it makes: the factors of `base` under these bands."""
        assert base is not None
        english = base.en if self.name == base.zh else self.name
        return replace(
            base, key=f"{self.family}@{version}", id=self.family, version=version, zh=self.name, en=english,
            bands=self._bands(), active=False, valid_from=None, valid_to=None,
        )  # fmt: skip

    def _bands(self) -> tuple[Band, ...]:
        """Each band reaches up to the floor of the one above it."""
        bands: list[Band] = []
        above = Floor(None, belongs=False)
        for grade in (*BANDED, Grade.LOW):
            floor = self.floors.get(grade, Floor(None, belongs=True))
            bands.append(Band(grade, floor.value, floor.belongs, above.value, not above.belongs))
            above = floor
        return tuple(bands)


def bands_of(used: Method, reason: str = "") -> DrawnBands:
    """The bands of a method as its form shows them."""
    floors = {
        band.grade: Floor(band.floor, band.floor_belongs) for band in used.bands if band.grade in BANDED
    }
    return DrawnBands(used.zh, used.id, reason, floors)
