"""Words for the states of workbooks, the fates of rows, events and notices."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.notices.labels import register_notices
from portal.risks.wishes import RowFate
from portal.spreadsheets.book import BookKind
from portal.web.words import register_events, register_labels, register_tones
from portal.workbooks.rules import WorkbookState

LABELS = {
    WorkbookState.READ: _l("Columns to confirm"),
    WorkbookState.CHECKED: _lp("workbook", "Checked"),
    WorkbookState.SAVING: _l("Being saved"),
    WorkbookState.SAVED: _l("Imported"),
    WorkbookState.CANCELLED: _l("Cancelled"),
    RowFate.NEW: _lp("row", "New"),
    RowFate.CHANGED: _lp("row", "Changed"),
    RowFate.SAME: _lp("row", "The same"),
    RowFate.WRONG: _lp("row", "With errors"),
    BookKind.XLSX: "xlsx",
    BookKind.XLS: "xls",
    BookKind.CSV: "csv",
}

TONES = {
    WorkbookState.READ: "wait",
    WorkbookState.CHECKED: "wait",
    WorkbookState.SAVING: "wait",
    WorkbookState.SAVED: "ok",
    WorkbookState.CANCELLED: "none",
}

EVENTS = {
    "workbook.add": _l("uploaded a workbook"),
    "workbook.match": _l("said which columns a workbook has"),
    "workbook.begin": _l("had a workbook saved in the background"),
    "workbook.save": _l("imported a workbook into the register"),
    "workbook.give_up": _l("could not save a workbook"),
    "workbook.cancel": _l("cancelled a workbook"),
    "workbook.export": _l("exported the register"),
}

NOTICES = {
    "workbook.saved": _l("Imported: %(name)s, %(good)s rows are right, %(wrong)s have errors"),
    "workbook.failed": _l("Not imported: %(name)s. %(why)s"),
}

register_labels(LABELS)
register_tones(TONES)
register_events(EVENTS)
register_notices(NOTICES)
