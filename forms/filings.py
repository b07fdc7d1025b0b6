"""Forms of filings: start, declare, remark, decide, filter the queue."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from portal.filings.kinds import kinds
from portal.filings.labels import LABELS
from portal.filings.queries import HistoryFilter, QueueFilter
from portal.filings.reviewing import Decision, RemarkValue
from portal.filings.rules import Declaration, Duty, FilingState, Occasion, RejectionGround
from portal.registry.regions import towns
from portal.web import DayField, FilterForm, Form, tidy, today


class StartForm(Form):
    """Which report is begun, of those that make sense now; of a change report also since when and why."""

    occasion = RadioField(_l("Which report"), [InputRequired(_l("Choose the occasion."))])
    began_on = DayField(
        _l("Day of the change"),
        [Optional()],
        description=_l(
            "Change report only: the day on which it was established, if that was before the day found here."
        ),
    )
    reason = TextAreaField(
        _l("What has changed"),
        [Optional(), Length(max=300)],
        filters=[tidy],
        description=_l("Change report only; the reviewer reads it first."),
    )

    def offer(self, duties: Sequence[Duty], asked: str) -> None:
        """Offer what may be begun, what is owed first; `asked`: the occasion that the address names."""
        self.duties = {duty.occasion.value: duty for duty in duties}
        self.occasion.choices = [(value, LABELS[duty.occasion]) for value, duty in self.duties.items()]
        if not self.duties.get(Occasion.CHANGE.value):
            del self.began_on, self.reason
        if not self.is_submitted() and duties:
            self._fill(self.duties.get(asked, duties[0]))

    def _fill(self, chosen: Duty) -> None:
        self.occasion.data = chosen.occasion.value
        change = self.duties.get(Occasion.CHANGE.value)
        if change:
            self.began_on.data = change.began_on
            self.reason.data = shortened("；".join(change.reasons), 300) if change.owed else ""

    def validate_began_on(self, field: Any) -> None:
        """A day that has come."""
        if field.data and field.data > today():
            raise ValidationError(_("Choose a day that is not in the future."))

    def value(self) -> tuple[Occasion, date, str]:
        """Occasion, day on which the duty arose, what has changed."""
        duty = self.duties[self.occasion.data]
        if duty.occasion is not Occasion.CHANGE:
            return duty.occasion, duty.began_on, ""
        return duty.occasion, self.began_on.data or duty.began_on, self.reason.data or ""


def shortened(text: str, longest: int) -> str:
    """A text cut to a length, with … where something is left out."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


class VersionedForm(Form):
    """A form that knows which version the person saw."""

    seen_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class DeclarationForm(VersionedForm):
    """The declaration before a submission; warnings are answered beside it, in fields `answer-<id>`."""

    truthful = BooleanField(
        _l("I declare this on behalf of the enterprise."), [InputRequired(_l("Confirm the declaration."))]
    )
    password = PasswordField(_l("Your password"), [InputRequired(_l("Sign with your password."))])

    def answers(self) -> dict[str, str]:
        """The reasons typed for warnings, by warning id."""
        return {
            name.removeprefix("answer-"): value.strip()[:500]
            for name, value in request.form.items()
            if name.startswith("answer-")
        }

    def value(self) -> Declaration:
        """What the signer gives."""
        return Declaration(self.seen_version.data or 0, self.password.data or "", self.answers())


class RecallForm(VersionedForm):
    """Take a submission back."""


class RemarkForm(Form):
    """A remark on a row: a coded reason, then own words."""

    path = HiddenField(validators=[InputRequired(), Length(max=200)])
    reason_code = SelectField(_l("Reason"), [InputRequired(_l("Choose a reason."))])
    words = TextAreaField(
        _l("What is to be mended"),
        [DataRequired(_l("Write what is to be mended.")), Length(max=1000)],
        filters=[tidy],
    )

    def offer(self, reasons: Any) -> None:
        """Offer the coded reasons of a kind."""
        self.reason_code.choices = [(row["code"], row["zh"]) for row in reasons]

    def value(self) -> RemarkValue:
        """The remark as written."""
        return RemarkValue(self.path.data or "", self.reason_code.data, self.words.data or "")


class PathForm(Form):
    """Names a row."""

    path = HiddenField(validators=[InputRequired(), Length(max=200)])


class DecisionForm(VersionedForm):
    """A decision with a note."""

    note = TextAreaField(_l("Note to the enterprise"), [Optional(), Length(max=1000)], filters=[tidy])

    def value(self) -> Decision:
        """The decision as sent."""
        return Decision(self.seen_version.data or 0, self.note.data or "")


class RejectionForm(DecisionForm):
    """A rejection names one of four grounds and says why."""

    ground = RadioField(
        _l("Ground"),
        [InputRequired(_l("Choose the ground."))],
        choices=[(g.value, LABELS[g]) for g in RejectionGround],
    )
    note = TextAreaField(
        _l("Reason, as the enterprise reads it"),
        [DataRequired(_l("Write the reason.")), Length(max=1000)],
        filters=[tidy],
    )

    def value(self) -> Decision:
        """The decision with its ground."""
        return Decision(self.seen_version.data or 0, self.note.data or "", RejectionGround(self.ground.data))


def _kinds_to_choose() -> list[tuple[str, Any]]:
    return [("", _l("All")), *((kind.code, kind.extra["name"]) for kind in kinds())]


class QueueForm(FilterForm):
    """Filters of the queue, kept in the address."""

    words = StringField(_l("Enterprise"), filters=[tidy])
    kind_code = SelectField(_l("Kind"))
    region_code = SelectField(_l("Town"))
    occasion = SelectField(_l("Occasion"))
    level = SelectField(_l("Waiting for"), choices=[("", _l("Us")), ("all", _l("Anyone"))])

    def offer(self) -> None:
        """Offer what can be chosen."""
        everything = [("", _l("All"))]
        self.kind_code.choices = _kinds_to_choose()
        self.region_code.choices = everything + [(town.code, town.name) for town in towns()]
        self.occasion.choices = everything + [(o.value, LABELS[o]) for o in Occasion]

    def level_asked(self, own: str) -> str:
        """The level whose queue is shown: the own one, or any ("")."""
        return "" if self.level.data == "all" else own

    def value(self) -> QueueFilter:
        """What was chosen."""
        occasion = Occasion(self.occasion.data) if self.occasion.data in {o.value for o in Occasion} else None
        return QueueFilter(
            self.kind_code.data or "", self.region_code.data or "", occasion, self.words.data or ""
        )


class HistoryForm(FilterForm):
    """Filters of all filings, kept in the address."""

    words = StringField(_l("Enterprise"), filters=[tidy])
    kind_code = SelectField(_l("Kind"))
    state = SelectField(
        _l("State"),
        choices=[("", _l("All")), *((s.value, LABELS[s]) for s in FilingState if s is not FilingState.DRAFT)],
    )

    def offer(self) -> Self:
        """Offer the kinds."""
        self.kind_code.choices = _kinds_to_choose()
        return self

    def value(self) -> HistoryFilter:
        """What was chosen."""
        known = self.state.data in {state.value for state in FilingState}
        state = FilingState(self.state.data) if known else None
        return HistoryFilter(self.kind_code.data or "", state, self.words.data or "")
