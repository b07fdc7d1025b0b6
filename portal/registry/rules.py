"""States and kinds of enterprises, and the values that forms hand to actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from portal.accounts.rules import Level, NewAccount
from portal.workflow import Workflow


class Scale(Enum):
    """Size of an enterprise (统计上大中小微型企业划分办法)."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


class EnterpriseState(Enum):
    """Where an enterprise stands in the register of the city."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WRITTEN_OFF = "written_off"


class BusinessState(Enum):
    """Whether an enterprise works (经营状态)."""

    RUNNING = "running"
    STOPPED = "stopped"
    MOVING = "moving"
    CLOSING = "closing"


class Premises(Enum):
    """Whose the buildings are (房屋性质)."""

    OWNED = "owned"
    RENTED = "rented"


class WriteOffGround(Enum):
    """Why an enterprise leaves the duty list (核销). Source: domain/risk-report.md §2."""

    CLOSED = "closed"
    STOPPED = "stopped"
    MOVED_AWAY = "moved_away"
    MERGED = "merged"
    OUT_OF_SCOPE = "out_of_scope"


ENTERPRISE = Workflow(
    "enterprise",
    # verb         from                          to
    ("confirm",   {EnterpriseState.PENDING},     EnterpriseState.CONFIRMED),
    ("refuse",    {EnterpriseState.PENDING},     EnterpriseState.REFUSED),
    ("resubmit",  {EnterpriseState.REFUSED},     EnterpriseState.PENDING),
    ("write_off", {EnterpriseState.CONFIRMED},   EnterpriseState.WRITTEN_OFF),
    ("restore",   {EnterpriseState.WRITTEN_OFF}, EnterpriseState.CONFIRMED),
)  # fmt: skip

FACTS = (
    "name", "region_code", "address", "registered_address", "industry_code", "scale", "above_designated", "workers",
    "legal_representative", "legal_representative_phone", "principal", "principal_phone", "safety_manager",
    "safety_manager_phone", "main_products", "founded_on", "accepted_on", "trial_production_on", "production_began_on",
    "business_state", "premises", "landlord", "income", "fixed_assets", "site_area", "building_area",
)  # fmt: skip
"""What an enterprise says of itself, in the order of the form. Source: domain/risk-report.md §7, 企业基本信息."""

PHONES = {
    "legal_representative_phone": "legal_representative",
    "principal_phone": "principal",
    "safety_manager_phone": "safety_manager",
}
"""Facts that are somebody's phone, and the fact that says whose."""


@dataclass(frozen=True)
class Application:
    """A registration: the company's code and facts, and the account of its first person."""

    code: str
    facts: Mapping[str, Any]
    account: NewAccount
    job_title: str = ""


@dataclass(frozen=True)
class Edit:
    """Facts as a person leaves them: the version that he saw, the facts then (as text), the facts now."""

    seen_version: int
    seen: Mapping[str, str]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class WriteOff:
    """Why and since when an enterprise leaves the duty list."""

    ground: WriteOffGround
    on: date
    note: str


@dataclass(frozen=True)
class Office:
    """An authority to be entered: `mark` is its mark in document numbers."""

    name: str
    level: Level
    region_code: str
    mark: str


@dataclass(frozen=True)
class EnterpriseFilter:
    """What a list of enterprises is narrowed to; empty means all. `industry`: the beginning of a class code."""

    words: str = ""
    town: str = ""
    state: EnterpriseState | None = None
    industry: str = ""
    scale: Scale | None = None


def fact_text(value: Any) -> str:
    """A fact as text, for comparing what was seen with what stands; nothing is the empty text."""
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    return value.isoformat() if isinstance(value, date) else str(value)
