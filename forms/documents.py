"""Forms of papers: filter the list, verify a paper."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from portal.documents.kinds import KINDS
from portal.documents.labels import LABELS
from portal.documents.rules import PaperState
from portal.web import FilterForm, tidy

EVERYTHING = ("", _l("All"))


class PaperFilterForm(FilterForm):
    """Filters of the list of papers, kept in the address."""

    words = StringField(_l("Number or enterprise"), filters=[tidy])
    kind = SelectField(
        _l("Kind"), choices=[EVERYTHING, *((kind.code, kind.title) for kind in KINDS.values())], default=""
    )
    state = SelectField(
        _l("State"), choices=[EVERYTHING, *((state.value, LABELS[state]) for state in PaperState)], default=""
    )

    def value(self) -> tuple[str, str, PaperState | None]:
        """Words, kind and state; what is unknown narrows nothing."""
        states = {state.value: state for state in PaperState}
        kind = self.kind.data if self.kind.data in KINDS else ""
        return self.words.data or "", kind, states.get(self.state.data or "")


class CodeForm(FilterForm):
    """The code of a paper, as it stands beside its QR code."""

    code = StringField(_l("Verification code"), description=_l("12 letters and digits beside the QR code."))

    def value(self) -> str:
        """The code without the spaces between its groups, in small letters."""
        return "".join((self.code.data or "").split()).lower()
