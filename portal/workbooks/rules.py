"""States of a workbook, what was found in its cells, and how many rows fared how. Pure."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple, Self

from portal.workflow import Workflow


class WorkbookState(Enum):
    """Where a workbook stands."""

    READ = "read"
    CHECKED = "checked"
    SAVING = "saving"
    SAVED = "saved"
    CANCELLED = "cancelled"


S = WorkbookState

WORKBOOK = Workflow(
    "workbook",
    ("match", {S.READ, S.CHECKED}, S.CHECKED),
    ("begin", {S.CHECKED}, S.SAVING),
    ("save", {S.CHECKED, S.SAVING}, S.SAVED),
    ("give_up", {S.SAVING}, S.CHECKED),
    ("cancel", {S.READ, S.CHECKED}, S.CANCELLED),
)

MANY_ROWS = 2_000
"""A workbook with more rows is saved in the background, with a notice when it is done."""

FINDINGS_KEPT = 5_000
CHANGES_KEPT = 200
SKIPPED_KEPT = 200


class Finding(NamedTuple):
    """A cell that cannot stand: line and column (from 0) of the sheet, the words of its head, why, and what it held."""

    line: int
    column: int
    head: str
    code: str
    values: Mapping[str, str]

    def plain(self) -> list[Any]:
        """As it is kept."""
        return [self.line, self.column, self.head, self.code, dict(self.values)]

    @classmethod
    def of(cls, kept: list[Any]) -> Self:
        """As it was kept."""
        return cls(*kept)


class Counts(NamedTuple):
    """How many rows fared how."""

    new: int = 0
    changed: int = 0
    same: int = 0
    wrong: int = 0

    @property
    def read(self) -> int:
        """All rows of the list."""
        return sum(self)

    @property
    def good(self) -> int:
        """The rows that may stand."""
        return self.read - self.wrong

    @property
    def written(self) -> int:
        """The rows that are written."""
        return self.new + self.changed
