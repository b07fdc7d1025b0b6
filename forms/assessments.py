"""Forms of assessments: opening one, an item's answer, what stands around the items, conditions, evidence."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.assessments.answers import Answer
from portal.assessments.reviewing import Judged
from portal.assessments.rules import Met
from portal.assessments.sampling import MOST, SIZE
from portal.assessments.standards import (
    AllOrNothing,
    DeductPerFinding,
    Item,
    Levels,
    SampledRatio,
    Standard,
)
from portal.assessments.wording import FIELD_WORDS
from portal.web.forms import CountField, DayField, FilterForm, Form, tidy
from portal.web.seen import SeenForm
from portal.web.words import label

if TYPE_CHECKING:
    from portal.assessments.model import ItemAnswer

NO_YES = [("no", _l("no")), ("yes", _l("yes"))]


def _flag(value: Any) -> bool:
    return value in (True, "yes")


class OpenForm(Form):
    """Which standard the year's assessment follows."""

    standard = RadioField(_l("Standard"), [InputRequired(_l("Choose a standard."))])

    def offer(self, standards: Iterable[Standard]) -> Self:
        """Offer the standards that apply, the first one chosen."""
        self.standard.choices = [(one.key, f"{one.title.zh}（{one.version}）") for one in standards]
        if self.standard.data is None and self.standard.choices:
            self.standard.data = self.standard.choices[0][0]
        return self


class AnswerForm(SeenForm):
    """The answer to one item; only the fields that its scoring rule asks for are there."""

    findings = CountField(FIELD_WORDS["findings"])
    result = RadioField(
        _l("Is it met?"),
        choices=[(one.value, one) for one in Met],
        coerce=lambda value: Met(value) if value else None,
        validate_choice=False,
    )
    option = RadioField(_l("Which fits?"), validate_choice=False)
    sampled = CountField(FIELD_WORDS["sampled"])
    passed = CountField(FIELD_WORDS["passed"])
    zero = RadioField(FIELD_WORDS["zero"], choices=NO_YES, coerce=_flag)
    extra = RadioField(FIELD_WORDS["extra"], choices=NO_YES, coerce=_flag)
    not_applicable = RadioField(FIELD_WORDS["not_applicable"], choices=NO_YES, coerce=_flag)
    reason = StringField(FIELD_WORDS["reason"], [Optional(), Length(max=300)], filters=[tidy])
    comment = TextAreaField(FIELD_WORDS["comment"], [Optional(), Length(max=2000)], filters=[tidy])

    @classmethod
    def of(cls, row: "ItemAnswer", item: Item) -> Self:
        """What stands there now; its ids carry the row's key, for a page holds many."""
        held = {name: getattr(row, name) for name in _NAMES}
        return cls(None, data=held).fit(row.key, item).remember()

    @classmethod
    def sent(cls, row: "ItemAnswer", item: Item) -> Self:
        """What was sent, over the same fields."""
        return cls().fit(row.key, item)

    def fit(self, key: str, item: Item) -> Self:
        """Keep the fields of the item's rule and name them for the page."""
        for name in _NAMES - _asked(item):
            del self[name]
        if "option" in self and isinstance(item.scoring, Levels):
            self.option.choices = [(one.code, f"{one.zh}（{one.points:f}）") for one in item.scoring.options]
        if "result" in self:
            self.result.choices = [(one.value, label(one)) for one in Met]
        for name, words in _words_of(item).items():
            if name in self:
                self[name].label.text = words
        for field in self.facts:
            field.id = field.label.field_id = f"{key}-{field.name}"
        return self


_NAMES = frozenset(
    {"findings", "result", "option", "sampled", "passed", "zero", "extra", "not_applicable", "reason", "comment"}
)  # fmt: skip

_BY_RULE: Mapping[type, frozenset[str]] = {
    DeductPerFinding: frozenset({"findings"}),
    AllOrNothing: frozenset({"result"}),
    Levels: frozenset({"option"}),
    SampledRatio: frozenset({"sampled", "passed"}),
}


def _asked(item: Item) -> frozenset[str]:
    asked = {"comment"} | _BY_RULE[type(item.scoring)]
    asked |= {"zero"} if item.scoring.zero_if else set()
    asked |= {"extra"} if item.scoring.extra_deduction else set()
    return frozenset(asked | ({"not_applicable", "reason"} if item.may_be_not_applicable else set()))


