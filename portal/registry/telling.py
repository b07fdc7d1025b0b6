"""What an enterprise does to tell its facts: answer questions, fill in lists, tick key sectors."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from portal import audit, clock, editing
from portal.access import Actor, require
from portal.db import session, writing
from portal.editing import ATTRIBUTES, Store
from portal.merging import Change
from portal.problems import Refused
from portal.registry.model import Enterprise, FactRow, SafetyProfile, SectorSection
from portal.registry.questions import Part, lists, parts, plain
from portal.registry.told import known_beforehand

ROWS_OF_A_LIST = 300

ANSWERS = Store(lambda row, name: row.answer(name), lambda row, name, value: row.keep(name, value))
"""Sections and rows keep their answers as JSON."""


def tell(enterprise: Enterprise, part: Part, changes: Iterable[Change], *, by: Actor, at: datetime) -> None:
    """Answer questions of a part, each with the answer that the person saw.

    Raises Refused for an answer that cannot stand, Conflict where somebody changed the same one in between.
    """
    require(by, "enterprise.edit", enterprise)
    with writing():
        holder = _holder(enterprise, part, at)
        store = ANSWERS if part.sector else ATTRIBUTES
        written = editing.change(holder, part.fields, changes, at, store)
        if written.after:
            holder.changed_at = at
            _record("edit", holder, written, by, at)


def _holder(enterprise: Enterprise, part: Part, at: datetime) -> SafetyProfile | SectorSection:
    """The row that keeps the part's answers, held until the transaction ends; made with the first answer."""
    current = session()
    editing.lock(enterprise)
    if part.sector:
        statement = select(SectorSection).where(
            SectorSection.enterprise_id == enterprise.id, SectorSection.sector == part.code
        )
        section = current.scalars(statement.execution_options(populate_existing=True)).one_or_none()
        section = section or SectorSection(sector=part.code, answers={}, **_owner(enterprise), changed_at=at)
        section.edition = part.edition
        current.add(section)
        current.flush()
        return section
    mine = select(SafetyProfile).where(SafetyProfile.enterprise_id == enterprise.id)
    profile = current.scalars(mine.execution_options(populate_existing=True)).one_or_none()
    profile = profile or SafetyProfile(**_owner(enterprise), **known_beforehand(enterprise), changed_at=at)
    current.add(profile)
    current.flush()
    return profile


# --- lists ------------------------------------------------------------------------------------------------------


def add_row(
    enterprise: Enterprise, list_code: str, cells: Mapping[str, Any], *, by: Actor, at: datetime
) -> FactRow:
    """Enter a row of a list; `cells` by the names of its columns. Raises Refused, naming the column."""
    require(by, "enterprise.edit", enterprise)
    columns = lists()[list_code].fields
    clean = editing.tidied(columns, {name: cells.get(name) for name in columns}, clock.local_day(at))
    if all(value is None for value in clean.values()):
        raise Refused(_("Fill in at least one column of the new row."), next(iter(columns)))
    with writing() as current:
        editing.lock(enterprise)
        _refuse_too_many(enterprise, list_code)
        row = FactRow(list_code=list_code, cells={}, **_owner(enterprise), changed_at=at)
        for name, value in clean.items():
            row.keep(name, value)
        current.add(row)
        current.flush()
        audit.record("fact_row.add", row, by=by, at=at, after={"list": list_code, **row.cells})
    return row


def add_rows(
    enterprise: Enterprise, list_code: str, rows: Iterable[Mapping[str, Any]], *, by: Actor, at: datetime
) -> list[FactRow]:
    """Enter many rows of a list, all or none. Raises Refused for the first that cannot stand."""
    with writing():
        return [add_row(enterprise, list_code, cells, by=by, at=at) for cells in rows]


def _refuse_too_many(enterprise: Enterprise, list_code: str) -> None:
    living = select(func.count(FactRow.id)).where(
        FactRow.enterprise_id == enterprise.id, FactRow.list_code == list_code, FactRow.removed_at.is_(None)
    )
    if session().scalars(living).one() >= ROWS_OF_A_LIST:
        raise Refused(_("The list is full; %(num)d rows are the most.", num=ROWS_OF_A_LIST))


def edit_row(row: FactRow, changes: Iterable[Change], *, by: Actor, at: datetime) -> None:
    """Change cells of a row, each with what the person saw. Raises Refused, Conflict."""
    require(by, "fact_row.edit", row)
    with writing():
        editing.lock(row)
        if row.removed_at is not None:
            raise Refused(_("This row has been removed; restore it first."))
        written = editing.change(row, row.fact_list.fields, changes, at, ANSWERS)
        if written.after:
            row.changed_at = at
            _record("edit", row, written, by, at)


def remove_row(row: FactRow, *, by: Actor, at: datetime) -> None:
    """Take a row out of its list; what was filed keeps it. Again: no effect."""
    require(by, "fact_row.remove", row)
    with writing():
        editing.lock(row)
        if row.removed_at is None:
            row.removed_at = row.changed_at = at
            audit.record("fact_row.remove", row, by=by, at=at, before=row.cells)


def restore_row(row: FactRow, *, by: Actor, at: datetime) -> None:
    """Take a removed row back into its list. Again: no effect."""
    require(by, "fact_row.restore", row)
    with writing():
        editing.lock(row)
        if row.removed_at is not None:
            row.removed_at, row.changed_at = None, at
            audit.record("fact_row.restore", row, by=by, at=at, after=row.cells)


# --- key sectors ------------------------------------------------------------------------------------------------


def choose_sectors(enterprise: Enterprise, chosen: Change, *, sure: bool, by: Actor, at: datetime) -> None:
    """Tick the key sectors that the enterprise belongs to (codes).

    The answers of one that is unticked are kept and not filed; `sure`: the person knows. Raises Refused without
    that, Conflict where somebody else ticked in between.
    """
    require(by, "enterprise.edit", enterprise)
    with writing():
        editing.lock(enterprise)
        before = list(enterprise.key_sectors)
        offered = {part.code for part in parts().values() if part.sector}
        after = [code for code in parts() if code in chosen.value and code in offered]
        if chosen.seen != before and after != before:
            raise Refused(
                _("Someone else ticked key sectors meanwhile; look at them and tick again."), "chosen"
            )
        if not sure and unticked(enterprise, after):
            raise Refused(_("Confirm what happens to the answers that you have given."), "sure")
        if after != before:
            enterprise.key_sectors = after
            audit.record(
                "enterprise.choose_sectors", enterprise, by=by, at=at, before={"key_sectors": before},
                after={"key_sectors": after},
            )  # fmt: skip


def unticked(enterprise: Enterprise, chosen: Collection[str]) -> list[str]:
    """The key sectors with answers that are ticked and would be no longer. 1 statement."""
    leaving = [code for code in enterprise.key_sectors if code not in chosen]
    statement = select(SectorSection).where(
        SectorSection.enterprise_id == enterprise.id, SectorSection.sector.in_(leaving)
    )
    return [section.sector for section in session().scalars(statement) if any(section.answers.values())]


# --- shared -----------------------------------------------------------------------------------------------------


def _owner(enterprise: Enterprise) -> dict[str, Any]:
    return {"enterprise_id": enterprise.id, "region_path": enterprise.region_path}


def _record(
    verb: str, row: SafetyProfile | SectorSection | FactRow, written: editing.Written, by: Actor, at: datetime
) -> None:
    before = {name: plain(value) for name, value in written.before.items()}
    after = {name: plain(value) for name, value in written.after.items()}
    audit.record(f"{row.__tablename__}.{verb}", row, by=by, at=at, before=before, after=after)
