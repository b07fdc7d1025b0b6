"""Comparison of snapshots by stable key."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.filings.comparing import Change, compare, row_at

OLD = {
    "facts": {"workers": 60},
    "rows": {"a": {"name": "press", "controls": {"k": {"text": "guard"}}}, "b": {"name": "saw"}},
}


def test_a_row_that_only_one_side_has_is_added_or_removed() -> None:
    new = {"facts": {"workers": 60}, "rows": {"a": OLD["rows"]["a"], "c": {"name": "oven"}}}
    found = {row.path: row.change for row in compare(OLD, new, ["rows"])}
    assert found == {
        "/rows/c": Change.ADDED,
        "/rows/b": Change.REMOVED,
        "/facts": Change.UNCHANGED,
        "/rows/a": Change.UNCHANGED,
    }


def test_a_change_deep_in_a_row_is_named_by_its_path() -> None:
    new = {**OLD, "rows": {**OLD["rows"], "a": {"name": "press", "controls": {"k": {"text": "interlock"}}}}}
    [changed] = [row for row in compare(OLD, new, ["rows"]) if row.change is Change.CHANGED]
    assert (changed.path, changed.fields[0].path) == ("/rows/a", "/controls/k/text")


def test_without_a_base_everything_is_added() -> None:
    assert {row.change for row in compare(None, OLD, ["rows"])} == {Change.ADDED}


def test_a_path_leads_to_its_row_or_to_nothing() -> None:
    assert row_at(OLD, "/rows/a/controls/k/text") == "guard"
    assert row_at(OLD, "/rows/zz") is None


ROWS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.dictionaries(st.sampled_from("xyz"), st.integers(0, 3)),
    max_size=6,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(ROWS, ROWS)
def test_the_comparison_lists_exactly_the_rows_that_differ(old: dict, new: dict) -> None:  # type: ignore[type-arg]
    differing = {key for key in {*old, *new} if old.get(key) != new.get(key)}
    found = compare({"rows": old}, {"rows": new}, ["rows"])
    assert {row.path.split("/")[2] for row in found if row.change is not Change.UNCHANGED} == differing
