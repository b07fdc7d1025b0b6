"""Forms of the yearly confirmation: the answer to one row, and the lower rows together."""

from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired

from portal.risks.affirmations import Affirmed
from portal.risks.rules import Grade
from portal.web import Form


class AnswerForm(Form):
    """Unchanged or changed; "gone" is asked its reason on a page of its own."""

    answer = RadioField(
        validators=[InputRequired()],
        choices=[(one.value, "") for one in (Affirmed.UNCHANGED, Affirmed.CHANGED)],
    )

    def value(self) -> Affirmed:
        """The answer that was pressed."""
        return Affirmed(self.answer.data)


class RestForm(Form):
    """The grades whose rows are answered together."""

    grades = SelectMultipleField(validators=[InputRequired()], choices=[(grade.value, "") for grade in Grade])

    def value(self) -> list[Grade]:
        """The grades."""
        return [Grade(value) for value in self.grades.data or ()]
