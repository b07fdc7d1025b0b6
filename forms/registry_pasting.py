"""The form of rows that are copied from a spreadsheet into a list."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.web import Form

MOST_CHARACTERS = 100_000


class Block(NamedTuple):
    """What was copied: lines of cells with tabs between them, and the column that the first of them fills."""

    text: str
    first: str


class PasteForm(Form):
    """Paste, look at what was read, then enter it."""

    text = TextAreaField(
        _l("Rows copied from Excel"),
        [
            InputRequired(_l("Copy the rows in Excel, then paste them here.")),
            Length(max=MOST_CHARACTERS, message=_l("This is too much at once; paste fewer rows.")),
        ],
        render_kw={"rows": 6},
    )
    first = HiddenField()
    enter = HiddenField()

    def value(self) -> Block:
        """What was copied."""
        return Block(self.text.data or "", self.first.data or "")
