"""One look through a whole workbook: from its bytes to what would happen to each row. Writes nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.problems import Refused
from portal.risks.weighing import Weighed
from portal.risks.wishes import RowFate, Wish
from portal.spreadsheets.book import Book
from portal.workbooks.columns import columns
from portal.workbooks.headers import JOINT
from portal.workbooks.records import wishes
from portal.workbooks.rules import CHANGES_KEPT, FINDINGS_KEPT, SKIPPED_KEPT, Counts, Finding
from portal.workbooks.shapes import Skipped, Table, find_table, lines
from portal.workbooks.words import NO_HEADS, OTHERS_LIST

ROWS_A_STEP = 500


@dataclass(frozen=True)
class Listed:
    """The rows of a workbook's list under a mapping, and the rows that are none."""

    wishes: Sequence[Wish]
    skipped: Sequence[Skipped]


def table_of(book: Book, name: str, credit_code: str) -> Table:
    """The list in a workbook. Raises Refused where there is none, or where it names another enterprise."""
    table = find_table(book)
    if table is None:
        raise Refused(NO_HEADS % {"name": name}, "file")
    if table.credit_codes and credit_code not in table.credit_codes:
        code = sorted(table.credit_codes)[0]
        raise Refused(OTHERS_LIST % {"name": name, "code": code}, "file")
    return table


def rows_of(
    table: Table, mapping: Mapping[int, str], on: date, tell: Callable[[int], None] = lambda _rows: None
) -> Listed:
    """Read the rows of a list; `tell` hears now and then how many have been read."""
    found, skipped = lines(table, mapping)
    read: list[Wish] = []
    for wish in wishes(found, mapping, on):
        read.append(wish)
        if len(read) % ROWS_A_STEP == 0:
            tell(len(read))
    return Listed(read, skipped)


# --- what is kept of it for the page ----------------------------------------------------------------------


def results(
    weighed: Sequence[Weighed], skipped: Sequence[Skipped], table: Table, mapping: Mapping[int, str]
) -> dict[str, Any]:
    """What the page shows of a check, as the columns of a Workbook."""
    changed = [one for one in weighed if one.fate is RowFate.CHANGED]
    found = [finding.plain() for finding in findings(weighed, table, mapping)]
    return {
        "counts_kept": list(Counts.of(one.fate for one in weighed)),
        "findings_kept": found[:FINDINGS_KEPT],
        "changes": [_change(one) for one in changed[:CHANGES_KEPT]],
        "skipped": [list(one) for one in skipped[:SKIPPED_KEPT]],
    }


def findings(weighed: Sequence[Weighed], table: Table, mapping: Mapping[int, str]) -> list[Finding]:
    """Every cell that cannot stand, in the order of the list. A flaw of a column that the list lacks is at its name."""
    at = {key: column for column, key in mapping.items()}
    found = []
    for one in weighed:
        for flaw in one.flaws:
            column = at.get(flaw.column, at.get("grade" if flaw.column in "LECS" else "name", 0))
            head = (table.heads[column] if column < len(table.heads) else "").replace(JOINT, "")
            head = head if flaw.column in at else columns()[flaw.column].head
            found.append(Finding(one.wish.line, column, head, flaw.code, flaw.values))
    return found


def _change(one: Weighed) -> dict[str, Any]:
    assert one.risk is not None
    assert one.trial is not None
    names = [*one.before, *(name for name in one.after if name not in one.before)]
    fields = [[name, one.before.get(name), one.after.get(name)] for name in names]
    return {
        "line": one.wish.line,
        "code": one.risk.code,
        "key": one.risk.key,
        "name": one.trial.name,
        "fields": fields,
    }
