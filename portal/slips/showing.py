"""What the pages of slips and suggestions show to the enterprise, gathered once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from forms.slips import AcceptCheckForm, AcceptControlForm, AcceptForm, AcceptWordsForm
from portal.access import Actor
from portal.risks.controls import least_level
from portal.risks.intervals import next_check_day
from portal.risks.model import Control, Risk
from portal.slips import queries
from portal.slips.model import Slip, Suggestion
from portal.slips.queries import OfferedRow
from portal.slips.rules import SUGGESTION, SuggestionKind, SuggestionState
from portal.web.paging import Page, cut
from portal.web.words import label

Acceptance = AcceptForm | AcceptCheckForm | AcceptWordsForm

DECIDED = (SuggestionState.ACCEPTED, SuggestionState.DECLINED)


def suggestion_list(session: Session, actor: Actor, asked: tuple[bool, str, int]) -> Page:
    """One page of suggestions: those that wait, or those decided. `asked`: (decided, cursor, size). 1 statement."""
    decided, after, size = asked
    states = DECIDED if decided else (SuggestionState.WAITING,)
    behind = int(after) if after.isdecimal() else None
    rows = queries.suggestions_of(session, actor.enterprise_id or 0, states, behind, size + 1)
    return cut(rows, size, lambda row: str(row.id))


class SlipPage(NamedTuple):
    """A slip with its rows."""

    slip: Slip
    rows: Sequence[OfferedRow]


def slip_page(session: Session, slip: Slip) -> SlipPage:
    """One slip. 1 statement, and its suggestions when they are read."""
    rows = queries.rows_of(session, slip.enterprise_id)
    return SlipPage(slip, [row for row in rows if row.key in slip.risk_keys])


@dataclass(frozen=True)
class SuggestionPage:
    """A suggestion beside what the register says now. 3 statements at most."""

    suggestion: Suggestion
    risk: Risk | None
    control: Control | None
    offers: Sequence[str]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What was said, in words."""
        said = self.suggestion
        found = [
            (_("Hazard"), said.title),
            (_("Where"), said.place),
            (_("Found"), label(said.result) if said.result else ""),
            (_("In their words"), said.words),
        ]
        return [(words, value) for words, value in found if value]

    @property
    def effect(self) -> str:
        """What acceptance does."""
        about_control = bool(self.suggestion.control_key)
        sentences = {
            SuggestionKind.CHECK: _("Accepting records the check under the holder's name."),
            SuggestionKind.HAZARD: _("Accepting enters the hazard as a new row; you grade it next."),
            SuggestionKind.CHANGE: _("Accepting changes the words of the control.")
            if about_control
            else _("Accepting adds a further control to the risk."),
            SuggestionKind.GONE: _("Accepting removes the control; it can be restored.")
            if about_control
            else _("Accepting removes the risk from the register; it can be restored."),
        }
        return str(sentences[self.suggestion.kind])

    def acceptance(self, on: date) -> Acceptance:
        """The form that acceptance asks for, with what is known."""
        kind, said = self.suggestion.kind, self.suggestion
        if kind is SuggestionKind.CHECK:
            frequency = self.control.frequency if self.control else None
            return AcceptCheckForm(data={"next_check_on": max(on, next_check_day(frequency, said.added_on))})
        if kind is not SuggestionKind.CHANGE:
            return AcceptForm()
        if said.control_key:
            return AcceptWordsForm(data={"text": said.words})
        grade = self.risk.grade if self.risk else None
        return AcceptControlForm(data={"text": said.words, "level": least_level(grade) if grade else None})


def suggestion_page(session: Session, suggestion: Suggestion, actor: Actor) -> SuggestionPage:
    """Gather one suggestion."""
    return SuggestionPage(
        suggestion=suggestion,
        risk=queries.risk_of(session, suggestion) if suggestion.risk_key else None,
        control=queries.control_of(session, suggestion) if suggestion.control_key else None,
        offers=SUGGESTION.offers(suggestion, actor),
    )
