"""Industries by GB/T 4754-2017 as reference data: sections 门类, divisions 大类, groups 中类."""

from functools import cache
from typing import NamedTuple

from portal.data import load


class Industry(NamedTuple):
    """One class: code ("C", "34", "348"), names, level, section letter, supervising trade, whether it reports."""

    code: str
    name: str
    name_en: str
    level: str
    section: str
    trade: str
    in_scope: bool


@cache
def industries() -> dict[str, Industry]:
    """All classes by code."""
    rows = load("risk/industries.json")["rows"]
    return {
        row["code"]: Industry(
            row["code"], row["name"], row["name_en"] or row["name"], row["level"], row["section"],
            row.get("trade_group") or "", bool(row["in_scope"]),
        )
        for row in rows
    }  # fmt: skip


def industry(code: str) -> Industry:
    """The class of a code. Raises KeyError for an unknown one."""
    return industries()[code]


def division_of(code: str) -> Industry:
    """The division (two digits) that a group lies in."""
    return industries()[code[:2]]


@cache
def reporting_groups() -> list[Industry]:
    """The groups (three digits) whose enterprises report: what an enterprise chooses from."""
    return [found for found in industries().values() if found.level == "中类" and found.in_scope]


@cache
def reporting_divisions() -> list[Industry]:
    """The divisions (two digits) that hold such a group."""
    return [industries()[code] for code in dict.fromkeys(group.code[:2] for group in reporting_groups())]
