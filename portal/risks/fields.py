"""The fields of risks and controls that a person edits one by one. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.fields import ChoiceField, DayField, Field, FlagField, Flaw, PhoneField, TextField
from portal.risks.accidents import accident_types
from portal.risks.rules import ControlKind, ControlLevel, Frequency


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
    "responsible_phone": PhoneField(),
    "complaint_phone": PhoneField(),
}

CONTROL_FIELDS: Mapping[str, Field] = {
    "kind": ChoiceField(ControlKind),
    "text": TextField(1000, required=True),
    "level": ChoiceField(ControlLevel),
    "department": TextField(60),
    "person": TextField(60),
    "phone": PhoneField(),
    "frequency": ChoiceField(Frequency, required=False),
    "next_check_on": DayField(),
}
