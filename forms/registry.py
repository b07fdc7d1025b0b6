"""Forms of the register: registration, facts, confirmation, leaving and moving, the filter of the list."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError
from wtforms.widgets import HiddenInput

from forms.accounts import PHONE, AccountForm, one_line
from portal.registry.industries import division_of, reporting_divisions, reporting_groups
from portal.registry.labels import FACT_LABELS, LABELS, town_name
from portal.registry.questions import BASIC, parts
from portal.registry.regions import towns
from portal.registry.rules import (
    FACTS,
    Application,
    BusinessState,
    Edit,
    EnterpriseFilter,
    EnterpriseState,
    Premises,
    Scale,
    WriteOff,
    WriteOffGround,
    fact_text,
)
from portal.registry.sorting import initials, sort_key
from portal.web import CountField, DayField, FoldedField, Form, tidy, today
from portal.web.forms import MayWait

MOST = 999_999_999
ENUMS: dict[str, type[Enum]] = {"scale": Scale, "business_state": BusinessState, "premises": Premises}


def _later(name: str) -> Optional:
    """A fact may be left out here; what the report asks of it is not called optional."""
    return MayWait() if name in {question.code for question in parts()[BASIC].questions} else Optional()


def text(name: str, longest: int, ask: Any = None, **options: Any) -> Any:
    """A line of free text for a fact; `ask`: the sentence that asks for it, without which it is optional."""
    needed = [InputRequired(ask)] if ask else [_later(name)]
    return StringField(
        FACT_LABELS[name], [*needed, Length(max=longest), one_line()], filters=[tidy], **options
    )


def phone(name: str, needed: bool = False) -> Any:
    """A phone number of a fact."""
    message = _l("Enter a phone number, such as 13812345678 or 0513-87654321.")
    first = InputRequired(message) if needed else _later(name)
    return FoldedField(
        FACT_LABELS[name], [first, Regexp(PHONE, message=message)], render_kw={"inputmode": "tel"}
    )


def whole(name: str, message: Any, least: int = 0) -> Any:
    """A whole number of a fact that may be left out."""
    return CountField(FACT_LABELS[name], [_later(name), NumberRange(least, MOST, message)])


def choice(name: str, ask: Any = None) -> Any:
    """A few choices as radios; `ask`: the sentence that asks for one, without which none is needed."""
    needed = [InputRequired(ask)] if ask else [_later(name)]
    return RadioField(FACT_LABELS[name], needed, coerce=fact_text, choices=of_enum(ENUMS[name]))


def of_enum(members: Iterable[Enum]) -> list[SelectChoice]:
    """Choices by the values and words of an enum's members."""
    return [SelectChoice(str(member.value), LABELS[member]) for member in members]


def of_towns(path: str = "/") -> list[SelectChoice]:
    """The towns below a path."""
    return [SelectChoice(town.code, town_name(town.code)) for town in towns() if town.path.startswith(path)]


class FactsForm(Form):
    """What every registration tells of a company, in the order of `FACTS` as far as it goes."""

    name = text("name", 100, _l("Enter the name as on the business licence."))
    region_code = SelectField(
        FACT_LABELS["region_code"], [InputRequired(_l("Choose the town of the production address."))]
    )
    address = text("address", 120, _l("Enter the address where production takes place."))
    industry_code = SelectField(
        FACT_LABELS["industry_code"],
        [InputRequired(_l("Choose the industry."))],
        description=_l("Type Chinese, pinyin or initials to search."),
        render_kw={"data-typeahead": ""},
    )
    scale = choice("scale", _l("Choose the size."))
    legal_representative = text("legal_representative", 60, _l("Enter the legal representative's name."))
    legal_representative_phone = phone("legal_representative_phone")
    safety_manager = text("safety_manager", 60, _l("Enter the name of the person in charge of safety."))
    safety_manager_phone = phone("safety_manager_phone", needed=True)

    accepted_on = DayField(FACT_LABELS["accepted_on"], [Optional()])
    trial_production_on = DayField(FACT_LABELS["trial_production_on"], [Optional()])

    def validate_accepted_on(self, field: Any) -> None:
        """A day that has come."""
        _refuse_future(field)

    def offer(self) -> None:
        """Offer towns and industries."""
        self.region_code.choices = [SelectChoice("", ""), *of_towns()]
        self.industry_code.choices = [SelectChoice("", ""), *industry_choices()]

    def facts(self) -> dict[str, Any]:
        """The facts by name; a text left empty is the empty text."""
        return {name: fact(name, self[name]) for name in FACTS if name in self}


