"""Forms of findings and their measures: what is filtered, what was found, how it was carried out."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.assessments.rules import MeasureKind, PlanPart
from portal.assessments.wording import FIELD_WORDS, PART_WORDS
from portal.uploads import Upload, accept
from portal.web.forms import DayField, FilterForm, Form, NumberField, tidy
from portal.web.seen import SeenForm
from portal.web.words import label


class PlanFilterForm(FilterForm):
    """Which findings of the plan are looked at, kept in the address."""

    part = SelectField(_l("Measures"), choices=[(one.value, PART_WORDS[one]) for one in PlanPart])
    person = SelectField(FIELD_WORDS["person"])

    def offer(self, people: Iterable[str]) -> None:
        """Offer those who carry measures."""
        self.person.choices = [("", _l("All")), *((person, person) for person in people)]

    def value(self) -> tuple[PlanPart, str]:
        """The part and the person; what nobody offered means everything."""
        known = {one.value for one in PlanPart}
        return PlanPart(self.part.data if self.part.data in known else ""), self.person.data or ""


class FindingForm(SeenForm):
    """A finding and the measure that mends it or keeps it from coming back."""

    reason_code = HiddenField()
    text = TextAreaField(
        FIELD_WORDS["text"], [InputRequired(_l("Write what was found.")), Length(max=1000)], filters=[tidy]
    )
    measure_kind = RadioField(
        FIELD_WORDS["measure_kind"], default=MeasureKind.RECTIFICATION,
        choices=[(one.value, one) for one in MeasureKind], coerce=lambda value: MeasureKind(value) if value else None,
        validate_choice=False,
    )  # fmt: skip
    measure = TextAreaField(FIELD_WORDS["measure"], [Optional(), Length(max=1000)], filters=[tidy])
    department = StringField(FIELD_WORDS["department"], [Optional(), Length(max=60)], filters=[tidy])
    person = StringField(FIELD_WORDS["person"], [Optional(), Length(max=60)], filters=[tidy])
    due_on = DayField(FIELD_WORDS["due_on"], [Optional()])
    money = NumberField(FIELD_WORDS["money"], [Optional()])

    NO_FACTS = SeenForm.NO_FACTS

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.measure_kind.choices = [(one.value, label(one)) for one in MeasureKind]

    def value(self) -> dict[str, Any]:
        """Every field by name."""
        return {field.name: field.data for field in self.facts}


class DoneForm(Form):
    """How a measure was carried out."""

    done_on = DayField(FIELD_WORDS["done_on"], [InputRequired(_l("Give the day on which it was done."))])
    note = TextAreaField(_l("What was done"), [Optional(), Length(max=500)], filters=[tidy])
    file = MultipleFileField(_l("Photos or papers"), [Optional()])

    def uploads(self) -> list[Upload]:
        """The files, checked. Raises Refused (field `file`) for one that cannot be taken."""
        sent = [one for one in self.file.data or () if isinstance(one, FileStorage) and one.filename]
        return [accept(one.stream, one.filename or "") for one in sent]


class ReopenForm(Form):
    """Why a measure is opened again."""

    why = TextAreaField(
        _l("Why it is opened again"), [InputRequired(_l("Write why it is opened again.")), Length(max=500)],
        filters=[tidy],
    )  # fmt: skip
