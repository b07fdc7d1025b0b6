"""Forms of levels: one step, an on-site sample, what the ranking leads to, filters of the lists."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from portal.assessments.applying import trade_of
from portal.levels.checking import GROUNDED, REASONED, SIGNED, Asked, Given, Sample
from portal.levels.labels import LABELS, NAMES
from portal.levels.numbers import example_number, is_numbered_above
from portal.levels.placing import RankFilter
from portal.levels.progress import ProgressFilter
from portal.levels.queries import LevelFilter
from portal.levels.rules import Ground, LevelState, Progress, RankVerdict, extension_conditions, grounds
from portal.registry.industries import reporting_divisions
from portal.registry.regions import towns
from portal.web import DayField, FilterForm, Form, NumberField, tidy, today

LONG = 1000


class SeenForm(Form):
    """A form that knows which version the person saw."""

    seen_version = IntegerField(widget=HiddenInput(), default=0)


class ManyField(SelectMultipleField):
    """Several of a few, as boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class StepForm(SeenForm):
    """What a step asks: reason, day, grounds, conditions, number, password; what it does not ask is taken out."""

    on = DayField(_l("Day on which the notice began"), [InputRequired(_l("Give the day on which it began."))])
    grounds = ManyField(_l("Ground of the law"))
    conditions = ManyField(_l("Conditions of the direct extension, all of which hold"))
    number = StringField(
        _l("Number of the certificate"),
        [InputRequired(_l("Enter the number that the authority above has given.")), Length(max=40)],
        filters=[tidy],
    )
    reason = TextAreaField(
        _l("Reason, as the enterprise reads it"), [DataRequired(_l("Write the reason, or what was done.")),
        Length(max=LONG)], filters=[tidy],
    )  # fmt: skip
    password = PasswordField(_l("Your password"), [InputRequired(_l("Sign with your password."))])

    @classmethod
    def of(cls, level: Asked, verb: str) -> "StepForm":
        """The form of a step."""
        form = cls(data={"seen_version": level.version, "on": level.shown_from, "grounds": level.grounds})
        form.grounds.choices = _choices(list(grounds().values()))
        form.conditions.choices = _choices(extension_conditions(level.code))
        asked = {
            "on": verb == "display", "grounds": verb in GROUNDED, "conditions": verb == "extend_directly",
            "number": verb == "announce" and is_numbered_above(level.sought), "reason": verb in REASONED,
            "password": verb in SIGNED,
        }  # fmt: skip
        for name, is_asked in asked.items():
            if not is_asked:
                delattr(form, name)
        if asked["number"]:
            form.number.description = _number_hint(level)
        return form

    def value(self) -> Given:
        """What was given."""
        sent: dict[str, Any] = {field.name: field.data for field in self}
        return Given(
            self.seen_version.data or 0, sent.get("reason") or "", sent.get("on"), tuple(sent.get("grounds") or ()),
            tuple(sent.get("conditions") or ()), sent.get("number") or "", sent.get("password") or "",
        )  # fmt: skip


def _number_hint(level: Asked) -> Any:
    example = example_number(level.sought, trade_of(level.industry_code), today().year)
    return _l("As the authority above gave it, such as %(example)s", example=example)


def _choices(rows: Sequence[Ground]) -> list[tuple[str, str]]:
    return [(one.code, f"{one.code} {one.zh}") for one in rows]


class SampleForm(SeenForm):
    """What an on-site sample came to."""

    points = NumberField(
        _l("Points of the sample"),
        [InputRequired(_l("Give 0 to 100 points.")), NumberRange(0, 100, _l("Give 0 to 100 points."))],
        description=_l("Of 100, of the items that were looked at on site."),
    )
    on = DayField(_l("Day of the sample"), [InputRequired(_l("Give the day of the sample."))])

    def value(self) -> Sample:
        """Points and day."""
        return Sample(self.seen_version.data or 0, self.points.data, self.on.data)


class RankForm(Form):
    """What a person decides of a place in the ranking."""

    verdict = RadioField(
        _l("What follows"),
        [InputRequired(_l("Choose what follows."))],
        choices=[(one.value, LABELS[one]) for one in RankVerdict],
    )
    reason = TextAreaField(
        _l("Reason, as the enterprise reads it"), [DataRequired(_l("Write the reason, or what was done.")),
        Length(max=LONG)], filters=[tidy],
    )  # fmt: skip

    def value(self) -> tuple[RankVerdict, str]:
        """Verdict and reason."""
        return RankVerdict(self.verdict.data), self.reason.data or ""


