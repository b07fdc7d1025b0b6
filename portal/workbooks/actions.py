"""What is done with workbooks: given in, matched, checked, saved, cancelled; and the register taken out."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import update

from portal import audit, clock, storage
from portal.access import Actor, require
from portal.db import session, writing
from portal.jobs import enqueue
from portal.notices.actions import notify
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.risks.importing import ListOrigin, ListWriter, standing_register
from portal.risks.keeping import keep_change_duty
from portal.risks.weighing import weigh
from portal.spreadsheets.book import Book
from portal.spreadsheets.reading import read
from portal.uploads import shown_name
from portal.workbooks.checking import Listed, results, rows_of, table_of
from portal.workbooks.headers import guess, is_own, signature
from portal.workbooks.model import HeaderMapping, Workbook
from portal.workbooks.queries import confirmed
from portal.workbooks.rules import MANY_ROWS, WORKBOOK, WorkbookState
from portal.workbooks.shapes import Table


class GivenFile(NamedTuple):
    """A file as it was sent."""

    name: str
    content: bytes


class Opened(NamedTuple):
    """A workbook's file, read: the whole, and the list in it."""

    content: bytes
    book: Book
    table: Table


def add(enterprise: Enterprise, given: GivenFile, *, by: Actor, at: datetime) -> Workbook:
    """Take a workbook in. Where its heads are ours, or were confirmed before, it is checked at once.

    Raises Refused (field `file`) for a file that cannot be taken, that holds no list, or that of another
    enterprise.
    """
    require(by, "workbook.add", enterprise)
    name = shown_name(given.name)
    opened = _opened(given.content, name, enterprise)
    heads = opened.table.heads
    said = confirmed(session(), enterprise.id)
    mapping = guess(heads, {head: key for one in said for head, key in one.meanings.items()})
    known = is_own(heads, mapping) or signature(heads) in {one.signature for one in said}
    ready = known and "name" in mapping.values()
    listed = rows_of(opened.table, mapping, clock.local_day(at)) if ready else None
    stored = storage.store(given.content)
    with writing():
        workbook = Workbook(
            enterprise_id=enterprise.id, region_path=enterprise.region_path, name=name, file_key=stored.key,
            digest=stored.sha256, sheet=opened.table.sheet.name, heads=list(heads), mapping=_kept(mapping),
            given_at=at, given_by=by.name, counts_kept=[], findings_kept=[], changes=[], skipped=[],
        )  # fmt: skip
        session().add(workbook)
        session().flush()
        audit.record("workbook.add", workbook, by=by, at=at, after={"name": name, "digest": stored.sha256})
        if listed:
            _check(workbook, opened.table, listed, by=by, at=at)
    return workbook


def match(workbook: Workbook, mapping: Mapping[int, str], *, by: Actor, at: datetime) -> None:
    """Say which column is what, have it remembered, and check every row. Nothing is written into the register.

    `mapping`: column (from 0) → key; columns that it does not name are left out. Raises Refused (field `name`).
    """
    require(by, "workbook.match", workbook)
    if "name" not in mapping.values():
        raise Refused(_("Say which column holds the name of the risk."), "name")
    if len(set(mapping.values())) < len(mapping):
        raise Refused(_("Two columns cannot mean the same; choose one of them."), "name")
    opened = open_file(workbook)
    listed = rows_of(opened.table, mapping, clock.local_day(at))
    with writing():
        session().refresh(workbook)
        workbook.mapping = _kept(mapping)
        _remember(workbook, mapping, by, at)
        meanings = {workbook.heads[column]: key for column, key in mapping.items()}
        audit.record("workbook.match", workbook, by=by, at=at, after={"meanings": meanings})
        _check(workbook, opened.table, listed, by=by, at=at)


def begin(workbook: Workbook, *, by: Actor, at: datetime) -> None:
    """Write the good rows: at once, or in the background where there are many."""
    if workbook.counts.read <= MANY_ROWS:
        save(workbook, by=by, at=at)
        return
    with writing():
        session().refresh(workbook)
        WORKBOOK.move(workbook, "begin", by=by)
        workbook.membership_id, workbook.progress, workbook.trouble = by.membership_id, 0, ""
        audit.record("workbook.begin", workbook, by=by, at=at)
        enqueue("workbooks.save", workbook_id=workbook.id)


