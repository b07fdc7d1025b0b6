"""Accident types (事故类别) by edition: GB 6441-1986 until 2026-06-30, GB 6441-2025 since.

Source: data/risk/accident-types.json.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from portal.data import load


@dataclass(frozen=True)
class AccidentType:
    """One class of one edition. `code` names the edition too (`2025-18`); `successors`: codes of the next edition."""

    code: str
    edition: str
    order: int
    zh: str
    en: str
    mine_only: bool
    valid_from: date
    valid_to: date | None
    successors: tuple[str, ...]

    def in_force(self, on: date) -> bool:
        """Whether the class may be named in a filing of a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@cache
def accident_types() -> dict[str, AccidentType]:
    """All classes of all editions by code."""
    rows = load("risk/accident-types.json")["rows"]
    return {
        row["code"]: AccidentType(
            code=row["code"],
            edition=row["edition"],
            order=row["order"],
            zh=row["zh"],
            en=row["en"],
            mine_only=row["mine_only"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            successors=tuple(row.get("maps_to", ())),
        )
        for row in rows
    }


def types_on(on: date, *, mining: bool = False) -> list[AccidentType]:
    """The classes in force on a day in the standard's order; classes of mines alone only for mining."""
    return [one for one in accident_types().values() if one.in_force(on) and (mining or not one.mine_only)]


def edition_on(on: date) -> str:
    """The edition in force on a day, such as `GB 6441-2025`. Raises ValueError before the first."""
    for one in accident_types().values():
        if one.in_force(on):
            return one.edition
    raise ValueError(f"no edition of GB 6441 on {on}")


def edition_of(codes: Sequence[str]) -> str | None:
    """The one edition that codes belong to; None for none or several."""
    editions = {accident_types()[code].edition for code in codes}
    return editions.pop() if len(editions) == 1 else None


def outdated(codes: Sequence[str], on: date) -> list[AccidentType]:
    """The classes among `codes` that are not in force on a day; each names its `successors` to choose from."""
    return [accident_types()[code] for code in codes if not accident_types()[code].in_force(on)]
