"""Forms of the facts that the report asks, made from the questions as data: parts, rows of lists, key sectors."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from forms.accounts import one_line
from portal.registry.fact_words import lazy_title, title
from portal.registry.questions import FactList, Part, Question, QuestionType, lists, parts, sectors
from portal.web import CountField, DayField, Form, NumberField, tidy
from portal.web.forms import MayWait
from portal.web.seen import SeenForm

FEW = 5
"""Up to so many choices stand as radios."""

YES_NO = [("yes", _l("yes")), ("no", _l("no"))]
NOTHING = ("", "")
FLAGS = {"yes": True, "no": False, True: True, False: False}


# --- one question as a field ------------------------------------------------------------------------------------


def _text(question: Question, in_cell: bool) -> Any:
    length = Length(max=question.longest, message=_l("This is too long; shorten it."))
    return StringField(
        validators=[*_optional(question), length, one_line()], filters=[tidy], **_shown(question)
    )


def _number(question: Question, in_cell: bool) -> Any:
    kind = CountField if question.type is QuestionType.INTEGER else NumberField
    message = _l("Write a number from %(least)s to %(most)s.", least=question.least, most=question.most)
    return kind(
        validators=[*_optional(question), NumberRange(question.least, question.most, message)],
        **_shown(question),
    )


def _day(question: Question, in_cell: bool) -> Any:
    return DayField(validators=_optional(question), **_shown(question))


def _flag(question: Question, in_cell: bool) -> Any:
    options: dict[str, Any] = {"coerce": lambda value: FLAGS.get(value), "validate_choice": False}
    if in_cell:
        return SelectField(choices=[NOTHING, *YES_NO], **options, **_shown(question))
    return RadioField(validators=_optional(question), choices=YES_NO, **options, **_shown(question))


def _choice(question: Question, in_cell: bool) -> Any:
    choices = [(option, option) for option in question.options]
    options: dict[str, Any] = {"coerce": lambda value: value or None, "validate_choice": False}
    if len(choices) <= FEW and not in_cell:
        return RadioField(validators=_optional(question), choices=choices, **options, **_shown(question))
    return SelectField(
        validators=_optional(question), choices=[NOTHING, *choices], **options, **_shown(question)
    )


def _multi(question: Question, in_cell: bool) -> Any:
    return SelectMultipleField(
        validators=_optional(question), choices=[(option, option) for option in question.options],
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **_shown(question),
    )  # fmt: skip


FIELDS: Mapping[QuestionType, Callable[[Question, bool], Any]] = {
    QuestionType.TEXT: _text,
    QuestionType.PERSON: _text,
    QuestionType.INTEGER: _number,
    QuestionType.NUMBER: _number,
    QuestionType.BOOL: _flag,
    QuestionType.CHOICE: _choice,
    QuestionType.MULTI: _multi,
    QuestionType.DATE: _day,
}


def _optional(question: Question) -> list[Any]:
    """What is required is judged when the report is drawn."""
    return [MayWait() if question.required else Optional()]


def _shown(question: Question) -> dict[str, Any]:
    hint = _l("Such as: %(example)s", example=question.example) if question.example else ""
    return {"label": lazy_title(question), "description": hint}


# --- a part, a row ----------------------------------------------------------------------------------------------


class AnswersForm(SeenForm):
    """Answers of one part or cells of one row, saved field by field."""

    def value(self) -> dict[str, Any]:
        """What was typed, by name."""
        return {field.name: field.data for field in self.facts}

    def beside(self, prefix: str) -> "AnswersForm":
        """The same form on a page with others: ids of its own."""
        for field in self.facts:
            field.id = f"{prefix}-{field.name}"
            field.label.field_id = field.id
        return self


@cache
def _part_class(code: str) -> type[AnswersForm]:
    return _class_of(parts()[code].fields.values(), in_cells=False)


@cache
def _row_class(code: str) -> type[AnswersForm]:
    return _class_of(lists()[code].columns, in_cells=True)


def _class_of(asked: Iterable[Question], *, in_cells: bool) -> type[AnswersForm]:
    fields = {question.name: FIELDS[question.type](question, in_cells) for question in asked}
    return cast(type[AnswersForm], type("AnswersForm", (AnswersForm,), fields))


def part_form(part: Part, held: Mapping[str, Any] | None = None) -> AnswersForm:
    """The form of a part: of what stands there (`held`, by name), or of what was sent."""
    made = _part_class(part.code)
    return made() if held is None else made(None, data=held).remember()


def row_form(of: FactList, held: Mapping[str, Any] | None = None) -> AnswersForm:
    """The form of a row of a list: of what stands there, or of what was sent."""
    made = _row_class(of.code)
    return made() if held is None else made(None, data=held).remember()


def row_values(of: FactList, sent: Mapping[str, Sequence[str]]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of a row that no page sent, and what is wrong with it; both by column."""
    pairs = MultiDict((name, text) for name, texts in sent.items() for text in texts)
    made = _row_class(of.code)(pairs, meta={"csrf": False})
    made.validate()
    return made.value(), {name: str(errors[0]) for name, errors in made.errors.items() if name in of.fields}


# --- key sectors ------------------------------------------------------------------------------------------------


class SectorsForm(Form):
    """Which key sectors an enterprise belongs to."""

    chosen = SelectMultipleField(
        _l("Key sectors"), [Optional()], widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    sure = BooleanField(_l("I know: the answers are kept here and no longer filed."))
    seen = HiddenField()

    def offer(self, ticked: Iterable[str]) -> "SectorsForm":
        """Offer all sectors, each with when it applies."""
        self.chosen.choices = [(part.code, f"{title(part)}：{part.applies_when}") for part in sectors()]
        if not self.is_submitted():
            self.chosen.data = list(ticked)
            self.seen.data = " ".join(self.chosen.data)
        return self

    def value(self) -> tuple[list[str], list[str]]:
        """What the person saw ticked, and what is ticked now."""
        return (self.seen.data or "").split(), self.chosen.data or []
