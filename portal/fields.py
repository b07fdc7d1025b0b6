"""What a field that a person edits by itself may hold: words, days, choices, yes or no. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Protocol


class Flaw(Enum):
    """Why a value cannot stand in a field."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    IN_FUTURE = "in_future"
    UNKNOWN = "unknown"
    TWICE = "twice"
    OUT_OF_RANGE = "out_of_range"
    NO_PHONE = "no_phone"


class Field(Protocol):
    """What a field may hold."""

    def tidied(self, value: Any) -> Any:
        """The value as it is kept."""

    def flaw(self, value: Any, on: date) -> Flaw | None:
        """What is wrong with a tidied value on the day `on`, if anything."""


@dataclass(frozen=True)
class TextField:
    """Words; their ends are trimmed. `longest` in characters."""

    longest: int
    required: bool = False

    def tidied(self, value: Any) -> str:
        """The words without blanks at their ends."""
        return str(value or "").strip()

    def flaw(self, value: Any, on: date) -> Flaw | None:
        """What is wrong with the words, if anything."""
        if self.required and not value:
            return Flaw.MISSING
        return Flaw.TOO_LONG if len(value) > self.longest else None


PHONE = re.compile(r"\+?[\d()-]{3,20}(转\d{1,6})?")
"""Numbers as boards print them: mobile, fixed with its area code, an extension behind 转, a short one such as 12350."""


@dataclass(frozen=True)
class PhoneField(TextField):
    """A phone number, folded to plain digits without blanks."""

    longest: int = 20

    def tidied(self, value: Any) -> str:
        """The number as one dials it."""
        return "".join(unicodedata.normalize("NFKC", str(value or "")).replace("—", "-").split())

    def flaw(self, value: Any, on: date) -> Flaw | None:
        """What is wrong with the number, if anything."""
        return super().flaw(value, on) or (Flaw.NO_PHONE if value and not PHONE.fullmatch(value) else None)


@dataclass(frozen=True)
class DayField:
    """A date or none. `past`: it must not lie in the future."""

    past: bool = False

    def tidied(self, value: Any) -> date | None:
        """The date."""
        return value or None

    def flaw(self, value: Any, on: date) -> Flaw | None:
        """What is wrong with the date on the day `on`, if anything."""
        return Flaw.IN_FUTURE if self.past and value and value > on else None


@dataclass(frozen=True)
class ChoiceField:
    """A member of an enum, or none where it is not required."""

    members: type[Enum]
    required: bool = True

    def tidied(self, value: Any) -> Any:
        """The member."""
        return value or None

    def flaw(self, value: Any, on: date) -> Flaw | None:
        """What is wrong with the choice, if anything."""
        if value is None:
            return Flaw.MISSING if self.required else None
        return None if isinstance(value, self.members) else Flaw.UNKNOWN


@dataclass(frozen=True)
class FlagField:
    """Yes or no."""

    def tidied(self, value: Any) -> bool:
        """The answer."""
        return bool(value)

    def flaw(self, value: Any, on: date) -> Flaw | None:
        """Nothing can be wrong with it."""
        return None
