"""Forms of workbooks: the file that is given in, and which of its columns is what."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from portal.web.forms import Form
from portal.workbooks.columns import columns

LEFT_OUT = ""


class GivenForm(Form):
    """A workbook to bring in."""

    file = FileField(
        _l("Excel list"),
        [FileRequired(_l("Choose the file with the list."))],
        description=_l(
            "xlsx, xls or csv, 10 MB and 20,000 rows at most: our template, an export of the register, your own list."
        ),
        render_kw={"accept": ".xlsx,.xls,.csv"},
    )

    def value(self) -> tuple[str, bytes]:
        """The file's name and its bytes."""
        return self.file.data.filename or "", self.file.data.read()


class MatchForm(Form):
    """Which column of the list is what; one select a head, named `column-<number>`."""

    @classmethod
    def over(cls, heads: Iterable[str], mapping: Mapping[int, str]) -> "MatchForm":
        """A form with one select for each head, on what is guessed or was said."""
        choices = [(LEFT_OUT, _l("Leave out")), *((column.key, column.head) for column in columns().values())]
        fields = {
            f"column-{number}": SelectField(
                head, choices=choices, default=mapping.get(number, LEFT_OUT), name=f"column-{number}"
            )
            for number, head in enumerate(heads)
            if head
        }
        made: type[MatchForm] = type("MatchForm", (cls,), fields)
        return made()

    @property
    def asked(self) -> list[tuple[int, SelectField]]:
        """The selects with the number of their column."""
        return [(int(field.name.split("-")[1]), field) for field in self if field.name.startswith("column-")]

    def value(self) -> dict[int, str]:
        """Column (from 0) → key; what is left out is not named."""
        return {number: str(field.data) for number, field in self.asked if field.data}
