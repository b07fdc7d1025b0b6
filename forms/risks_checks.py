"""Forms of checks: what is filtered, what was found."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from forms.risks import member_of, words_of
from portal.problems import Refused
from portal.risks.checking import NOTE_LENGTH, Found
from portal.risks.photos import FIELD, KeptPhoto
from portal.risks.rules import CheckResult
from portal.uploads import Upload, accept
from portal.web import DayField, FilterForm, tidy
from portal.web.forms import Form

PHOTOS = {"accept": "image/jpeg,image/png,image/webp", "data-photo": ""}


class DueFilterForm(FilterForm):
    """Whose checks are looked at, kept in the address."""

    person = SelectField(_l("Responsible person"))

    def offer(self, people: Iterable[str]) -> None:
        """Offer those who answer for controls."""
        self.person.choices = [("", _l("All")), *((person, person) for person in people)]

    def value(self) -> str:
        """Who was chosen; empty for everybody."""
        return self.person.data or ""


class PhotoForm(Form):
    """A form that may carry one photo, straight from the camera of a phone."""

    photo = FileField(_l("Photo"), [Optional()], render_kw=PHOTOS)

    def upload(self) -> Upload | None:
        """The photo, checked and re-encoded; None without one. Raises Refused (field `photo`) for what is none."""
        sent: Any = self.photo.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            return None
        try:
            return accept(sent.stream, sent.filename)
        except Refused as problem:
            raise Refused(problem.message, FIELD) from None


class CheckForm(PhotoForm):
    """One check: what was found, in a word, a sentence and a photo, and when the control is checked next."""

    result = RadioField(
        _lp("check", "Result"),
        [InputRequired(_l("Choose what was found."))],
        choices=words_of(CheckResult),
        coerce=member_of(CheckResult),
    )
    note = TextAreaField(_l("Note"), [Optional(), Length(max=NOTE_LENGTH)], filters=[tidy])
    next_check_on = DayField(_l("Next check"), [InputRequired(_l("Choose when it is checked next."))])

    def value(self, photo: KeptPhoto) -> Found:
        """What was found, with the photo as it was stored."""
        return Found(self.result.data, self.next_check_on.data, self.note.data or "", photo)
