"""What a person may write into an answer, an assessment and a finding, field by field. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal.assessments.rules import MeasureKind, Met
from portal.fields import ChoiceField, DayField, Field, FlagField, Flaw, TextField


@dataclass(frozen=True)
class CountField:
    """A whole number from 0, or none."""

    most: int = 100_000

    def tidied(self, value: Any) -> int | None:
        """The number; 0 is one."""
        return None if value in (None, "") else int(value)

    def flaw(self, value: Any, on: date) -> Flaw | None:
        """What is wrong with the number, if anything."""
        return None if value is None or 0 <= value <= self.most else Flaw.OUT_OF_RANGE


@dataclass(frozen=True)
class CodeField:
    """The code of one of the steps that a rule offers, or none."""

    longest: int = 32

    def tidied(self, value: Any) -> str | None:
        """The code; an empty one is none."""
        return str(value or "").strip() or None

    def flaw(self, value: Any, on: date) -> Flaw | None:
        """What is wrong with the code; whether it is offered the action asks."""
        return Flaw.TOO_LONG if value and len(value) > self.longest else None


@dataclass(frozen=True)
class MoneyField:
    """An amount in 元 from 0, or none."""

    most: Decimal = Decimal("9999999999")

    def tidied(self, value: Any) -> Decimal | None:
        """The amount."""
        return None if value in (None, "") else Decimal(value)

    def flaw(self, value: Any, on: date) -> Flaw | None:
        """What is wrong with the amount, if anything."""
        return None if value is None or 0 <= value <= self.most else Flaw.OUT_OF_RANGE


ANSWER_FIELDS: Mapping[str, Field] = {
    "findings": CountField(),
    "result": ChoiceField(Met, required=False),
    "option": CodeField(),
    "sampled": CountField(),
    "passed": CountField(),
    "zero": FlagField(),
    "extra": FlagField(),
    "not_applicable": FlagField(),
    "reason": TextField(300),
    "comment": TextField(2000),
}

ASSESSMENT_FIELDS: Mapping[str, Field] = {
    "leader": TextField(60),
    "team": TextField(1000),
    "assessed_from": DayField(past=True),
    "assessed_to": DayField(past=True),
    "displayed_from": DayField(),
    "displayed_to": DayField(),
    "objections": TextField(2000),
    "conclusion": TextField(4000),
}

FINDING_FIELDS: Mapping[str, Field] = {
    "text": TextField(1000, required=True),
    "reason_code": TextField(8),
    "measure_kind": ChoiceField(MeasureKind),
    "measure": TextField(1000),
    "department": TextField(60),
    "person": TextField(60),
    "due_on": DayField(),
    "money": MoneyField(),
}