class AnswerForm(Form):
    """What the enterprise holds against a decision."""

    reason = TextAreaField(
        _l("Your answer"), [DataRequired(_l("Write the answer.")), Length(max=LONG)], filters=[tidy]
    )

    def value(self) -> str:
        """The answer."""
        return self.reason.data or ""


class ReasonForm(Form):
    """What an export or a reminder is for."""

    reason = StringField(
        _l("What the list is for"),
        [InputRequired(_l("Write what the list is for.")), Length(max=100)],
        filters=[tidy],
    )

    def value(self) -> str:
        """The reason."""
        return self.reason.data or ""


class LevelFilterForm(FilterForm):
    """Filters of the list of levels, kept in the address."""

    words = StringField(_l("Enterprise or number"), filters=[tidy])
    state = SelectField(_l("State"))
    region_code = SelectField(_l("Town"))
    code = SelectField(_lp("level", "Level"))
    division = SelectField(_l("Industry"))
    expiring = BooleanField(_l("Expiring within three months only"))
    overdue = BooleanField(_l("Overdue steps only"))
    under_way = BooleanField(_l("Applications in hand only"))

    def offer(self) -> None:
        """Offer states, towns, levels and industries."""
        every: list[tuple[str, Any]] = [("", _l("All"))]
        self.state.choices = every + [(one.value, LABELS[one]) for one in LevelState]
        self.region_code.choices = every + [(town.code, town.name) for town in towns()]
        self.code.choices = every + list(NAMES.items())
        self.division.choices = every + [
            (one.code, f"{one.code} {one.name}") for one in reporting_divisions()
        ]

    def value(self) -> LevelFilter:
        """What was chosen; what is unknown narrows nothing."""
        states = {one.value: one for one in LevelState}
        return LevelFilter(
            states.get(self.state.data), self.code.data or "", self.region_code.data or "", self.division.data or "",
            self.words.data or "", bool(self.expiring.data), bool(self.overdue.data),
            bool(self.under_way.data),
        )  # fmt: skip


class RankFilterForm(FilterForm):
    """Filters of the ranking, kept in the address."""

    year = SelectField(_l("Year"))
    code = SelectField(_lp("level", "Level"))
    region_code = SelectField(_l("Town"))
    proposed = BooleanField(_l("Proposals only"))

    def offer(self) -> None:
        """Offer years, levels and towns."""
        every: list[tuple[str, Any]] = [("", _l("All"))]
        this = today().year
        self.year.choices = [(str(year), str(year)) for year in range(this, this - 4, -1)]
        self.code.choices = every + list(NAMES.items())
        self.region_code.choices = every + [(town.code, town.name) for town in towns()]

    def value(self) -> RankFilter:
        """What was chosen."""
        return RankFilter(self.code.data or "", self.region_code.data or "", bool(self.proposed.data))


class ProgressFilterForm(FilterForm):
    """Which enterprises of the overview, kept in the address."""

    words = StringField(_l("Enterprise"), filters=[tidy])
    year = SelectField(_l("Year"))
    progress = SelectField(_l("Self-assessment"))
    region_code = SelectField(_l("Town"))
    code = SelectField(_lp("level", "Level"))
    division = SelectField(_l("Industry"))

    def offer(self) -> None:
        """Offer years, stages, towns, levels, industries."""
        every: list[tuple[str, Any]] = [("", _l("All"))]
        this = today().year
        self.year.choices = [(str(year), str(year)) for year in range(this, this - 4, -1)]
        self.progress.choices = every + [(one.value, LABELS[one]) for one in Progress]
        self.region_code.choices = every + [(town.code, town.name) for town in towns()]
        self.code.choices = every + list(NAMES.items())
        self.division.choices = every + [
            (one.code, f"{one.code} {one.name}") for one in reporting_divisions()
        ]

    def value(self) -> ProgressFilter:
        """What was chosen; what is unknown narrows nothing."""
        known = {one.value: one for one in Progress}
        return ProgressFilter(
            known.get(self.progress.data), self.region_code.data or "", self.division.data or "", self.code.data or "",
            self.words.data or "",
        )  # fmt: skip


class CampaignForm(Form):
    """The words of a reminder, and the list that its sender saw."""

    seen = HiddenField()
    text = TextAreaField(
        _l("Words of the reminder"), [DataRequired(_l("Write the words of the reminder.")), Length(max=300)],
        filters=[tidy], description=_l("Stands in the notice of each enterprise."),
    )  # fmt: skip

    def value(self) -> tuple[str, str]:
        """The words, and the digest of the list."""
        return self.text.data or "", self.seen.data or ""
