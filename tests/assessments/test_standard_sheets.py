"""A standard as sheets of a workbook and back."""

import json
from typing import Any

import pytest

from portal.assessments.standard_sheets import sheets_of, text_of
from portal.assessments.standards import Standard, read_standard
from portal.assessments.versions import shipped
from tests.assessments.build_standards import the_foreign

STANDARDS = [*shipped().values(), read_standard(the_foreign())]


def without_orders(standard: Standard) -> dict[str, Any]:
    """A standard without the numbers by which its elements are ordered; their order stands in the list."""
    raw = standard.model_dump()
    ordered = [one.id for one in standard.elements]
    for one in raw["elements"]:
        one["order"] = 0
    return {**raw, "ordered": ordered}


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda one: one.id)
def test_a_standard_written_as_sheets_reads_back_as_the_same(standard: Standard) -> None:
    again = read_standard(text_of(sheets_of(standard)))
    assert without_orders(again) == without_orders(standard)


def test_points_of_elements_follow_from_the_items() -> None:
    sheets = sheets_of(STANDARDS[-1])
    column = sheets["条目"][0].index("分值")
    sheets["条目"][1][column] = "12.5"
    assert json.loads(text_of(sheets))["total_points"] == 122.5


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        (lambda sheets: sheets.pop("法规"), "法规: no such sheet"),
        (lambda sheets: sheets["条目"][1].__setitem__(5, "十分"), "条目/2/分值"),
        (lambda sheets: sheets["标准"][-1].__setitem__(1, "{"), "标准/16/等级"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_sheet_and_row(change: Any, flaw: str) -> None:
    sheets = sheets_of(STANDARDS[-1])
    change(sheets)
    with pytest.raises(ValueError, match=flaw):
        text_of(sheets)
