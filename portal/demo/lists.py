"""The register as a list in the story: saved views, a step over many rows, a workbook of the enterprise's own."""

from datetime import datetime
from io import BytesIO

import xlsxwriter

from portal.access import Actor
from portal.db import session
from portal.demo.city import Plain
from portal.demo.registers import Register
from portal.registry.model import Enterprise
from portal.risks import bulk, viewing
from portal.risks.rules import BulkChange, Naming
from portal.workbooks import actions
from portal.workbooks.actions import GivenFile
from portal.workbooks.headers import guess

TITLE_FORMAT = {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}
HEAD_FORMAT = {"bold": True, "border": 1, "bg_color": "#D9E2F3", "align": "center", "text_wrap": True}
CELL_FORMAT = {"border": 1, "text_wrap": True, "valign": "top"}


def save_views(told: Plain, *, by: Actor, at: datetime) -> None:
    """Keep filters of the register under names, for everybody."""
    for view in told["views"]:
        naming = Naming(view["name"], shared=True, opens=False)
        viewing.save(view["query"], naming, by=by, at=at)


def change_many(register: Register, told: Plain, *, by: Actor, at: datetime) -> None:
    """Change rows alike in one step."""
    keys = [register.keys[number] for number in told["rows"]]
    bulk.change(keys, BulkChange(told["values"]), at, by=by, at=at)


def give_workbook(told: Plain, *, by: Actor, at: datetime) -> None:
    """Give in a list as a factory keeps it, say what its columns mean, and leave it there, checked."""
    enterprise = session().get_one(Enterprise, by.enterprise_id)
    workbook = actions.add(enterprise, GivenFile(told["name"], _list(told)), by=by, at=at)
    actions.match(workbook, guess(workbook.heads, {}), by=by, at=at)


def _list(told: Plain) -> bytes:
    """A workbook: a title over all columns, the heads, the rows."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet(told["sheet"])
    title, head, cell = (book.add_format(look) for look in (TITLE_FORMAT, HEAD_FORMAT, CELL_FORMAT))
    sheet.set_column(0, len(told["heads"]) - 1, 14)
    sheet.merge_range(0, 0, 0, len(told["heads"]) - 1, told["title"], title)
    sheet.write_row(1, 0, told["heads"], head)
    for number, row in enumerate(told["list"], start=2):
        sheet.write_row(number, 0, row, cell)
    book.close()
    return target.getvalue()
