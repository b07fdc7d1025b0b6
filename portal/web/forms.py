"""What all forms share: CSRF, the idempotency key, one error a field, dates and numbers as people type them."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.fields.core import Field
from wtforms.validators import Optional

from portal import clock
from portal.db import new_key


class Form(FlaskForm):
    """A form gives one typed value; nobody else reads `.data`."""

    once = HiddenField(default=new_key)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.conflicts: list[Any] = []
        self.suffix = ""

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Field id and first error of each wrong field, in the order of the page; then those of no field."""
        fields = [(field.id, str(_first(field.errors))) for field in self if field.errors]
        return fields + [("", str(error)) for error in self.form_errors]


class FilterForm(FlaskForm):
    """Filters of a list, sent by GET and kept in the address; it changes nothing and needs no token."""

    class Meta:
        """No CSRF token in the address."""

        csrf = False

    problems: tuple[()] = ()
    conflicts: tuple[()] = ()

    @property
    def narrows(self) -> bool:
        """Whether anything is chosen, so that an empty list says only that nothing matches."""
        return any(field.data for field in self if field.type != "HiddenField")


class MayWait(Optional):
    """An answer that the report asks and that may be given later: empty is fine here, and not called optional."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags: dict[str, bool] = {}


def _first(errors: Sequence[Any]) -> Any:
    return errors[0]


def folded(text: str | None) -> str:
    """Codes, numbers and dates as people type them: full width folded, blanks and separators at the ends gone."""
    return unicodedata.normalize("NFKC", text or "").strip(" \t\r\n,;、，；")


def tidy(text: str | None) -> str | None:
    """Free text keeps its characters; only its ends are trimmed. For `filters=[tidy]`."""
    return text.strip() if text is not None else None


DAY = re.compile(r"^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$")
COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")


def parse_day(text: str, today: date) -> date:
    """A date as people write it: 2026-1-5, 2026/1/5, 2026.1.5, 20260105, 2026年1月5日, 1-5 (this year), 今天.

    Raises ValueError with a sentence that says how to mend it.
    """
    text = folded(text).replace(" ", "")
    if text in ("今天", "today"):
        return today
    found = COMPACT.match(text) or DAY.match(text)
    if not found:
        raise ValueError(_("Write the date like 2026-01-05."))
    year, month, day = int(found[1] or today.year), int(found[2]), int(found[3])
    if not 1 <= month <= 12:
        raise ValueError(_("A year has 12 months; write the date like 2026-01-05."))
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(
            _("%(year)d-%(month)02d has no day %(day)d.", year=year, month=month, day=day)
        ) from None


class DayField(StringField):
    """One text field for a date; `data` is a date or None."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Accept every way of writing that `parse_day` knows."""
        self.typed = valuelist[0] if valuelist else ""
        self.data: Any = None
        if self.typed.strip():
            self.data = parse_day(self.typed, clock.today())

    def _value(self) -> str:
        typed: str = getattr(self, "typed", "")
        return self.data.isoformat() if self.data else typed


class NumberField(StringField):
    """A number as people type it (full width, thousands separators, a unit behind); `data` is Decimal or None."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Fold, drop separators and a trailing unit, then read a decimal."""
        self.typed = valuelist[0] if valuelist else ""
        self.data: Any = None
        text = re.sub(r"[,，\s]|[^\d.]+$", "", folded(self.typed))
        if text:
            try:
                self.data = Decimal(text)
            except InvalidOperation:
                raise ValueError(_("Write a number, such as 12 or 3.5.")) from None
        elif self.typed.strip():
            raise ValueError(_("Write a number, such as 12 or 3.5."))

    def _value(self) -> str:
        typed: str = getattr(self, "typed", "")
        return format(self.data, "f") if self.data is not None else typed


class CountField(NumberField):
    """A whole number; `data` is int or None."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """As a number, and whole."""
        super().process_formdata(valuelist)
        if self.data is not None:
            if self.data != self.data.to_integral_value():
                raise ValueError(_("Write a whole number."))
            self.data = int(self.data)

    def _value(self) -> str:
        return str(self.data) if self.data is not None else getattr(self, "typed", "")


class FoldedField(StringField):
    """A code: full width folded, blanks and separators gone, upper case."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Fold what was typed."""
        self.data = re.sub(r"\s", "", folded(valuelist[0] if valuelist else "")).upper()


__all__ = [
    "CountField",
    "DayField",
    "Field",
    "FilterForm",
    "FoldedField",
    "Form",
    "MayWait",
    "NumberField",
    "folded",
    "parse_day",
    "tidy",
]
