"""Forms of standards: add a version, put it in force, withdraw it, compare two, set what is opened for a year."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from portal.web import CountField, FilterForm, tidy
from portal.web.forms import Form

FIRST_YEAR, LAST_YEAR = 2016, 2099
BYTES = 4 * 1024 * 1024


class AddForm(Form):
    """A version of a standard from a file."""

    file = FileField(_l("File of the standard"), [FileRequired(_l("Choose a file."))])

    def validate_file(self, field: Any) -> None:
        """At most 4 MB."""
        content = field.data.read(BYTES + 1)
        if len(content) > BYTES:
            raise ValidationError(_l("The file is larger than 4 MB."))
        self.content = content

    content: bytes = b""

    def value(self) -> tuple[str, bytes]:
        """Its name and what is in it."""
        return self.file.data.filename or "", self.content

    def tell(self, flaws: Sequence[str]) -> None:
        """Say each flaw of the file in a line of its own."""
        self.file.errors = [
            _l("The file cannot be taken as a standard; mend what is listed and upload it again.")
        ]
        self.form_errors.extend(flaws)


class YearsForm(Form):
    """For which years a version may be opened."""

    first_year = CountField(
        _l("First year"),
        [
            InputRequired(_l("Give the first year for which it may be opened.")),
            NumberRange(FIRST_YEAR, LAST_YEAR),
        ],
    )
    last_year = CountField(
        _l("Last year"),
        [Optional(), NumberRange(FIRST_YEAR, LAST_YEAR)],
        description=_l("Empty: without end, until a newer version begins."),
    )

    def validate_last_year(self, field: Any) -> None:
        """Not before the first."""
        if field.data is not None and field.data < (self.first_year.data or 0):
            raise ValidationError(_l("The last year is not before the first."))

    def value(self) -> tuple[int, int | None]:
        """The years."""
        return self.first_year.data, self.last_year.data


class WithdrawForm(Form):
    """Why a version is withdrawn."""

    reason = StringField(
        _l("Why it is withdrawn"),
        [InputRequired(_l("Write why the version is withdrawn.")), Length(max=300)],
        filters=[tidy],
    )


NEWEST, NOTHING = "newest", "nothing"


class PinForm(Form):
    """What is opened for a year."""

    number = RadioField(_l("What is opened"), [InputRequired(_l("Choose one of them."))])

    def offer(self, numbers: Iterable[str], now: str | None) -> Self:
        """Offer the versions in force; `now`: what is set, "" for nothing, None for the newest."""
        versions = [(one, str(_l("Version %(number)s", number=one))) for one in numbers]
        self.number.choices = [
            (NEWEST, _l("The newest version in force")), *versions, (NOTHING, _l("Nothing: it is not opened")),
        ]  # fmt: skip
        if self.number.data is None:
            self.number.data = NEWEST if now is None else (now or NOTHING)
        return self

    def value(self) -> str | None:
        """A number of a version, "" for nothing, None for the newest."""
        return {NEWEST: None, NOTHING: ""}.get(self.number.data, self.number.data)


class CompareForm(FilterForm):
    """Two versions by their keys."""

    old = SelectField(_l("Old version"), validate_choice=False)
    new = SelectField(_l("New version"), validate_choice=False)

    def offer(self, keys: Sequence[str]) -> Self:
        """Offer all versions."""
        self.old.choices = self.new.choices = [(key, key) for key in keys]
        return self

    def value(self) -> tuple[str, str] | None:
        """The two keys, once both are chosen."""
        return (self.old.data, self.new.data) if self.old.data and self.new.data else None