def save(workbook: Workbook, *, by: Actor, at: datetime) -> None:
    """Weigh the list against the register as it stands now, and write its good rows: one event for all.

    Raises Refused for a file that can no longer be read, Stale when it was dealt with in the meantime.
    """
    require(by, "workbook.save", workbook)
    opened = open_file(workbook)
    waits = workbook.state is WorkbookState.SAVING
    tell = _progress_of(workbook.id) if waits else _nobody
    listed = rows_of(opened.table, workbook.columns, clock.local_day(at), tell)
    with writing():
        session().refresh(workbook)
        WORKBOOK.move(workbook, "save", by=by)
        origin = ListOrigin(workbook.key, workbook.checked_at)
        writer = ListWriter(_owner(workbook), origin, by=by, at=at)
        _keep(workbook, results(writer.write(listed.wishes), listed, opened.table, workbook.columns))
        workbook.ended_at, workbook.ended_by = at, by.name
        after = {**workbook.counts._asdict(), "file": workbook.digest, "rows": writer.digest}
        audit.record("workbook.save", workbook, by=by, at=at, after=after)
        keep_change_duty(workbook.enterprise_id, at)
        if waits:
            facts = {"name": workbook.name, "good": workbook.counts.good, "wrong": workbook.counts.wrong}
            notify(workbook, "workbook.saved", at=at, thing=workbook, facts=facts)


def give_up(workbook: Workbook, why: str, *, by: Actor, at: datetime) -> None:
    """Say that saving in the background did not work, and why; the workbook can be checked and saved again."""
    with writing():
        session().refresh(workbook)
        WORKBOOK.move(workbook, "give_up", by=by)
        workbook.trouble = why[:300]
        audit.record("workbook.give_up", workbook, by=by, at=at, after={"reason": workbook.trouble})
        notify(
            workbook,
            "workbook.failed",
            at=at,
            thing=workbook,
            facts={"name": workbook.name, "why": why[:300]},
        )


def cancel(workbook: Workbook, *, by: Actor, at: datetime) -> None:
    """Leave a workbook be: nothing of it is written, its file goes. Again: no effect."""
    if workbook.state is WorkbookState.CANCELLED:
        return
    with writing():
        session().refresh(workbook)
        WORKBOOK.move(workbook, "cancel", by=by)
        workbook.ended_at, workbook.ended_by = at, by.name
        audit.record("workbook.cancel", workbook, by=by, at=at)


def record_export(enterprise: Enterprise, filters: str, rows: int, *, by: Actor, at: datetime) -> None:
    """Note that the register was taken out, by which filters and how many rows."""
    require(by, "workbook.export", enterprise)
    with writing():
        audit.record("workbook.export", enterprise, by=by, at=at, after={"filters": filters, "rows": rows})


def open_file(workbook: Workbook) -> Opened:
    """A workbook's file, read anew."""
    return _opened(storage.read(workbook.file_key), workbook.name, _owner(workbook))


def _opened(content: bytes, name: str, enterprise: Enterprise) -> Opened:
    book = read(content, name)
    return Opened(content, book, table_of(book, name, enterprise.code))


def _owner(workbook: Workbook) -> Enterprise:
    return session().get_one(Enterprise, workbook.enterprise_id)


# --- checking ---------------------------------------------------------------------------------------------


def _check(workbook: Workbook, table: Table, listed: Listed, *, by: Actor, at: datetime) -> None:
    """Weigh every row and keep what the page shows of it."""
    WORKBOOK.move(workbook, "match", by=by)
    weighed = weigh(standing_register(_owner(workbook)), listed.wishes, clock.local_day(at))
    _keep(workbook, results(weighed, listed, table, workbook.columns))
    workbook.checked_at, workbook.trouble = at, ""


def _keep(workbook: Workbook, found: Mapping[str, object]) -> None:
    for name, value in found.items():
        setattr(workbook, name, value)


def _kept(mapping: Mapping[int, str]) -> dict[str, str]:
    return {str(column): key for column, key in mapping.items()}


def _nobody(_rows: int) -> None:
    """Nobody waits for the progress."""


def _progress_of(workbook_id: int) -> Callable[[int], None]:
    """Writes how many rows have been read, in a transaction of its own, so that the waiting page sees it."""

    def tell(rows: int) -> None:
        with writing() as current:
            current.execute(update(Workbook).where(Workbook.id == workbook_id).values(progress=rows))

    return tell


def _remember(workbook: Workbook, mapping: Mapping[int, str], by: Actor, at: datetime) -> None:
    """Keep what each head means; said again for the same heads, it takes the place of what was said before."""
    named = signature(workbook.heads)
    kept = next((one for one in confirmed(session(), workbook.enterprise_id) if one.signature == named), None)
    if kept is None:
        kept = HeaderMapping(
            enterprise_id=workbook.enterprise_id, region_path=workbook.region_path, signature=named
        )
        session().add(kept)
    kept.meanings = {head: mapping.get(column, "") for column, head in enumerate(workbook.heads) if head}
    kept.confirmed_at, kept.confirmed_by = at, by.name
