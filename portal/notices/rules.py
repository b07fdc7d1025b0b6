"""Who a notice is for, and what it says, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any


@dataclass(frozen=True)
class Recipient:
    """An organisation that is told something: an enterprise or an authority, exactly one of the two. Mails go to its
    members who hold one of the roles; empty: to all of them."""

    region_path: str
    enterprise_id: int | None = None
    authority_id: int | None = None
    roles: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if (self.enterprise_id is None) == (self.authority_id is None):
            raise ValueError("a notice goes to one enterprise or to one authority")


@dataclass(frozen=True)
class Letter:
    """A mail before it is queued. `to_name` and `to_address` are one person's; the body is plain text."""

    to_name: str
    to_address: str
    subject: str
    body: str


def plain_facts(facts: Mapping[str, Any]) -> dict[str, str | int]:
    """Facts as JSON keeps them: days by ISO 8601, enums by value, whole numbers as they are."""
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> str | int:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)
