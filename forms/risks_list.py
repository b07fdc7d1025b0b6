"""Forms of the list of the register: its filters and order, bulk steps, saved views."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from forms.risks import SEARCHED, searched, words_of
from portal import clock
from portal.risks.accidents import accident_types
from portal.risks.known_methods import known_methods
from portal.risks.queries import RegisterFilter, RegisterPlace
from portal.risks.rules import BulkChange, CheckFilter, Grade, Naming, RegisterSort
from portal.risks.wording import FIELD_WORDS, show
from portal.web import DayField, FilterForm, tidy
from portal.web.forms import Form
from portal.web.words import in_language

UNGRADED = "none"
REVERSED = "reversed"
SOON = timedelta(days=30)
ALL = ("", _l("All"))


class LongSelectField(SelectField):
    """Choices by the hundred: `control` renders them in a twentieth of the time that the library's widget takes."""


class RegisterFilterForm(FilterForm):
    """Filters and order of the register, kept in the address."""

    words = StringField(_l("Risk, place or person"), filters=[tidy])
    unit = LongSelectField(FIELD_WORDS["unit"])
    show = SelectField(
        _l("Show"),
        choices=[
            ALL, ("changed", _l("Changed since it was filed")), ("missing", _l("Lacking for the report")),
            ("removed", _l("Removed")),
        ],
    )  # fmt: skip
    grade = SelectField(
        _l("Grade"), choices=[ALL, *words_of(Grade), (UNGRADED, _l("Not graded"))], validate_choice=False
    )
    person = LongSelectField(FIELD_WORDS["responsible_person"], validate_choice=False, render_kw=SEARCHED)
    check = SelectField(_l("Next check"), choices=[ALL, *words_of(CheckFilter)], validate_choice=False)
    method = SelectField(FIELD_WORDS["method"], validate_choice=False)
    accident = LongSelectField(FIELD_WORDS["accident_types"], validate_choice=False, render_kw=SEARCHED)
    older = HiddenField()
    sort = HiddenField()
    order = HiddenField()
    size = HiddenField()

    def offer(self, units: Iterable[str], people: Iterable[str] = ()) -> None:
        """Offer the units and people that the register names, and the methods and accident types of the law."""
        self.unit.choices = [ALL, *((unit, unit) for unit in units)]
        self.person.choices = [(*ALL, {}), *searched((person, person) for person in people)]
        self.method.choices = [
            ALL,
            *((one.key, in_language(one.zh, one.en)) for one in known_methods().values()),
        ]
        types = [(code, show("accident_types", code)) for code in accident_types()]
        self.accident.choices = [(*ALL, {}), *searched(types)]

    @property
    def grades(self) -> tuple[Grade | None, ...]:
        """The grade that is looked at, if one is."""
        known: dict[str, Grade | None] = {grade.value: grade for grade in Grade} | {UNGRADED: None}
        return (known[self.grade.data],) if self.grade.data in known else ()

    def value(self) -> RegisterFilter:
        """What was chosen."""
        shown = self.show.data or ""
        return RegisterFilter(
            grades=self.grades, unit=self.unit.data or "", words=self.words.data or "", changed=shown == "changed",
            missing=shown == "missing", removed=shown == "removed", person=self.person.data or "",
            method=self.method.data or "", older_than=self.older.data or "", accident_type=self.accident.data or "",
            checked_before=self._checked_before(clock.today()), unchecked=self.check.data == CheckFilter.NONE.value,
        )  # fmt: skip

    def _checked_before(self, on: date) -> date | None:
        days = {CheckFilter.OVERDUE.value: on, CheckFilter.SOON.value: on + SOON}
        return days.get(self.check.data or "")

    def place(self) -> RegisterPlace:
        """Which page, in which order."""
        known = {sort.value for sort in RegisterSort}
        sort = RegisterSort(self.sort.data) if self.sort.data in known else RegisterSort.GRADE
        cursors = request.args.get("after", ""), request.args.get("before", "")
        return RegisterPlace(sort, *cursors, reverse=self.order.data == REVERSED)

    def chosen(self) -> list[tuple[str, str]]:
        """Each filter that is set: its name, and what was chosen in words."""
        found = [("words", self.words.data)] if self.words.data else []
        for field in (self.unit, self.show, self.grade, self.person, self.check, self.method, self.accident):
            said = [str(one[1]) for one in field.choices if one[0] and one[0] == field.data]
            found += [(field.name, said[0] if said else field.data)] if field.data else []
        if self.older.data:
            found.append(("older", self._graded_before(self.older.data)))
        return found

    def _graded_before(self, key: str) -> str:
        method = known_methods().get(key)
        named = f"{in_language(method.zh, method.en)} {method.version}" if method else key
        return str(_("Graded before “%(method)s”", method=named))


class ChosenRowsForm(Form):
    """Rows of the register (`rows`: their keys, apart by blanks) and the moment of the preview (`seen_at`)."""

    rows = HiddenField()
    seen_at = HiddenField()

    @property
    def keys(self) -> list[str]:
        """The rows that were chosen."""
        return (self.rows.data or "").split()

    @property
    def seen(self) -> datetime:
        """When the list was seen; of a form that does not say, so long ago that every row has changed since."""
        try:
            return datetime.fromisoformat(self.seen_at.data or "").astimezone(UTC)
        except ValueError:
            return datetime(1970, 1, 1, tzinfo=UTC)


class BulkForm(ChosenRowsForm):
    """What many rows shall say alike; what is left empty stays as it is."""

    unit = StringField(FIELD_WORDS["unit"], [Optional(), Length(max=60)], filters=[tidy])
    responsible_department = StringField(
        FIELD_WORDS["responsible_department"], [Optional(), Length(max=60)], filters=[tidy]
    )
    responsible_person = StringField(
        FIELD_WORDS["responsible_person"], [Optional(), Length(max=60)], filters=[tidy]
    )
    responsible_phone = StringField(
        FIELD_WORDS["responsible_phone"], [Optional(), Length(max=20)], filters=[tidy]
    )
    complaint_phone = StringField(
        FIELD_WORDS["complaint_phone"], [Optional(), Length(max=20)], filters=[tidy]
    )
    identified_on = DayField(FIELD_WORDS["identified_on"], [Optional()])
    next_check_on = DayField(_l("Next check of all controls"), [Optional()])

    def value(self) -> BulkChange:
        """What shall be changed."""
        names = (
            "unit", "responsible_department", "responsible_person", "responsible_phone", "complaint_phone",
            "identified_on", "next_check_on",
        )  # fmt: skip
        return BulkChange({name: self[name].data for name in names if self[name].data})


class BulkRemovalForm(ChosenRowsForm):
    """Why many rows leave the register."""

    reason = StringField(
        _l("Why they are removed"),
        [InputRequired(_l("Write why the rows are removed.")), Length(max=300)],
        filters=[tidy],
        description=_l("Such as: the line was dismantled on 2026-03-01. What was filed keeps the rows."),
    )

    def value(self) -> BulkChange:
        """The removal."""
        return BulkChange({}, self.reason.data or "")


class ViewForm(Form):
    """A name for filters and order, who sees it, and whether the register opens with it."""

    query = HiddenField()
    name = StringField(
        _l("Name of the view"),
        [InputRequired(_l("Give the view a name.")), Length(max=20, message=_l("20 characters at most."))],
        filters=[tidy],
    )
    shared = BooleanField(_l("Everyone of the enterprise sees it"))
    opens = BooleanField(_l("The register opens with it"))

    def value(self) -> Naming:
        """What was said of the view."""
        return Naming(self.name.data or "", bool(self.shared.data), bool(self.opens.data))
