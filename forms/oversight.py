"""Filters of the lists behind the overview's numbers, kept in the address."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from portal.oversight.queries import Chosen
from portal.oversight.raised import Narrowed
from portal.oversight.rules import Standing
from portal.registry.regions import towns
from portal.risks.rules import Grade
from portal.web import FilterForm, Form, tidy
from portal.web.words import label

FILED = "filed"
"""Whoever has filed, however it stands now."""


class _Filter(FilterForm):
    words = StringField(_l("Enterprise"), filters=[tidy])
    region_code = SelectField(_l("Town"))

    def offer(self) -> None:
        """Offer the towns."""
        self.region_code.choices = [("", _l("All")), *((town.code, town.name) for town in towns())]


class StandingFilter(_Filter):
    """Which enterprises."""

    standing = SelectField(_l("Standing"))
    above_designated = BooleanField(_l("Above designated size only"))
    change_overdue = BooleanField(_l("Change report overdue only"))

    def offer(self) -> None:
        """Offer towns and standings."""
        super().offer()
        self.standing.choices = [
            ("", _l("All")), (FILED, _l("Filed (in review, sent back or checked)")),
            *((s.value, label(s)) for s in Standing),
        ]  # fmt: skip

    def value(self) -> Chosen:
        """What was chosen."""
        known = self.standing.data in {s.value for s in Standing}
        return Chosen(
            self.region_code.data or "", Standing(self.standing.data) if known else None, self.standing.data == FILED,
            bool(self.above_designated.data), bool(self.change_overdue.data), self.words.data or "",
        )  # fmt: skip


class ExportForm(Form):
    """What an export is for: it carries names and phones out of the portal."""

    reason = StringField(
        _l("What the list is for"),
        [InputRequired(_l("Write what the list is for.")), Length(max=100)],
        filters=[tidy],
    )

    def value(self) -> str:
        """The reason."""
        return self.reason.data or ""


class RiskFilter(_Filter):
    """Which risks."""

    grade = SelectField(_l("Grade"))

    def offer(self) -> None:
        """Offer towns and the two grades that are reported."""
        super().offer()
        self.grade.choices = [(g.value, label(g)) for g in (Grade.MAJOR, Grade.LARGER)]

    def value(self) -> tuple[str, Grade, str]:
        """Town, grade, words."""
        grade = Grade(self.grade.data) if self.grade.data in {g.value for g in Grade} else Grade.MAJOR
        return self.region_code.data or "", grade, self.words.data or ""


class RaisedFilter(_Filter):
    """Which of the risks that are raised now."""

    def value(self) -> Narrowed:
        """Town and words."""
        return Narrowed(self.region_code.data or "", self.words.data or "")
