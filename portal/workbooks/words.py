"""The sentences about cells and lists: what is wrong and how to mend it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.risks.rules import Grade
from portal.spreadsheets.book import column_name
from portal.web.words import label
from portal.workbooks.rules import Finding

NO_HEADS = _l(
    "No row of heads was found in %(name)s. The list needs a row that names its columns, such as 风险点 or 风险等级."
)
OTHERS_LIST = _l(
    "%(name)s is the list of another enterprise: it names the credit code %(code)s. Choose your own list."
)

FINDING_WORDS: Mapping[str, Any] = {
    "missing": _l("this cannot stay empty; write what can do harm and how"),
    "too_long": _l("%(longest)s characters at most; shorten it"),
    "no_phone": _l("write one phone number, such as 13812345678 or 0513-87654321; it says “%(held)s”"),
    "not_offered": _l("write one of %(offered)s; it says “%(held)s”"),
    "off_scale": _l("write one of %(offered)s; it says “%(held)s”"),
    "no_day": _l("write the date like 2026-01-05; it says “%(held)s”"),
    "no_such_day": _l("the calendar does not have this day; it says “%(held)s”"),
    "in_future": _l("this date lies in the future; give the day on which it was done; it says “%(held)s”"),
    "unknown_accident_type": _l(
        "“%(part)s” is no accident type of GB 6441; write such as %(offered)s, several with 、 between them"
    ),
    "type_was_parted": _l("“%(part)s” of the earlier GB 6441 was parted; write which one it is: %(offered)s"),
    "value_missing": _l("%(method)s needs this value too; write one of %(offered)s"),
    "not_of_method": _l(
        "%(method)s does not have this value; leave it empty, or choose the method that has it"
    ),
    "unknown_catalogue": _l("the catalogue has no row of this code; leave it empty if none fits"),
    "answer_without_catalogue": _l(
        "the condition is answered, but no row of the catalogue is named; name it"
    ),
    "reason_missing": _l("write the reason"),
    "grade_contradicts": _l(
        "the values come to %(sum)s, which is “%(grade)s”, but the list says “%(listed)s”; mend the values, or leave "
        "the grade empty"
    ),
    "grade_held_higher": _l(
        "the register grades this row “%(grade)s” (by values, catalogue or direct judgement), but the list says "
        "“%(listed)s”; grade it anew in the register, or leave the grade empty"
    ),
    "unknown_code": _l("the register has no row %(code)s; leave the code of a new row empty"),
    "removed_row": _l(
        "%(code)s has been removed from the register; restore it there first, or take the row out"
    ),
    "code_twice": _l("row %(line)s names the same code; one row of the list for each"),
    "same_as_line": _l(
        "unit, risk point, place and name are those of row %(line)s; take one of them out, or tell them apart"
    ),
    "check_overdue": _l("the check of a control is overdue; record it, a list cannot put it off"),
    "changed_meanwhile": _l("somebody changed %(code)s after this list was checked; check the list again"),
}

SKIPPED_WORDS: Mapping[str, Any] = {
    "title": _l("title"),
    "total": _l("subtotal or total"),
    "signature": _l("note or signature"),
    "heads": _l("heads again"),
    "section": _l("heading of a section"),
}


def finding_words(finding: Finding) -> str:
    """What is wrong with a cell and how to mend it, without its place."""
    values = {"held": "", **finding.values}
    for name in ("grade", "listed"):
        if name in values:
            values[name] = label(Grade(values[name]))
    return str(FINDING_WORDS[finding.code]) % values


def place_words(finding: Finding) -> str:
    """Where a cell is, as people say it: row 17, column D “Likelihood”."""
    return str(
        _(
            "Row %(row)d, column %(column)s “%(head)s”",
            row=finding.line,
            column=column_name(finding.column),
            head=finding.head,
        )
    )
