"""Forms of filings: start, declare, remark, decide, filter the queue."""

from datetime import date
from typing import Any

from flask import request
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
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from portal.filings.kinds import Kind, kinds
from portal.filings.labels import LABELS
from portal.filings.queries import QueueFilter
from portal.filings.reviewing import Decision, RemarkValue
from portal.filings.rules import Declaration, FilingState, Occasion, RejectionGround
from portal.registry.regions import towns
from portal.web import DayField, FilterForm, Form, tidy


class StartForm(Form):
    """Which occasion, and since when."""

    occasion = RadioField(_l("Occasion"), [InputRequired(_l("Choose the occasion."))])
    began_on = DayField(
        _l("Since when"),
        [InputRequired(_l("Give the day on which the duty arose, such as 2026-01-05."))],
        description=_l(
            "First report: day of acceptance of the project. Change: day on which it was established."
        ),
    )

    def offer(self, kind: Kind, today: date) -> None:
        """Offer the occasions of a kind."""
        self.occasion.choices = [(occasion.value, LABELS[occasion]) for occasion in kind.occasions]
        if not self.is_submitted():
            self.occasion.data = Occasion.REGULAR.value
            self.began_on.data = today

    def value(self) -> tuple[Occasion, date]:
        """Occasion and day."""
        return Occasion(self.occasion.data), self.began_on.data


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
        self.kind_code.choices = everything + [(kind.code, kind.extra["name"]) for kind in kinds()]
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
    state = SelectField(
        _l("State"),
        choices=[("", _l("All")), *((s.value, LABELS[s]) for s in FilingState if s is not FilingState.DRAFT)],
    )

    def value(self) -> tuple[FilingState | None, str]:
        """State and words."""
        known = self.state.data in {state.value for state in FilingState}
        return (FilingState(self.state.data) if known else None), self.words.data or ""
