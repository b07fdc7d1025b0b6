"""What a spreadsheet may have, and the words for one that cannot be taken.

Source: the limits of imports, 10 MB packed, 100 MB unpacked, 200 parts, 50 sheets, 20,000 rows × 100 columns.
"""

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.problems import Refused

MEGABYTE = 1024 * 1024
PACKED = 10 * MEGABYTE
UNPACKED = 100 * MEGABYTE
PARTS = 200
SHEETS = 50
ROWS = 20_000
COLUMNS = 100
FIELD = "file"

WORDS = {
    "empty": _l("%(name)s is empty; choose the file again."),
    "too_big": _l("%(name)s has %(size)s; the limit is 10 MB. Split the list, or take pictures out of it."),
    "not_a_table": _l("The content of %(name)s is not a spreadsheet; choose an xlsx, xls or csv file."),
    "unknown": _l("%(name)s cannot be taken: save it as xlsx (xls and csv do as well)."),
    "web_page": _l("%(name)s is a web page under another name; open it in Excel or WPS and save it as xlsx."),
    "macros": _l("%(name)s holds macros; save it as a plain xlsx without macros."),
    "locked": _l("%(name)s has a password; save it without one, then upload it again."),
    "damaged": _l("%(name)s is damaged and cannot be read; open it in Excel or WPS and save it anew."),
    "bomb": _l("%(name)s unpacks to more than 100 MB; save only the list itself as a new workbook."),
    "parts": _l("%(name)s has more than 200 parts (pictures, sheets); save only the list as a new workbook."),
    "sheets": _l("%(name)s has more than 50 sheets; save only the sheet with the list as a new workbook."),
    "far_cell": _l(
        "%(name)s has a filled cell beyond row 20,000 or column CV (100); delete what lies so far out."
    ),
    "doctype": _l(
        "%(name)s holds a document type (DTD), which spreadsheets do not have; save it anew in Excel or WPS."
    ),
    "encoding": _l(
        "The characters of %(name)s are neither UTF-8 nor GB18030; save it as xlsx, or as csv in UTF-8."
    ),
    "too_hard": _l("%(name)s could not be read in time; save only the sheet with the list as a new xlsx."),
    "no_rows": _l("%(name)s has no filled cell; choose the file with the list."),
}
"""What is wrong with a file and how to mend it, one sentence each."""


def refused(why: str, name: str, **values: Any) -> Refused:
    """The refusal of a file, naming it."""
    return Refused(WORDS[why] % {"name": name, **values}, FIELD)
