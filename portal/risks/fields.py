"""The fields of risks and controls that a person edits one by one: what each may hold. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from portal.risks.accidents import accident_types
from portal.risks.rules import ControlKind, ControlLevel, Frequency


class Flaw(Enum):
    """Why a value cannot stand in a field."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    IN_FUTURE = "in_future"
    UNKNOWN = "unknown"
    TWICE = "twice"


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


@dataclass(frozen=True)
class AccidentTypesField:
    """Codes of accident types, the main one first. Which edition is due, is judged when the report is drawn."""

    def tidied(self, value: Any) -> list[str]:
        """The codes as a list."""
        return list(value or ())

    def flaw(self, value: Any, on: date) -> Flaw | None:
        """Whether a code is unknown or named twice."""
        if len(set(value)) < len(value):
            return Flaw.TWICE
        return None if set(value) <= set(accident_types()) else Flaw.UNKNOWN


Field = TextField | DayField | ChoiceField | FlagField | AccidentTypesField

RISK_FIELDS: Mapping[str, Field] = {
    "unit": TextField(60),
    "risk_point": TextField(80),
    "place": TextField(120),
    "name": TextField(120, required=True),
    "description": TextField(2000),
    "consequence": TextField(500),
    "accident_types": AccidentTypesField(),
    "identified_on": DayField(past=True),
    "emergency_measures": TextField(2000),
    "had_accident": FlagField(),
    "responsible_department": TextField(60),
    "responsible_person": TextField(60),
    "responsible_phone": TextField(20),
    "complaint_phone": TextField(20),
}

CONTROL_FIELDS: Mapping[str, Field] = {
    "kind": ChoiceField(ControlKind),
    "text": TextField(1000, required=True),
    "level": ChoiceField(ControlLevel),
    "department": TextField(60),
    "person": TextField(60),
    "phone": TextField(20),
    "frequency": ChoiceField(Frequency, required=False),
    "next_check_on": DayField(),
}
