"""A city of any size, for measuring: rows in bulk through `access.insert_rows`, without events and papers.

Registers are drawn from those of the demo city; every third enterprise has filed its regular report of the year, of
these every tenth waits for its town or for the county. Each enterprise has one account that may do everything.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from itertools import cycle
from typing import Any, NamedTuple

from stdnum.cn import uscc

from portal import clock
from portal.access import SYSTEM, act_as, insert_rows
from portal.accounts.model import Membership, Person
from portal.accounts.rules import ENTERPRISE_ROLES, role_codes
from portal.db import new_key, session, writing
from portal.demo import facts, people, queries, registers, reports
from portal.demo.city import Row, companies
from portal.demo.loading import open_offices, refuse_outside_demo
from portal.demo.passwords import hash_of
from portal.demo.queries import Made
from portal.registry.model import Enterprise, SafetyProfile
from portal.registry.regions import towns
from portal.registry.rules import BusinessState, EnterpriseState, Scale
from portal.registry.sorting import initials, sort_key
from portal.risks.model import Control, Risk

WAVE = 200
"""Enterprises of one transaction."""

CONTROLS = 3
"""Controls of each risk."""

CODE_BEGINS = "91320682BEN"
RISK_COLUMNS = (
    "unit", "risk_point", "place", "name", "description", "consequence", "accident_types", "method", "assessments",
    "catalogue_code", "condition_answer", "condition_reason", "direct_criteria", "direct_grade", "direct_reason",
    "grade", "identified_on", "emergency_measures", "had_accident", "responsible_department", "responsible_person",
    "responsible_phone", "complaint_phone", "usual_code", "changed_at",
)  # fmt: skip

SYLLABLES = "安柏辰德恩枫冠恒嘉凯岚铭诺普启锐盛拓维祥翊泽兆卓"
TRADES = ("机械", "食品", "纺织", "化工", "家具", "电子", "包装", "金属制品", "塑业", "船舶配套", "建材")


class Share(NamedTuple):
    """Of how many enterprises one has filed, and of how many reports one still waits."""

    files: int = 3
    waits: int = 10


USUAL_SHARE = Share()


class Scaled(NamedTuple):
    """How many rows were added."""

    enterprises: int
    risks: int
    controls: int
    filings: int


def add_enterprises(number: int, risks: int, now: datetime, share: Share = USUAL_SHARE) -> Scaled:
    """Add so many enterprises with so many risks each. Raises Refused outside demo mode."""
    refuse_outside_demo()
    act_as(SYSTEM)
    if not queries.offices(session()):
        open_offices(clock.local_day(now))
    first = queries.scaled(session(), CODE_BEGINS)
    filings = 0
    for start in range(first, first + number, WAVE):
        numbers = range(start, min(start + WAVE, first + number))
        with writing():
            made = _enterprises(numbers, now)
            _accounts(made, numbers, now)
            _facts(made, numbers, now)
            _registers(made, risks, now, share.files)
            filings += reports.file_for(made[:: share.files], now, share.waits)
        session().expunge_all()
    return Scaled(number, number * risks, number * risks * CONTROLS, filings)


# --- enterprises --------------------------------------------------------------------------------------------


def _enterprises(numbers: Sequence[int], now: datetime) -> list[Made]:
    rows = [_enterprise(number, now) for number in numbers]
    insert_rows(Enterprise, rows)
    return queries.made(session(), [row["code"] for row in rows])


def _enterprise(number: int, now: datetime) -> dict[str, Any]:
    """Facts of the number-th enterprise: towns and kinds in turn, like those of the demo city."""
    town, like = towns()[number % len(towns())], companies()[number % len(companies())].facts
    name = f"如皋{SYLLABLES[number % 24]}{SYLLABLES[number // 24 % 24]}{TRADES[number % 11]}有限公司"
    body = f"{CODE_BEGINS}{number:06d}"
    return {
        "code": body + uscc.calc_check_digit(body), "name": name, "sort_key": sort_key(name),
        "initials": initials(name), "region_code": town.code, "region_path": town.path,
        "address": f"{town.name}工业集中区{number}号", "industry_code": like["industry_code"],
        "scale": Scale(like["scale"]), "above_designated": number % 4 == 0, "workers": like["workers"],
        "legal_representative": like["legal_representative"], "legal_representative_phone": "13800000000",
        "principal": like["principal"], "safety_manager": like["safety_manager"],
        "safety_manager_phone": "13800000000", "main_products": like["main_products"],
        "key_sectors": like["key_sectors"], "business_state": BusinessState.RUNNING, "registered_at": now,
        "decided_at": now, "_state": EnterpriseState.CONFIRMED,
    }  # fmt: skip


def _accounts(made: Sequence[Made], numbers: Sequence[int], now: datetime) -> None:
    password_hash = hash_of("signer", people.secret())
    names = [f"scale-{number:06d}" for number in numbers]
    insert_rows(
        Person,
        [
            {"sign_in_name": name, "name": name, "password_hash": password_hash, "password_changed_at": now}
            for name in names
        ],
    )
    ids = queries.person_ids(session(), names)
    roles = role_codes(frozenset(ENTERPRISE_ROLES))
    places = [
        {
            "person_id": ids[name], "enterprise_id": one.id, "region_path": one.region_path, "organisation": one.name,
            "role_codes": roles, "joined_at": now,
        }
        for name, one in zip(names, made, strict=True)
    ]  # fmt: skip
    insert_rows(Membership, places)


def _facts(made: Sequence[Made], numbers: Sequence[int], now: datetime) -> None:
    """What each tells for its report, like the enterprise of the demo city that it takes after."""
    on = clock.local_day(now)
    rows = [
        {
            **facts.profile(companies()[number % len(companies())], on), **_owner(one), "key": new_key(),
            "changed_at": now,
        }
        for one, number in zip(made, numbers, strict=True)
    ]  # fmt: skip
    insert_rows(SafetyProfile, rows)


# --- registers ----------------------------------------------------------------------------------------------


def _registers(made: Sequence[Made], risks: int, now: datetime, files: int) -> None:
    """Rows and controls of every register. Each row knows its pattern by its number and its enterprise's."""
    rows = [
        {
            **_pattern(one.id, number, now)[0], "key": new_key(), "number": number + 1, **_owner(one),
            "first_filed_at": filed, "last_filed_at": filed,
        }
        for one, filed in zip(made, cycle([now] + [None] * (files - 1)), strict=False)
        for number in range(risks)
    ]  # fmt: skip
    insert_rows(Risk, rows)
    ids = queries.risk_ids(session(), [one.id for one in made])
    insert_rows(
        Control,
        [
            {**control, "key": new_key(), "risk_id": ids[one.id, number + 1], **_owner(one)}
            for one in made
            for number in range(risks)
            for control in _pattern(one.id, number, now)[1]
        ],
    )


def _owner(one: Made) -> dict[str, Any]:
    return {"enterprise_id": one.id, "region_path": one.region_path}


def _pattern(enterprise_id: int, number: int, now: datetime) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The values of a row and of its controls, drawn from the rows of the demo city in turn."""
    return _values((enterprise_id * 17 + number) % len(_demo_rows()), now)


@cache
def _demo_rows() -> list[Row]:
    return [row for company in companies() for row in company.register]


@cache
def _values(pattern: int, now: datetime) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    row = _demo_rows()[pattern]
    risk = registers.entered((0, ""), 0, row, now)
    controls = registers.controls(row, clock.local_day(now), now)[:CONTROLS]
    return {name: getattr(risk, name) for name in RISK_COLUMNS}, controls
