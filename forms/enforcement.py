"""Forms of rectification orders: the head, one item, common findings, confirmation, filters."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)  # fmt: skip
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from portal.enforcement.findings import findings
from portal.enforcement.labels import LABELS
from portal.enforcement.law import in_force
from portal.enforcement.queries import OrderFilter
from portal.enforcement.rules import Head, Inspector, Item, OrderState
from portal.registry.sorting import initials
from portal.web import DayField, FilterForm, Form, tidy

TYPEAHEAD = {"data-typeahead": ""}
LONG = 1000


class SeenForm(Form):
    """A form that knows which version the person saw."""

    seen_version = IntegerField(widget=HiddenInput(), default=0)

    @property
    def seen(self) -> int:
        """The version seen; 0 for none, which is never current."""
        return self.seen_version.data or 0


class HeadForm(SeenForm):
    """What an order says besides its items."""

    inspected_on = DayField(_l("Day of the inspection"), [Optional()])
    record = StringField(
        _l("Number of the record of inspection"), [Optional(), Length(max=60)], filters=[tidy]
    )
    first = SelectField(_l("First inspector"), [InputRequired(_l("Choose the first inspector."))])
    second = SelectField(_l("Second inspector"), [InputRequired(_l("Choose the second inspector."))])
    interim = TextAreaField(
        _l("Safety until everything is put right"),
        [DataRequired(_l("Write what keeps people safe until everything is put right.")), Length(max=LONG)],
        filters=[tidy],
        description=_l("Printed after: until then the enterprise takes the following measures."),
    )
    contact = StringField(
        _l("Contact"),
        [DataRequired(_l("Write name and phone of the contact.")), Length(max=80)],
        filters=[tidy],
    )
    long_reason = TextAreaField(
        _l("Reason for a deadline beyond the usual time"), [Optional(), Length(max=LONG)], filters=[tidy]
    )

    def offer(self, inspectors: Sequence[Inspector]) -> None:
        """Offer the inspectors of the authority."""
        choices = [("", ""), *((one.key, f"{one.name}  {one.certificate}") for one in inspectors)]
        self.first.choices = self.second.choices = choices

    @classmethod
    def of(cls, head: Head, seen: int = 0) -> "HeadForm":
        """The form filled with an order as it stands, or with what was typed."""
        first, second = (*head.inspectors, "", "")[:2]
        shown = {**asdict(head), "first": first, "second": second, "seen_version": seen}
        return cls(data=shown)

    def value(self) -> Head:
        """What was typed."""
        return Head(
            self.inspected_on.data, self.record.data or "", self.interim.data or "",
            (self.first.data, self.second.data), self.contact.data or "", self.long_reason.data or "",
        )  # fmt: skip


class FindingForm(FilterForm):
    """A common finding that fills an item, kept in the address."""

    finding = SelectField(_l("Common finding"), render_kw=TYPEAHEAD)

    def offer(self) -> None:
        """Offer the common findings by group."""
        self.finding.choices = [("", ""), *finding_choices()]


@cache
def finding_choices() -> list[tuple[str, str, dict[str, str]]]:
    """Common findings as options that are found by Chinese and initials."""
    return [
        (one.id, f"{one.group}：{one.title}", {"data-find": f"{initials(one.title)} {initials(one.group)}"})
        for one in findings().values()
    ]


@cache
def article_choices(on: date) -> list[tuple[str, str, dict[str, str]]]:
    """Articles in force on a day as options that are found by Chinese and initials."""
    return [(one.id, f"{one.citation} {one.gist}", {"data-find": initials(one.gist)}) for one in in_force(on)]


class ItemForm(SeenForm):
    """One problem of an order."""

    finding = HiddenField()
    place = StringField(_l("Where"), [Optional(), Length(max=60)], filters=[tidy])
    fact = TextAreaField(
        _l("What was found"), [DataRequired(_l("Write what was found.")), Length(max=LONG)], filters=[tidy],
        description=_l("Place, fact, number; no adjectives."),
    )  # fmt: skip
    articles = SelectMultipleField(_l("Articles"), [Optional()], render_kw=TYPEAHEAD)
    more_basis = StringField(_l("Further basis"), [Optional(), Length(max=200)], filters=[tidy])
    measure = TextAreaField(_l("What is to be reached"), [Optional(), Length(max=LONG)], filters=[tidy])
    deadline = DayField(
        _l("Deadline"), [InputRequired(_l("Give the last day, such as 2026-12-08."))],
        description=_l("The day itself still counts."),
    )  # fmt: skip
    major = BooleanField(_l("This is a major hazard by the criteria of the trade"))

    @classmethod
    def of(cls, item: Item | None, on: date, seen: int) -> "ItemForm":
        """The form filled with an item as it stands, or as a common finding fills it, or with what was typed.

        Offers the articles in force; those chosen stand first, in their order.
        """
        shown = {**asdict(item), "articles": list(item.articles)} if item else {}
        form = cls(data=shown | {"seen_version": seen})
        known = {choice[0]: choice for choice in article_choices(on)}
        first = [known[key] for key in form.articles.data or () if key in known]
        form.articles.choices = first + [choice for choice in known.values() if choice not in first]
        return form

    def value(self, key: str = "") -> Item:
        """The item as typed; `key`: of the one that it changes."""
        return Item(
            place=self.place.data or "", fact=self.fact.data or "", measure=self.measure.data or "",
            deadline=self.deadline.data, articles=tuple(self.articles.data or ()),
            more_basis=self.more_basis.data or "", major=bool(self.major.data), finding=self.finding.data or "",
            key=key,
        )  # fmt: skip


class IssueForm(SeenForm):
    """The confirmation before an order is issued."""

    password = PasswordField(_l("Your password"), [InputRequired(_l("Sign with your password."))])

    def value(self) -> tuple[int, str, str]:
        """Version seen, password, and no reason."""
        return self.seen, self.password.data or "", ""


class RevokeForm(IssueForm):
    """The confirmation before an order is revoked, with the reason."""

    reason = TextAreaField(
        _l("Reason, as the enterprise reads it"), [DataRequired(_l("Write the reason.")), Length(max=LONG)],
        filters=[tidy],
    )  # fmt: skip

    def value(self) -> tuple[int, str, str]:
        """Version seen, password, reason."""
        return self.seen, self.password.data or "", self.reason.data or ""


OVERDUE = "overdue"


class OrderFilterForm(FilterForm):
    """Filters of the list of orders, kept in the address."""

    words = StringField(_l("Number or enterprise"), filters=[tidy])
    state = SelectField(
        _l("State"),
        choices=[
            ("", _l("All")), (OVERDUE, _lp("order", "Past the deadline")),
            *((state.value, LABELS[state]) for state in OrderState),
        ],
        default="",
    )  # fmt: skip

    def value(self, on: date) -> OrderFilter:
        """What was chosen; an unknown state narrows nothing."""
        states: dict[Any, OrderState] = {state.value: state for state in OrderState}
        late = on if self.state.data == OVERDUE else None
        return OrderFilter(self.words.data or "", states.get(self.state.data), late)
