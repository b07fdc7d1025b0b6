"""What is seen of slips and suggestions by those who hand them out."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from portal.risks.model import Control, Risk
from portal.risks.rules import Grade, code_of
from portal.slips.model import Slip, Suggestion
from portal.slips.rules import SuggestionKind, SuggestionState


class OfferedRow(NamedTuple):
    """A row of the register that a slip may show."""

    key: str
    number: int
    name: str
    unit: str
    place: str
    grade: Grade | None

    @property
    def code(self) -> str:
        """The row's code within the enterprise, such as R007."""
        return code_of(self.number)

    def is_among(self, units: Collection[str], keys: Collection[str]) -> bool:
        """Whether its unit or the row itself was chosen."""
        return self.key in keys or bool(self.unit and self.unit in units)


def rows_of(session: Session, enterprise_id: int) -> list[OfferedRow]:
    """The rows of the register, by unit and number. 1 statement."""
    statement = (
        select(Risk.key, Risk.number, Risk.name, Risk.unit, Risk.place, Risk.grade)
        .where(Risk.enterprise_id == enterprise_id, Risk.removed_at.is_(None))
        .order_by(Risk.unit, Risk.number)
    )
    return [OfferedRow(*row) for row in session.execute(statement)]


class SlipRow(NamedTuple):
    """A slip as the list shows it."""

    key: str
    person: str
    post: str
    rows: int
    made_by: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    suggestions: int
    waiting: int

    def holds(self, at: datetime) -> bool:
        """Whether its link opens at a moment."""
        return self.revoked_at is None and at < self.expires_at


def slips_of(session: Session, enterprise_id: int, limit: int = 100) -> list[SlipRow]:
    """The newest slips of an enterprise with how much they brought. 1 statement."""
    waiting = func.count(case((Suggestion.state == SuggestionState.WAITING, 1)))
    statement = (
        select(Slip, func.count(Suggestion.id), waiting)
        .outerjoin(Suggestion, Suggestion.slip_id == Slip.id)
        .where(Slip.enterprise_id == enterprise_id)
        .group_by(Slip.id)
        .order_by(Slip.id.desc())
        .limit(limit)
    )
    return [_slip_row(slip, number, open_) for slip, number, open_ in session.execute(statement)]


def _slip_row(slip: Slip, number: int, waiting: int) -> SlipRow:
    return SlipRow(
        slip.key, slip.person, slip.post, len(slip.risk_keys), slip.made_by, slip.made_at, slip.expires_at,
        slip.revoked_at, number, waiting,
    )  # fmt: skip


class SuggestionRow(NamedTuple):
    """A suggestion as the list shows it: `about` names the risk or, for a new one, the hazard."""

    id: int
    key: str
    kind: SuggestionKind
    state: SuggestionState
    about: str
    control: str
    words: str
    person: str
    post: str
    added_at: datetime
    has_photo: bool


def suggestions_of(
    session: Session,
    enterprise_id: int,
    states: Sequence[SuggestionState],
    after: int | None = None,
    limit: int = 50,
) -> list[SuggestionRow]:
    """Suggestions in these states, newest first. 1 statement."""
    statement = (
        select(
            Suggestion.id, Suggestion.key, Suggestion.kind, Suggestion.state,
            func.coalesce(Risk.name, Suggestion.title), func.coalesce(Control.text, ""), Suggestion.words,
            Slip.person, Slip.post, Suggestion.added_at, Suggestion.file_key != "",
        )
        .join(Slip, Slip.id == Suggestion.slip_id)
        .outerjoin(Risk, Risk.key == Suggestion.risk_key)
        .outerjoin(Control, Control.key == Suggestion.control_key)
        .where(Suggestion.enterprise_id == enterprise_id, Suggestion.state.in_(states))
        .order_by(Suggestion.id.desc())
        .limit(limit)
    )  # fmt: skip
    if after:
        statement = statement.where(Suggestion.id < after)
    return [SuggestionRow._make(row) for row in session.execute(statement)]


class Waiting(NamedTuple):
    """How many suggestions wait, and since when the oldest does."""

    number: int
    first_at: datetime | None


def waiting_suggestions(session: Session, enterprise_id: int) -> Waiting:
    """What waits to be accepted or declined. 1 statement."""
    statement = select(func.count(), func.min(Suggestion.added_at)).where(
        Suggestion.enterprise_id == enterprise_id, Suggestion.state == SuggestionState.WAITING
    )
    return Waiting(*session.execute(statement).one())


def risk_of(session: Session, suggestion: Suggestion) -> Risk | None:
    """The risk that a suggestion is about; None for a new hazard. 1 statement."""
    return session.scalars(select(Risk).where(Risk.key == suggestion.risk_key)).one_or_none()


def control_of(session: Session, suggestion: Suggestion) -> Control | None:
    """The control that a suggestion is about; None where it is about the risk. 1 statement.

    Nothing is joined to it, for whoever accepts locks the row.
    """
    return session.scalars(select(Control).where(Control.key == suggestion.control_key)).one_or_none()
