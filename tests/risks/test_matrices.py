"""Matrices as they are drawn: sizes, flaws, what they make; files of methods; every cell of every shipped method."""

import json
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from portal.data import load
from portal.risks.grading import assess, explain
from portal.risks.matrices import (
    DrawnStep,
    MatrixFlaw,
    blank_matrix,
    drawing_of,
    english_of,
    flaws,
    method_drawn,
)
from portal.risks.method_files import BadFile, methods_in
from portal.risks.methods import Method, as_row, parse_method, shipped_methods
from portal.risks.rules import Grade
from tests.risks.build_methods import SMALL, STRICT_5, a_drawing

FILE = load("risk/methods.json")
ROWS = [row for row in FILE["rows"] if row["kind"] != "direct"]
SIZES = list(product(range(3, 7), repeat=2))


def drawn_method(*rows: str) -> Method:
    return method_drawn(a_drawing(rows or STRICT_5), "1", {})


# --- every shipped method, worked out from the rule in its data rather than by our code --------------------


def by_the_rule(row: dict, values: tuple[Decimal, ...]) -> str:
    product_of = Decimal(1)
    for value in values:
        product_of *= value
    for band in row["bands"]:
        floor = band["min"]
        if floor is None or (product_of > floor if band["min_exclusive"] else product_of >= floor):
            return band["grade"]
    raise AssertionError(values)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])
def test_every_cell_of_every_shipped_method_is_what_its_rule_says(row):
    used = shipped_methods()[row["key"]]
    codes = [factor.code for factor in used.factors]
    for values in product(*([step.value for step in factor.scale] for factor in used.factors)):
        assert assess(used, dict(zip(codes, values, strict=True))).grade.value == by_the_rule(row, values), (
            values
        )


@pytest.mark.parametrize("row", [row for row in ROWS if "grid_counts" in row], ids=lambda row: row["key"])
def test_every_shipped_matrix_has_as_many_cells_of_each_grade_as_it_says(row):
    grades = [grade.value for grade in shipped_methods()[row["key"]].grid.values()]
    assert {grade.value: grades.count(grade.value) for grade in Grade} == row["grid_counts"]


@pytest.mark.parametrize("row", [row for row in ROWS if row.get("grid")], ids=lambda row: row["key"])
def test_every_shipped_matrix_may_be_drawn_without_flaw(row):
    assert flaws(drawing_of(shipped_methods()[row["key"]])) == []


@pytest.mark.parametrize("key", [row["key"] for row in ROWS])
def test_a_method_written_as_a_row_and_read_again_grades_alike(key):
    used = shipped_methods()[key]
    again = parse_method(json.loads(json.dumps(as_row(used))), {})
    assert (again.factors, again.bands, again.grid, again.kind) == (
        used.factors, used.bands, used.grid, used.kind,
    )  # fmt: skip


# --- drawing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rows", "columns"), SIZES)
def test_a_matrix_of_any_size_from_three_to_six_grades_each_of_its_cells(rows, columns):
    drawn = a_drawing(("1" * columns,) * rows)
    used = method_drawn(drawn, "1", {})
    assert flaws(drawn) == []
    for likelihood, severity in product(range(1, rows + 1), range(1, columns + 1)):
        result = assess(used, {"L": Decimal(likelihood), "S": Decimal(severity)})
        assert (result.grade, result.method) == (Grade.LOW, "rg5@1")


def test_a_matrix_of_seven_steps_is_too_large():
    assert [one.flaw for one in flaws(a_drawing(("1111111",) * 3))] == [MatrixFlaw.SIZE]


def test_a_new_matrix_has_values_and_asks_for_every_meaning_and_every_cell():
    found = [one.flaw for one in flaws(blank_matrix(3, 4))]
    assert (found.count(MatrixFlaw.NO_WORDS), found.count(MatrixFlaw.EMPTY_CELL), len(found)) == (7, 12, 19)


@pytest.mark.parametrize(
    ("rows", "place", "below"),
    [(("134", "223", "112"), (2, 0), (1, 0)), (("234", "321", "111"), (1, 1), (1, 0))],
)
def test_a_grade_that_falls_while_a_factor_rises_is_named_with_the_cell_below(rows, place, below):
    found = flaws(a_drawing(rows))
    assert (MatrixFlaw.FALLING, place, below) in [(one.flaw, one.place, one.below) for one in found]


@pytest.mark.parametrize(
    ("value", "flaw"),
    [(None, MatrixFlaw.NO_VALUE), (Decimal(0), MatrixFlaw.NOT_POSITIVE), (Decimal(1), MatrixFlaw.NOT_RISING)],
)
def test_values_of_a_factor_rise_from_above_zero(value, flaw):
    drawn = a_drawing(SMALL)
    steps = (drawn.likelihood.steps[0], DrawnStep(value, "x"), drawn.likelihood.steps[2])
    found = flaws(replace(drawn, likelihood=replace(drawn.likelihood, steps=steps)))
    assert [(one.flaw, one.factor, one.place[0]) for one in found] == [(flaw, "L", 1)]


def test_a_drawn_matrix_has_its_own_words_and_a_way_down_without_a_product():
    used = drawn_method()
    arithmetic = explain(used, assess(used, {"L": Decimal(5), "S": Decimal(5)}))
    assert (arithmetic.band, arithmetic.grade) == (None, Grade.MAJOR)
    assert [one.step.zh for one in arithmetic.chosen] == ["发生频次第5档", "伤害程度第5档"]
    assert {f.code: step.step.value for f, step in arithmetic.down if step} == {
        "L": Decimal(2),
        "S": Decimal(1),
    }


def test_a_copy_keeps_the_english_of_the_words_that_stay():
    base = shipped_methods()["ls5@1.0"]
    copy = method_drawn(drawing_of(base), "2", english_of(base))
    assert (copy.key, copy.factors, copy.grid) == ("ls5@2", base.factors, base.grid)


# --- files ------------------------------------------------------------------------------------------------


def test_the_shipped_file_is_a_file_of_methods():
    assert [one.key for one in methods_in(FILE)] == [row["key"] for row in ROWS]


def changed(**changes):
    row = next(row for row in ROWS if row["key"] == "ls5@1.0")
    return {**row, "id": "own5", "version": "1", "key": "own5@1", **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "other@1"},
        {"grid": changed()["grid"][:-1]},
        {"grid": [*changed()["grid"][:-1], {"L": 1, "S": 5, "grade": "black"}]},
        {
            "grid": [
                {**cell, "grade": "low" if cell["R"] == 25 else cell["grade"]} for cell in changed()["grid"]
            ]
        },
        {"examples": [{"input": {"L": 1, "S": 1}, "grade": "major"}]},
        {"factors": changed()["factors"][:1]},
        {"kind": "guess"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_file_that_is_not_whole_is_refused(changes):
    with pytest.raises(BadFile):
        methods_in([changed(**changes)])
