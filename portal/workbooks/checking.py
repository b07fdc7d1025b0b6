"""One look through a whole workbook: from its bytes to what would happen to each row. Writes nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.audit import plain
from portal.problems import Refused
from portal.risks.weighing import Weighed, differences
from portal.risks.wishes import RowFate, Wish
from portal.spreadsheets.book import Book
from portal.workbooks.columns import FACTORS, columns
from portal.workbooks.headers import JOINT
from portal.workbooks.records import wishes
from portal.workbooks.rules import CHANGES_KEPT, FINDINGS_KEPT, SKIPPED_KEPT, Finding
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
    weighed: Iterable[Weighed], listed: Listed, table: Table, mapping: Mapping[int, str]
) -> dict[str, Any]:
    """What the page shows of a check, as the columns of a Workbook. Looks at each row once."""
    counts, found, changes = Counter[RowFate](), list[Finding](), list[dict[str, Any]]()
    for one in weighed:
        counts[one.fate] += 1
        found += _findings(one, table, mapping)
        if one.fate is RowFate.CHANGED and len(changes) < CHANGES_KEPT:
            changes.append(_change(one))
    return {
        "counts_kept": [counts[fate] for fate in RowFate],
        "findings_kept": [finding.plain() for finding in found[:FINDINGS_KEPT]],
        "changes": changes,
        "skipped": [list(one) for one in listed.skipped[:SKIPPED_KEPT]],
    }


def _findings(one: Weighed, table: Table, mapping: Mapping[int, str]) -> Iterator[Finding]:
    """The cells of a row that cannot stand. A flaw of a column that the list lacks is at its grade or name."""
    if not one.flaws:
        return
    at = {key: column for column, key in mapping.items()}
    for flaw in one.flaws:
        column = at.get(flaw.column, at.get("grade" if flaw.column in FACTORS else "name", at["name"]))
        own = table.heads[column].split(JOINT)[-1] if column < len(table.heads) else ""
        head = own if flaw.column in at else columns()[flaw.column].head
        yield Finding(one.wish.line, column, head, flaw.code, flaw.values)


def plain_values(part: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON knows them; the page of the owner shows people by their names."""
    return {name: plain(value) for name, value in part.items()}


def _change(one: Weighed) -> dict[str, Any]:
    assert one.risk is not None
    before, after = (plain_values(part) for part in differences(one))
    fields = [[name, before.get(name), after.get(name)] for name in after]
    return {
        "line": one.wish.line,
        "code": one.risk.code,
        "key": one.risk.key,
        "name": one.risk.name,
        "fields": fields,
    }