def _refuse_future(field: Any) -> None:
    if field.data and field.data > today():
        raise ValidationError(_("Choose a day that is not in the future."))


@cache
def industry_choices() -> list[SelectChoice]:
    """The groups that report: code, words with their division, pinyin and initials to find them by."""
    return [
        SelectChoice(
            group.code,
            f"{group.code} {group.name}（{division_of(group.code).name}）",
            {"data-find": f"{sort_key(group.name).replace(' ', '')} {initials(group.name)} {group.code}"},
        )
        for group in reporting_groups()
    ]


def fact(name: str, field: Any) -> Any:
    """What a field gives as the column holds it: enums by member, texts never NULL."""
    if name in ENUMS:
        return ENUMS[name](field.data) if field.data else None
    return field.data or "" if type(field) in (StringField, FoldedField) else field.data


class RegistrationForm(FactsForm, AccountForm):
    """A company and its first person."""

    code = FoldedField(
        FACT_LABELS["code"],
        [
            InputRequired(
                _l("Enter the 18 characters of the unified social credit code as on the business licence.")
            ),
            Length(max=40),
        ],
        description=_l("18 digits and letters, as on the business licence."),
    )
    name = text("name", 100, _l("Enter the name as on the business licence."))
    person_name = StringField(
        _l("Your name"), [InputRequired(_l("Enter your name.")), Length(max=60), one_line()], filters=[tidy]
    )
    job_title = StringField(_l("Job title"), [Optional(), Length(max=40), one_line()], filters=[tidy])

    def value(self) -> Application:
        """The registration."""
        account = replace(self.account(), name=self.person_name.data or "")
        return Application(self.code.data or "", self.facts(), account, self.job_title.data or "")


class EditForm(FactsForm):
    """All facts of an enterprise, the version that the person saw, and the facts as they were then."""

    registered_address = text("registered_address", 120)
    above_designated = BooleanField(FACT_LABELS["above_designated"])
    workers = whole("workers", _l("Enter the number of workers, a whole number from 1."), least=1)
    principal = text("principal", 60)
    principal_phone = phone("principal_phone")
    main_products = text("main_products", 200)
    founded_on = DayField(FACT_LABELS["founded_on"], [Optional()])
    production_began_on = DayField(FACT_LABELS["production_began_on"], [Optional()])
    business_state = choice("business_state", _l("Choose the state of business."))
    premises = choice("premises")
    landlord = text("landlord", 100)
    income = whole("income", _l("Enter last year's income in 10,000 yuan, a whole number."))
    fixed_assets = whole("fixed_assets", _l("Enter the fixed assets in 10,000 yuan, a whole number."))
    site_area = whole("site_area", _l("Enter the site area in m², a whole number."))
    building_area = whole("building_area", _l("Enter the floor area in m², a whole number."))
    seen_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    seen = HiddenField(validators=[Regexp(re.compile(r"^\{.*\}$", re.DOTALL))])

    def offer_town(self, is_open: bool) -> None:
        """Ask for the town only while the enterprise itself can name it."""
        if not is_open:
            del self.region_code

    def remember(self, version: int, facts: Mapping[str, Any]) -> None:
        """Note what the person sees, to tell afterwards what he changed."""
        self.seen_version.data = version
        self.seen.data = json.dumps(
            {name: fact_text(value) for name, value in facts.items()}, ensure_ascii=False
        )

    def catch_up(self, version: int, facts: Mapping[str, Any]) -> None:
        """Show what others changed meanwhile in the fields that the person left alone, and note it as seen."""
        seen = self._seen()
        for name, value in self.facts().items():
            if fact_text(value) == seen.get(name, ""):
                self[name].process_data(facts[name])
        self.remember(version, facts)

    def value(self) -> Edit:
        """The edit."""
        return Edit(self.seen_version.data or 0, self._seen(), self.facts())

    def _seen(self) -> dict[str, str]:
        try:
            return {str(name): str(text) for name, text in json.loads(self.seen.data or "{}").items()}
        except ValueError:
            return {}