def _words_of(item: Item) -> dict[str, str]:
    """The questions in the standard's own words."""
    rule = item.scoring
    words: dict[str, str] = {}
    if isinstance(rule, DeductPerFinding):
        words["findings"] = f"{rule.finding}（每一个扣{rule.per:f}分）"
    if isinstance(rule, SampledRatio):
        words["sampled"] = f"抽查{rule.sample}数"
    if rule.zero_if:
        words["zero"] = f"{rule.zero_if}（不得分）"
    if rule.extra_deduction:
        words["extra"] = f"{rule.extra_deduction.when}（追加扣{rule.extra_deduction.points:f}分）"
    return words


class ReviewAnswerForm(AnswerForm):
    """The reviewer's own answer to an item, with a note that the enterprise reads once the filing is decided."""

    @classmethod
    def for_review(cls, item: Item, reviewed: Any, declared: Mapping[str, Any]) -> Self:
        """What the reviewer said before, or what the enterprise declared, under what was sent now."""
        held = {name: getattr(reviewed, name) if reviewed else declared[name] for name in Answer._fields}
        if not reviewed and declared["result"]:
            held["result"] = Met(declared["result"])
        form = cls(data={**held, "comment": reviewed.note if reviewed else ""}).fit("review", item)
        form.comment.label.text = _("Note to the enterprise")
        return form

    def value(self) -> Judged:
        """Answer and note; what the item's rule does not ask for stays empty."""
        given = {name: self[name].data for name in Answer._fields if name in self}
        filled = {name: value for name, value in given.items() if value is not None}
        return Judged(Answer(**filled), self.comment.data or "")


class SampleForm(FilterForm):
    """How many items are looked at on the spot, kept in the address."""

    size = CountField(_l("Items to look at"))

    def value(self) -> int:
        """The number, within what a sheet takes; the form shows the one that counts."""
        asked = SIZE if self.size.data is None else int(self.size.data)
        self.size.data = shown = max(1, min(asked, MOST))
        return shown


class AboutForm(SeenForm):
    """What stands around the items: team, days, notice inside the enterprise, conclusion."""

    leader = StringField(
        FIELD_WORDS["leader"], filters=[tidy], description=_l("The person in charge of the enterprise.")
    )
    team = TextAreaField(
        FIELD_WORDS["team"], [Optional()], filters=[tidy],
        description=_l("Names and departments; workers' representatives take part."),
    )  # fmt: skip
    assessed_from = DayField(FIELD_WORDS["assessed_from"], [Optional()])
    assessed_to = DayField(FIELD_WORDS["assessed_to"], [Optional()])
    displayed_from = DayField(FIELD_WORDS["displayed_from"], [Optional()])
    displayed_to = DayField(
        FIELD_WORDS["displayed_to"], [Optional()], description=_l("At least ten working days.")
    )
    objections = TextAreaField(FIELD_WORDS["objections"], [Optional()], filters=[tidy])
    conclusion = TextAreaField(FIELD_WORDS["conclusion"], [Optional()], filters=[tidy])


class ConditionForm(Form):
    """The answer to one veto or condition."""

    holds = RadioField(choices=NO_YES, coerce=_flag, validators=[InputRequired(_l("Answer yes or no."))])


class SectionForm(Form):
    """Who fills in a section, and until when."""

    member = SelectField(_l("Member"), [Optional()])
    due_on = DayField(_l("Until"), [Optional()])

    def offer(self, members: Iterable[tuple[str, str]], chosen: str) -> Self:
        """Offer the members who may fill in, by key; `chosen` until another is."""
        self.member.choices = [("", _l("nobody in particular")), *members]
        if self.member.data is None:
            self.member.data = chosen
        return self


class ItemEvidenceForm(Form):
    """Photos or papers that show an item."""

    file = MultipleFileField(_l("Photos or papers"))

    def value(self) -> list[FileStorage]:
        """The files that were chosen."""
        return [one for one in self.file.data or () if isinstance(one, FileStorage) and one.filename]


class RegisterSearchForm(FilterForm):
    """Words that a row of the register holds, kept in the address."""

    words = StringField(_l("Risk, place or person"), filters=[tidy])
