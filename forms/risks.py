"""Forms of the register: identify, grade, control, remove, adopt hazards, answer the trade's questions."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileRequired, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.registry.sorting import initials, sort_key
from portal.risks.accidents import types_on
from portal.risks.answering import NOTE_LENGTH, Answer
from portal.risks.catalogue import catalogue_for
from portal.risks.hazards import Equipment, UsualHazard
from portal.risks.labels import LABELS
from portal.risks.methods import Factor, MethodKind, criteria, methods, methods_offered
from portal.risks.questions import TradeQuestion
from portal.risks.rules import (
    ConditionAnswer,
    ControlKind,
    ControlLevel,
    Frequency,
    Grade,
    Grading,
    Presence,
)
from portal.risks.wording import FIELD_WORDS, show
from portal.web import DayField, FilterForm, tidy
from portal.web.forms import Form
from portal.web.seen import SeenForm
from portal.web.words import in_language

if TYPE_CHECKING:
    from portal.risks.model import Risk

SEARCHED = {"data-typeahead": ""}
NOTHING = ("", "")


@cache
def find_keys(words: str) -> str:
    """What a word is found by when one types Latin letters: initials and whole pinyin."""
    return f"{initials(words)} {sort_key(words).replace(' ', '')}"


def searched(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str, dict[str, str]]]:
    """Choices that are found by pinyin."""
    return [(value, words, {"data-find": find_keys(words)}) for value, words in choices]


def member_of(members: type[Enum]) -> Callable[[Any], Any]:
    """Reads an enum's member from its value; nothing stays None."""
    return lambda value: members(value) if value else None


def words_of(members: type[Enum]) -> list[tuple[str, Any]]:
    """The members of an enum as choices."""
    return [(member.value, LABELS[member]) for member in members]


class NewRiskForm(Form):
    """What a row needs to begin with."""

    name = StringField(
        FIELD_WORDS["name"],
        [InputRequired(_l("Write what the risk is.")), Length(max=120)],
        filters=[tidy],
        description=_l("What can do harm and how, such as: paint mist meets a source of ignition."),
    )
    unit = StringField(FIELD_WORDS["unit"], [Optional(), Length(max=60)], filters=[tidy])
    risk_point = StringField(FIELD_WORDS["risk_point"], [Optional(), Length(max=80)], filters=[tidy])

    def value(self) -> dict[str, Any]:
        """The facts to enter."""
        return {field.name: field.data or "" for field in (self.name, self.unit, self.risk_point)}


class IdentificationForm(SeenForm):
    """What a risk is, where, what it may lead to, who answers for it."""

    name = StringField(FIELD_WORDS["name"], [InputRequired(_l("Write what the risk is."))], filters=[tidy])
    unit = StringField(FIELD_WORDS["unit"], [Optional()], filters=[tidy])
    risk_point = StringField(
        FIELD_WORDS["risk_point"],
        filters=[tidy],
        description=_l("The device, place or activity where it arises."),
    )
    place = StringField(
        FIELD_WORDS["place"], filters=[tidy], description=_l("Site, part or step of the process.")
    )
    description = TextAreaField(FIELD_WORDS["description"], [Optional()], filters=[tidy])
    accident_types = SelectMultipleField(
        FIELD_WORDS["accident_types"], description=_l("The main one first."), render_kw=SEARCHED
    )
    consequence = TextAreaField(FIELD_WORDS["consequence"], filters=[tidy])
    had_accident = RadioField(
        FIELD_WORDS["had_accident"],
        choices=[("no", _l("no")), ("yes", _l("yes"))],
        coerce=lambda value: value in (True, "yes"),
    )
    identified_on = DayField(FIELD_WORDS["identified_on"])
    emergency_measures = TextAreaField(FIELD_WORDS["emergency_measures"], [Optional()], filters=[tidy])
    responsible_department = StringField(FIELD_WORDS["responsible_department"], filters=[tidy])
    responsible_person = StringField(FIELD_WORDS["responsible_person"], filters=[tidy])
    responsible_phone = StringField(FIELD_WORDS["responsible_phone"], [Optional()], filters=[tidy])
    complaint_phone = StringField(FIELD_WORDS["complaint_phone"], [Optional()], filters=[tidy])

    def offer(self, chosen: Iterable[str], on: date) -> "IdentificationForm":
        """Offer the accident types of the edition in force, those chosen first and in their order."""
        first = list(chosen)
        offered = [*first, *(one.code for one in types_on(on) if one.code not in first)]
        self.accident_types.choices = searched((code, show("accident_types", code)) for code in offered)
        return self


