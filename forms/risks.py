"""Forms of the register: identify, control, remove, adopt hazards, answer the trade's questions."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileRequired, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.registry.sorting import initials, sort_key
from portal.risks.accidents import types_on
from portal.risks.answering import NOTE_LENGTH, Answer
from portal.risks.hazards import Equipment, UsualHazard
from portal.risks.known_methods import methods_offered
from portal.risks.labels import LABELS
from portal.risks.rules import (
    ControlKind,
    ControlLevel,
    Frequency,
    Presence,
)
from portal.risks.wording import FIELD_WORDS, show
from portal.web import DayField, FilterForm, tidy
from portal.web.forms import Form
from portal.web.seen import SeenForm
from portal.web.words import in_language

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
    flag = SelectMultipleField(_l("Equipment or work"), render_kw=SEARCHED, validate_choice=False)

    def offer(self, equipment: Iterable[Equipment]) -> None:
        """Offer the equipment that the trade may have."""
        self.flag.choices = searched((one.flag, one.place) for one in equipment)

    def fits(self, one: UsualHazard) -> bool:
        """Whether a hazard is among those asked for; found by its words, its place, or their pinyin."""
        typed = (self.words.data or "").lower().replace(" ", "")
        text = f"{one.place}{one.hazard}{one.hazard_en.lower()}"
        found = not typed or typed in text or any(typed in key for key in find_keys(one.hazard).split())
        flags = [flag for flag in self.flag.data or () if flag]
        return found and (not flags or one.flag in flags)


class AdoptForm(Form):
    """Which of the usual hazards the enterprise has, and by which method they are graded."""

    method = RadioField(FIELD_WORDS["method"], [InputRequired()])
    codes = SelectMultipleField(validate_choice=False)

    def offer(self, on: date, region_path: str) -> None:
        """Offer the methods by factors."""
        offered = methods_offered(on, region_path)
        self.method.choices = [(one.key, in_language(one.zh, one.en)) for one in offered]
        self.method.data = self.method.data or offered[0].key


class QuestionsForm(Form):
    """The answers to the questions of the trade, in fields `answer-<code>` and `note-<code>`."""

    def value(self, codes: Iterable[str]) -> list[Answer]:
        """The answers that were given; an open question stays open."""
        sent: Mapping[str, str] = request.form
        known = {presence.value for presence in Presence}
        return [
            Answer(
                code,
                Presence(sent[f"answer-{code}"]),
                sent.get(f"note-{code}", "").strip()[:NOTE_LENGTH],
            )
            for code in codes
            if sent.get(f"answer-{code}") in known
        ]
