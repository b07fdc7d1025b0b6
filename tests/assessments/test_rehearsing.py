"""Rehearsal of a new version on what was filed, comparison of two versions, the crosswalk to another shape."""

from decimal import Decimal
from typing import Any

import pytest

from portal.access import act_as
from portal.assessments.comparing import Difference, compare
from portal.assessments.crosswalk import alike
from portal.assessments.rehearsing import Rehearsal, rehearse
from portal.assessments.standards import Standard, read_standard
from portal.assessments.versions import shipped
from portal.db import session
from tests.assessments.build_standards import (
    a_signer,
    a_version_in_force,
    an_administrator,
    filed,
    opened,
    the_foreign,
)
from tests.build import AT, OTHER_TOWN
from tests.conftest import StatementCount

ID = "foreign-framework"
POOR = {"A.1.1.1.1-01": {"findings": 5}}
"""Ten of forty points of the first element lost."""


def changed(change: Any = None, version: str = "2027.1") -> Standard:
    """The foreign framework in a version to come."""
    return read_standard(the_foreign(change, version))


def stricter(raw: dict[str, Any]) -> None:
    """A version that asks more for its lowest level."""
    for outcome, least in zip(raw["outcomes"], (500, 495, 490), strict=True):
        outcome["min"] = least


def another_item(raw: dict[str, Any]) -> None:
    """A version in which the first item became another one."""
    raw["items"][0]["id"] = "A.1.1.1.1-09"


def rehearsed(candidate: Standard, *filings: dict[str, Any]) -> Rehearsal:
    """Rehearse as the county with one enterprise for each set of deviations from full marks."""
    county = an_administrator()
    a_version_in_force(county)
    for place, but in enumerate(filings):
        signer = a_signer(**({"town": OTHER_TOWN} if place % 2 else {}))
        filed(signer, f"{ID}@2026.1", but)
    act_as(county)
    return rehearse(session(), candidate, ID, AT.year)


def test_a_stricter_version_moves_those_below_its_thresholds():
    found = rehearsed(changed(stricter), {}, POOR)
    assert (found.rows, found.same) == (2, 1)
    assert found.moves["gold", "gold", "gold"] == 1
    (row,) = found.listed
    assert (row.before, row.worst, row.best, row.result) == ("silver", "", "", Decimal("462.50"))


def test_an_unchanged_version_changes_nothing():
    assert rehearsed(changed(), {}, POOR).listed == []


def test_an_item_of_another_id_is_left_behind_and_counted_at_worst_and_at_best():
    found = rehearsed(changed(another_item), {})
    (row,) = found.listed
    assert dict(found.left_behind) == {"A.1.1.1.1-01": 1}
    assert (row.worst_result, row.best_result, row.worst, row.best) == (
        Decimal("462.50"), Decimal("500.00"), "silver", "gold",
    )  # fmt: skip


def test_towns_are_counted_apart():
    found = rehearsed(changed(stricter), POOR, POOR, {})
    assert sorted(tally[False] for tally in found.towns.values()) == [1, 1]


def test_a_draft_assessment_is_not_rehearsed():
    county = an_administrator()
    a_version_in_force(county)
    opened(a_signer(), f"{ID}@2026.1")
    act_as(county)
    assert rehearse(session(), changed(), ID, AT.year).rows == 0


def test_a_rehearsal_takes_two_statements_whatever_was_filed(statements: StatementCount):
    rehearsed(changed(), {}, {}, {})
    statements.clear()
    rehearse(session(), changed(), ID, AT.year)
    assert statements.count == 2


def test_a_comparison_names_what_came_went_and_changed():
    def change(raw: dict[str, Any]) -> None:
        another_item(raw)
        raw["items"][1]["requirement"] = "企业应当另外建立一项书面要求。"
        raw["items"][1]["evidence"] = ["plan"]

    found = compare(changed(version="2026.1"), changed(change))
    assert [one.id for one in found.added] == ["A.1.1.1.1-09"]
    assert [one.id for one in found.removed] == ["A.1.1.1.1-01"]
    assert [(one.after.id, list(one.parts)) for one in found.changed] == [
        ("A.1.1.1.1-02", [Difference.WORDING, Difference.EVIDENCE])
    ]
    assert found.same == 10


@pytest.mark.parametrize(("title", "expected"), [("策划", "5.1.1"), ("随便", None)])
def test_a_standard_of_another_shape_points_to_what_it_goes_back_to(title: str, expected: str | None):
    def change(raw: dict[str, Any]) -> None:
        raw["elements"][0]["title"]["zh"] = title

    found = alike(changed(change), shipped()["gbt33000-level3@2026.1"], "A.1.1.1.1")
    assert (expected in [one.id for one in found]) == (expected is not None)


def test_where_items_go_on_by_their_ids_nothing_is_pointed_to():
    level3 = shipped()["gbt33000-level3@2026.1"]
    assert alike(level3, level3, "5.1.1") == ()
