"""Regions of the city as reference data: codes, names, paths."""

from functools import cache
from typing import NamedTuple

from portal.data import load

COUNTY = "320682"


class Region(NamedTuple):
    """A region: code, name, and its path from the province, such as /32/3206/320682/."""

    code: str
    name: str
    name_en: str
    level: str
    path: str
    reviewing: bool


@cache
def regions() -> dict[str, Region]:
    """All regions by code, parents first."""
    found: dict[str, Region] = {}
    for row in load("risk/regions.json")["rows"]:
        above = found[row["parent"]].path if row["parent"] else "/"
        reviewing = bool(row["is_reviewing_unit"])
        found[row["code"]] = Region(
            row["code"],
            row["name"],
            row.get("name_en") or row["name"],
            row["level"],
            f"{above}{row['code']}/",
            reviewing,
        )
    return found


@cache
def towns() -> list[Region]:
    """The fourteen reviewing towns and streets, in the order of the official list."""
    return [region for region in regions().values() if region.level == "town" and region.reviewing]


def region(code: str) -> Region:
    """The region of a code. Raises KeyError for an unknown one."""
    return regions()[code]
