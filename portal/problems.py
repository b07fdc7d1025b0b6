"""What can go wrong in a way that a person can mend: three kinds of Problem, and constraint names in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

Message = Any
"""A translated or lazily translated sentence."""


class Problem(Exception):
    """A refusal told to the person: what is wrong, how to mend it, and at which field."""

    status = 422

    def __init__(self, message: Message, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class Refused(Problem):
    """The input or the moment does not allow it (422)."""


class Forbidden(Problem):
    """The actor has no right to it (403)."""

    status = 403


NOT_FOUND = _l("This page does not exist, or not for you.")


class NotFound(Problem):
    """It does not exist, or not for this actor (404): the two answer alike."""

    status = 404

    def __init__(self, message: Message | None = None, field: str | None = None) -> None:
        super().__init__(message or NOT_FOUND, field)


DEALT_WITH = _l("This was dealt with in the meantime. Look at it again to see who did what.")


class Stale(Problem):
    """Someone else was faster (409)."""

    status = 409


class TooMany(Problem):
    """Asked too often (429)."""

    status = 429


@dataclass(frozen=True)
class FieldConflict:
    """One field that another person changed after it was opened."""

    field: str
    mine: str
    theirs: str
    who: str
    at: Any


class Conflict(Stale):
    """Two people changed the same fields; carries each conflict for the page."""

    def __init__(self, message: Message, conflicts: list[FieldConflict]) -> None:
        super().__init__(message, conflicts[0].field if conflicts else None)
        self.conflicts = conflicts


@dataclass(frozen=True)
class Explanation:
    """The words for a broken constraint."""

    message: Message
    field: str | None = None


_explanations: dict[str, Explanation] = {}


def explain_constraints(words: Mapping[str, Explanation]) -> None:
    """Register what a person is told when the named constraints break."""
    _explanations.update(words)


def from_integrity_error(error: IntegrityError) -> Problem | None:
    """The Refused for a broken constraint, or None if nobody has words for it (a bug)."""
    name = constraint_name(error)
    words = _explanations.get(name or "")
    return Refused(words.message, words.field) if words else None


def constraint_name(error: IntegrityError) -> str | None:
    """Name of the broken constraint. SQLite tells columns, which the naming convention turns into the name."""
    diagnostic = getattr(error.orig, "diag", None)
    if diagnostic is not None:
        return str(diagnostic.constraint_name)
    text = str(error.orig)
    kind, _sep, what = text.partition(" constraint failed: ")
    if kind == "CHECK":
        return what
    if kind != "UNIQUE":
        return None
    columns = [column.split(".") for column in what.split(", ")]
    return "uq_" + "_".join([columns[0][0], *(column[-1] for column in columns)])
