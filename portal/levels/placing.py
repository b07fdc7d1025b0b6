"""The ranking of a year as pages show it: places among all of the county, shown as far as the actor's region goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from portal.access import Actor, as_system
from portal.db import session
from portal.levels.deciding import decided_in
from portal.levels.measuring import Candidate, measured
from portal.levels.model import Level
from portal.levels.ranking import Ranked, rank
from portal.levels.rules import RankVerdict
from portal.problems import NotFound
from portal.web.paging import Page, cut


class RankFilter(NamedTuple):
    """What the ranking is narrowed to; empty means all. `proposed`: those for whom the place suggests something."""

    code: str = ""
    region_code: str = ""
    proposed: bool = False


@dataclass(frozen=True)
class Placed:
    """One enterprise with its place, and what a person has decided of it for the year."""

    who: Candidate
    ranked: Ranked
    verdict: RankVerdict | None


def ranking(year: int, on: date) -> list[Ranked]:
    """Everybody's place among all who hold a level, whatever the actor sees. 5 statements."""
    with as_system("a place is one among all of the county, though the reader sees his own region only"):
        return rank(measured(session(), year, on))


def placed(year: int, chosen: RankFilter, actor: Actor, on: date) -> list[Placed]:
    """The places of those whom the actor sees. 6 statements."""
    verdicts = decided_in(session(), year)
    return [
        Placed(one.key, one, verdicts.get(one.key.level_key))
        for one in ranking(year, on)
        if actor.sees(None, one.key.region_path) and _chosen(one, chosen)
    ]


def _chosen(one: Ranked, chosen: RankFilter) -> bool:
    fits = chosen.code in ("", one.group.code) and chosen.region_code in ("", one.key.region_code)
    return fits and (one.proposal is not None or not chosen.proposed)


def page_of(rows: Sequence[Placed], after: str, size: int) -> Page:
    """One page of the ranking. No statement."""
    start = int(after) if after.isdecimal() else 0
    numbered = list(enumerate(rows[start : start + size + 1], start + 1))
    found = cut(numbered, size, lambda row: str(row[0]))
    return Page([row for _number, row in found.rows], after=found.after)


def place_of(level: Level, year: int, on: date) -> Ranked:
    """The place of one level. Raises NotFound where it is not ranked. 5 statements."""
    for one in ranking(year, on):
        if one.key.level_key == level.key:
            return one
    raise NotFound