class DecisionForm(Form):
    """One button, and the version that was looked at."""

    seen_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    def seen(self) -> int:
        """The version that the person saw."""
        return self.seen_version.data or 0


class RefusalForm(DecisionForm):
    """Why a registration is refused."""

    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Write what is wrong and how to mend it; the company reads it.")), Length(max=300)],
        filters=[tidy],
    )

    def value(self) -> str:
        """The reason."""
        return self.reason.data or ""


class WriteOffForm(DecisionForm):
    """Why and since when an enterprise leaves the duty list."""

    ground = RadioField(
        _l("Ground"),
        [InputRequired(_l("Choose the ground."))],
        choices=of_enum(WriteOffGround),
    )
    on = DayField(_l("Since when"), [InputRequired(_l("Write the date like 2026-01-05."))])
    note = TextAreaField(_l("Note"), [Optional(), Length(max=300)], filters=[tidy])

    def validate_on(self, field: Any) -> None:
        """A day that has come."""
        _refuse_future(field)

    def value(self) -> WriteOff:
        """The write-off."""
        return WriteOff(WriteOffGround(self.ground.data), self.on.data, self.note.data or "")


class MoveForm(Form):
    """To which town an enterprise moves, and why."""

    town = SelectField(_l("New town or street"), [InputRequired(_l("Choose the town."))])
    reason = StringField(_l("Reason"), [InputRequired(_l("Write why.")), Length(max=200)], filters=[tidy])

    def offer(self) -> None:
        """Offer the towns."""
        self.town.choices = [SelectChoice("", ""), *of_towns()]

    def value(self) -> tuple[str, str]:
        """Town and reason."""
        return str(self.town.data), self.reason.data or ""


class FilterForm(PlainForm):
    """What the list of enterprises is narrowed to; sent by GET, hence without token."""

    q = StringField(_l("Name, code, pinyin or initials"), filters=[tidy])
    town = SelectField(_l("Town or street"))
    state = SelectField(_l("State in the register"))
    industry = SelectField(_l("Industry"))
    scale = SelectField(_l("Size"))

    def offer(self, path: str) -> None:
        """Offer what there is within a jurisdiction."""
        every = SelectChoice("", _("All"))
        divisions = [
            SelectChoice(found.code, f"{found.code} {found.name}") for found in reporting_divisions()
        ]
        self.town.choices = [every, *of_towns(path)]
        self.state.choices = [every, *of_enum(EnterpriseState)]
        self.industry.choices = [every, *divisions]
        self.scale.choices = [every, *of_enum(Scale)]

    def value(self) -> EnterpriseFilter:
        """The filter; what is not offered narrows nothing."""
        chosen = {field.name: field.data for field in self if field.name != "q" and self._offers(field)}
        return EnterpriseFilter(
            words=self.q.data or "",
            town=chosen.get("town", ""),
            state=EnterpriseState(chosen["state"]) if chosen.get("state") else None,
            industry=chosen.get("industry", ""),
            scale=Scale(chosen["scale"]) if chosen.get("scale") else None,
        )

    def chosen(self) -> list[tuple[str, str]]:
        """Name of each filter in use and the words of its value."""
        used = [("q", self.q.data)] if self.q.data else []
        selects = [field for field in self if field.name != "q" and field.data and self._offers(field)]
        return used + [(field.name, self._offered(field)[field.data]) for field in selects]

    def _offers(self, field: Any) -> bool:
        return field.data in self._offered(field)

    def _offered(self, field: Any) -> dict[str, str]:
        return {choice.value: str(choice.label) for choice in field.choices}