class GradingForm(SeenForm):
    """How a risk is graded: method and values, match with the catalogue, direct judgement."""

    method = RadioField(FIELD_WORDS["method"], validate_choice=False)
    L = SelectField(coerce=lambda value: Decimal(value) if value else None)
    E = SelectField(coerce=lambda value: Decimal(value) if value else None)
    C = SelectField(coerce=lambda value: Decimal(value) if value else None)
    S = SelectField(coerce=lambda value: Decimal(value) if value else None)
    catalogue_code = SelectField(FIELD_WORDS["catalogue/code"], [Optional()], render_kw=SEARCHED)
    condition_answer = RadioField(
        FIELD_WORDS["catalogue/answer"],
        choices=words_of(ConditionAnswer),
        coerce=member_of(ConditionAnswer),
        validate_choice=False,
    )
    condition_reason = TextAreaField(
        FIELD_WORDS["catalogue/reason"], filters=[tidy], description=_l("The reviewer reads it.")
    )
    direct_criteria = SelectMultipleField(
        FIELD_WORDS["direct/criteria"],
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    direct_grade = SelectField(
        FIELD_WORDS["direct/grade"],
        [Optional()],
        choices=[NOTHING, *words_of(Grade)],
        coerce=member_of(Grade),
    )
    direct_reason = TextAreaField(FIELD_WORDS["direct/reason"], filters=[tidy])

    FACTORS = ("L", "E", "C", "S")

    @classmethod
    def of(cls, risk: "Risk", industry_code: str, on: date) -> "GradingForm":
        """What stands in the register, with what this enterprise may choose."""
        held = {**risk.grading._asdict(), **risk.values, "direct_criteria": list(risk.direct_criteria)}
        form = cls(None, data=held).offer(risk, industry_code, on).remember()
        form.method.data = form.method.data or form.method.choices[0][0]  # proposed, not seen in the register
        return form

    @classmethod
    def sent(cls, risk: "Risk", industry_code: str, on: date) -> "GradingForm":
        """What was sent, over the same choices."""
        return cls().offer(risk, industry_code, on)

    def offer(self, risk: "Risk", industry_code: str, on: date) -> "GradingForm":
        """Offer methods, the factors of the one that counts, catalogue rows and grounds."""
        offered = {one.key: one for one in methods_offered(on)} | {
            key: methods()[key] for key in risk.assessments
        }
        self.method.choices = [(key, in_language(one.zh, one.en)) for key, one in offered.items()]
        used = methods()[risk.method] if risk.method else methods_offered(on)[0]
        self._offer_factors(used.factors)
        rows = catalogue_for(industry_code)
        matched = [risk.catalogue_row] if risk.catalogue_row and risk.catalogue_row not in rows else []
        named = ((row.code, f"{row.name}（{row.place}）") for row in [*matched, *rows])
        self.catalogue_code.choices = [(*NOTHING, {}), *searched(named)]
        self.direct_criteria.choices = [
            (code, f"{in_language(one.zh, one.en)}（{LABELS[one.grade]}）")
            for code, one in criteria().items()
        ]
        return self

    def _offer_factors(self, factors: Iterable[Factor]) -> None:
        known = {factor.code: factor for factor in factors}
        for code in self.FACTORS:
            if code not in known:
                del self[code]
                continue
            factor, field = known[code], self[code]
            field.label.text = f"{code}　{in_language(factor.zh, factor.en)}"
            steps = (
                (str(step.value), f"{step.value}　{in_language(step.zh, step.en)}") for step in factor.scale
            )
            field.choices = [NOTHING, *steps]

    @property
    def factors(self) -> list[Any]:
        """The fields of the factors."""
        return [self[code] for code in self.FACTORS if code in self]

    def seen_and_chosen(self, before: Grading) -> tuple[Grading, Grading]:
        """What the person saw and what the person chose, where the whole form was sent."""
        return self.alike(self.what_was_seen()).grading(before), self.grading(before)

    def grading(self, before: Grading) -> Grading:
        """What is chosen, on top of what stood there: values of one method are none of another."""
        values = {field.name: field.data for field in self.factors if field.data is not None}
        return Grading(
            method=self.method.data,
            values=values if before.method in (None, self.method.data) else before.values,
            catalogue_code=self.catalogue_code.data or None,
            condition_answer=self.condition_answer.data,
            condition_reason=self.condition_reason.data or "",
            direct_criteria=tuple(sorted(self.direct_criteria.data or ())),
            direct_grade=self.direct_grade.data,
            direct_reason=self.direct_reason.data or "",
        )


def with_field(grading: Grading, name: str, value: Any) -> Grading:
    """A grading with one field of the form put in: a factor goes among the values."""
    if name in GradingForm.FACTORS:
        others = {code: one for code, one in grading.values.items() if code != name}
        return grading._replace(values=others if value is None else {**others, name: value})
    if name == "direct_criteria":
        return grading._replace(direct_criteria=tuple(sorted(value or ())))
    fields: dict[str, Any] = {name: value or ("" if name.endswith("_reason") else None)}
    return grading._replace(**fields)


class ControlForm(SeenForm):
    """One control: what, at which level, who answers for it, when it is checked."""

    kind = RadioField(
        FIELD_WORDS["control/kind"],
        [InputRequired(_l("Choose the kind of control."))],
        choices=words_of(ControlKind),
        coerce=member_of(ControlKind),
    )
    text = TextAreaField(
        FIELD_WORDS["control/text"], [InputRequired(_l("Write what the control is."))], filters=[tidy]
    )
    level = RadioField(
        FIELD_WORDS["control/level"],
        [InputRequired(_l("Choose the level of control."))],
        choices=words_of(ControlLevel),
        coerce=member_of(ControlLevel),
    )
    department = StringField(FIELD_WORDS["control/department"], filters=[tidy])
    person = StringField(FIELD_WORDS["control/person"], filters=[tidy])
    phone = StringField(FIELD_WORDS["control/phone"], [Optional()], filters=[tidy])
    frequency = SelectField(
        FIELD_WORDS["control/frequency"],
        [Optional()],
        choices=[NOTHING, *words_of(Frequency)],
        coerce=member_of(Frequency),
    )
    next_check_on = DayField(FIELD_WORDS["control/next_check_on"])

    def value(self) -> dict[str, Any]:
        """The facts of a new control."""
        return {field.name: field.data for field in self.facts}


class EvidenceForm(Form):
    """Photos or papers that show a control at work."""

    file = MultipleFileField(_l("Photos or papers"), [FileRequired(_l("Choose at least one file."))])

    def value(self) -> list[FileStorage]:
        """The files that were chosen."""
        return [one for one in self.file.data or () if isinstance(one, FileStorage) and one.filename]


class RemovalForm(Form):
    """Why a row leaves the register."""

    reason = StringField(
        _l("Why it is removed"),
        [InputRequired(_l("Write why the row is removed.")), Length(max=300)],
        filters=[tidy],
        description=_l("Such as: the line was dismantled on 2026-03-01. What was filed keeps the row."),
    )


class UsualFilterForm(FilterForm):
    """Which of the usual hazards of the trade are offered, kept in the address."""

    words = StringField(_l("Hazard or equipment"), filters=[tidy])
    flag = SelectField(_l("Equipment or work"), render_kw=SEARCHED)

    def offer(self, equipment: Iterable[Equipment]) -> None:
        """Offer the equipment that the trade may have."""
        self.flag.choices = [(*NOTHING, {}), *searched((one.flag, one.place) for one in equipment)]

    def fits(self, one: UsualHazard) -> bool:
        """Whether a hazard is among those asked for; found by its words, its place, or their pinyin."""
        typed = (self.words.data or "").lower().replace(" ", "")
        text = f"{one.place}{one.hazard}{one.hazard_en.lower()}"
        found = not typed or typed in text or any(typed in key for key in find_keys(one.hazard).split())
        return found and self.flag.data in ("", None, one.flag)


class AdoptForm(Form):
    """Which of the usual hazards the enterprise has, and by which method they are graded."""

    method = RadioField(FIELD_WORDS["method"], [InputRequired()])
    codes = SelectMultipleField(validate_choice=False)

    def offer(self, on: date) -> None:
        """Offer the methods by factors."""
        offered = [one for one in methods_offered(on) if one.kind is not MethodKind.DIRECT]
        self.method.choices = [(one.key, in_language(one.zh, one.en)) for one in offered]
        self.method.data = self.method.data or offered[0].key


class QuestionsForm(Form):
    """The answers to the questions of the trade, in fields `answer-<code>` and `note-<code>`."""

    def value(self, questions: Iterable[TradeQuestion]) -> list[Answer]:
        """The answers that were given; an open question stays open."""
        sent: Mapping[str, str] = request.form
        known = {presence.value for presence in Presence}
        return [
            Answer(
                one.code,
                Presence(sent[f"answer-{one.code}"]),
                sent.get(f"note-{one.code}", "").strip()[:NOTE_LENGTH],
            )
            for one in questions
            if sent.get(f"answer-{one.code}") in known
        ]
