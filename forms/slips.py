"""Forms of slips: hand one out; what its holder says; how it is taken over or declined."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from forms.risks import member_of, words_of
from forms.risks_checks import PhotoForm
from portal.risks.photos import KeptPhoto
from portal.risks.rules import CheckResult, ControlKind, ControlLevel
from portal.risks.wording import FIELD_WORDS
from portal.slips.accepting import Terms
from portal.slips.queries import OfferedRow
from portal.slips.rules import DAYS, NewSlip, SuggestionKind
from portal.slips.suggesting import Said
from portal.slips.tickets import HeldRisk
from portal.web import DayField, tidy
from portal.web.forms import Form

PERIODS = (1, 3, DAYS, 14, 30)
WORDS_LENGTH = 300
WHOLE_RISK = ""


def ticks(label: Any, **options: Any) -> SelectMultipleField:
    """Choices that are ticked."""
    return SelectMultipleField(
        label, [Optional()], widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **options
    )


class SlipForm(Form):
    """Whom a slip is for, which rows it shows, how long it holds."""

    person = StringField(
        _l("Whom it is for"),
        [InputRequired(_l("Write whom the slip is for.")), Length(max=60)],
        filters=[tidy],
    )
    post = StringField(
        _l("Post"), [Optional(), Length(max=60)], filters=[tidy],
        description=_l("Such as: head of the press workshop."),
    )  # fmt: skip
    days = RadioField(_l("Holds for"), coerce=int, default=DAYS)
    units = ticks(_l("Whole units"))
    risk_keys = ticks(_l("Single risks"))

    def offer(self, rows: Iterable[OfferedRow]) -> None:
        """Offer the units and rows of the register."""
        offered = list(rows)
        units = sorted({row.unit for row in offered if row.unit})
        self.units.choices = [(unit, unit) for unit in units]
        self.risk_keys.choices = [(row.key, f"{row.code}　{row.name}　{row.unit}") for row in offered]
        self.days.choices = [(days, ngettext("%(num)d day", "%(num)d days", days)) for days in PERIODS]

    def value(self) -> NewSlip:
        """What was chosen."""
        return NewSlip(
            self.person.data or "", self.post.data or "", tuple(self.units.data or ()),
            tuple(self.risk_keys.data or ()), self.days.data or DAYS,
        )  # fmt: skip


# --- what the holder says -----------------------------------------------------------------------------------


class HeldCheckForm(PhotoForm):
    """A check of a control, as its holder saw it."""

    result = RadioField(
        _l("What did you find?"),
        [InputRequired(_l("Choose what was found."))],
        choices=words_of(CheckResult),
        coerce=member_of(CheckResult),
    )
    words = TextAreaField(_l("Note"), [Optional(), Length(max=WORDS_LENGTH)], filters=[tidy])

    def value(self, risk_key: str, control_key: str, photo: KeptPhoto) -> Said:
        """What was found at a control of a row."""
        return Said(
            SuggestionKind.CHECK, self.once.data or "", risk_key, control_key, self.result.data,
            words=self.words.data or "", photo=photo,
        )  # fmt: skip


class HazardForm(PhotoForm):
    """A hazard that stands in no row yet."""

    title = StringField(
        _l("What can do harm?"),
        [InputRequired(_l("Write what can do harm.")), Length(max=120)],
        filters=[tidy],
    )
    place = StringField(
        _l("Where?"), [InputRequired(_l("Write where it is.")), Length(max=120)], filters=[tidy]
    )
    words = TextAreaField(_l("More about it"), [Optional(), Length(max=2000)], filters=[tidy])

    def value(self, photo: KeptPhoto) -> Said:
        """The hazard."""
        return Said(
            SuggestionKind.HAZARD, self.once.data or "", title=self.title.data or "", place=self.place.data or "",
            words=self.words.data or "", photo=photo,
        )  # fmt: skip


class ChangeForm(PhotoForm):
    """What is different on the spot: another control, or not so any more."""

    about = SelectField(_l("What is it about?"), validate_choice=True)
    kind = RadioField(
        _l("What do you suggest?"),
        [InputRequired(_l("Choose what you suggest."))],
        choices=[
            (SuggestionKind.CHANGE.value, _l("It should be done otherwise")),
            (SuggestionKind.GONE.value, _l("It is not so any more")),
        ],
        coerce=member_of(SuggestionKind),
    )
    words = TextAreaField(
        _l("In your words"), [InputRequired(_l("Write what it should be, or what has become of it.")),
        Length(max=WORDS_LENGTH)], filters=[tidy],
        description=_l("Otherwise: how the control should read. Not so any more: since when and why."),
    )  # fmt: skip

    def offer(self, risk: HeldRisk) -> None:
        """Offer the row itself and its controls."""
        self.about.choices = [
            (WHOLE_RISK, _l("The whole risk, or a further control")),
            *((control.key, control.text) for control in risk.controls),
        ]

    def value(self, risk_key: str, photo: KeptPhoto) -> Said:
        """What was suggested for a row."""
        return Said(
            self.kind.data, self.once.data or "", risk_key, self.about.data or "", words=self.words.data or "",
            photo=photo,
        )  # fmt: skip


# --- how it is taken over -----------------------------------------------------------------------------------


class AcceptForm(Form):
    """Nothing is to be said: the suggestion stands as it is."""

    def value(self) -> Terms:
        """As it is."""
        return Terms()


class AcceptCheckForm(Form):
    """When the control is checked next."""

    next_check_on = DayField(_l("Next check"), [InputRequired(_l("Choose when it is checked next."))])

    def value(self) -> Terms:
        """The next check."""
        return Terms(next_check_on=self.next_check_on.data)


class AcceptWordsForm(Form):
    """How the control reads from now on."""

    text = TextAreaField(
        FIELD_WORDS["control/text"], [InputRequired(_l("Write what the control is."))], filters=[tidy]
    )

    def value(self) -> Terms:
        """The words."""
        return Terms(text=self.text.data or "")


class AcceptControlForm(AcceptWordsForm):
    """A further control: its words, kind and level."""

    kind = RadioField(
        FIELD_WORDS["control/kind"], [InputRequired(_l("Choose the kind of control."))],
        choices=words_of(ControlKind), coerce=member_of(ControlKind),
    )  # fmt: skip
    level = RadioField(
        FIELD_WORDS["control/level"], [InputRequired(_l("Choose the level of control."))],
        choices=words_of(ControlLevel), coerce=member_of(ControlLevel),
    )  # fmt: skip

    def value(self) -> Terms:
        """Words, kind and level."""
        return Terms(text=self.text.data or "", kind=self.kind.data, level=self.level.data)


class DeclineForm(Form):
    """Why a suggestion is not taken over; its holder reads it."""

    reason = StringField(
        _l("Why it is declined"),
        [InputRequired(_l("Write why it is declined.")), Length(max=WORDS_LENGTH)],
        filters=[tidy],
        description=_l("Whoever holds the slip reads it."),
    )
