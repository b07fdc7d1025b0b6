"""Forms of the working-day calendar."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal.calendar.labels import LABELS
from portal.calendar.rules import Announcement, Marks, YearState
from portal.web import DayField, Form, tidy
from portal.workdays import DayKind

NO_MARK = "none"


class MarkForm(Form):
    """Days in a row, and what they are."""

    first = DayField(_l("First day"), [InputRequired(_l("Write the date like 2026-01-05."))])
    last = DayField(_l("Last day"), [Optional()], description=_l("Leave it empty for a single day."))
    kind = RadioField(
        _l("These days are"),
        [InputRequired(_l("Choose what the days are."))],
        choices=[
            *((kind.value, LABELS[kind]) for kind in DayKind),
            (NO_MARK, _l("As their weekday says (take the mark away)")),
        ],
    )
    name = StringField(_l("Name of the holiday"), [Optional(), Length(max=40)], filters=[tidy])

    def value(self) -> Marks:
        """What was marked."""
        kind = None if self.kind.data == NO_MARK else DayKind(self.kind.data)
        return Marks(self.first.data, self.last.data or self.first.data, kind, self.name.data or "")


class AnnouncementForm(Form):
    """How the year stands, and by which notice."""

    state = RadioField(
        _l("The year is"),
        [InputRequired(_l("Choose how the year stands."))],
        choices=[(state.value, LABELS[state]) for state in YearState],
    )
    notice = StringField(
        _l("Notice"),
        [Optional(), Length(max=120)],
        filters=[tidy],
        description=_l("Title and number of the notice of the State Council's general office."),
    )
    seen = HiddenField(validators=[Length(max=16)])

    def value(self) -> Announcement:
        """What was said."""
        return Announcement(YearState(self.state.data), self.notice.data or "", self.seen.data or "")
