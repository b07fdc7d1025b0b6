"""Grading by methods: every boundary, every cell of every shipped matrix, every worked example of the data."""

from datetime import date
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

import pytest

from portal.data import load
from portal.risks.grading import Arithmetic, Result, assess, explain, grade_lec, grade_matrix
from portal.risks.methods import (
    CATALOGUE_CRITERION,
    Method,
    MethodKind,
    criteria,
    newest,
    number,
    shipped_methods,
)
from portal.risks.rules import Grade, GradeSource, Judgement

DATA = load("risk/methods.json")
ROWS = DATA["rows"]
EXAMPLES = [(row["key"], example) for row in ROWS if row["kind"] != "direct" for example in row["examples"]]
CELLS = [(row["key"], cell) for row in ROWS for cell in row.get("grid", ())]
MATRICES = [row["key"] for row in ROWS if row["kind"] == "matrix_product"]
PRODUCTS = [row["key"] for row in ROWS if row["kind"] == "product3"]


def method(key: str) -> Method:
    return shipped_methods()[key]


def explained(result: Result) -> Arithmetic:
    return explain(method(result.method), result)


def values_of(row: dict[str, Any]) -> dict[str, Decimal]:
    return {code: number(row[code]) for code in ("L", "E", "C", "S") if code in row}


@pytest.mark.parametrize(("key", "example"), EXAMPLES)
def test_every_worked_example_comes_out_as_the_data_says(key, example):
    result = assess(method(key), values_of(example["input"]))
    assert (result.product, result.grade) == (
        number(example.get("D", example.get("R"))),
        Grade(example["grade"]),
    )


@pytest.mark.parametrize(("key", "cell"), CELLS)
def test_every_cell_of_every_matrix_has_its_grade_and_its_product(key, cell):
    result = assess(method(key), values_of(cell))
    assert (result.grade, result.product) == (Grade(cell["grade"]), number(cell["R"]))


@pytest.mark.parametrize("key", MATRICES)
def test_a_matrix_and_its_bands_say_the_same(key):
    used = method(key)
    for (likelihood, severity), grade in used.grid.items():
        assert next(band for band in used.bands if band.reaches(likelihood * severity)).grade is grade


@pytest.mark.parametrize("key", MATRICES)
def test_a_matrix_has_a_cell_for_each_pair_of_its_scales(key):
    used = method(key)
    likelihoods, severities = ({step.value for step in factor.scale} for factor in used.factors)
    assert set(used.grid) == {(one, other) for one in likelihoods for other in severities}


@pytest.mark.parametrize("key", MATRICES)
def test_a_matrix_never_falls_while_a_factor_rises(key):
    grid = method(key).grid
    for (likelihood, severity), grade in grid.items():
        assert grid.get((likelihood + 1, severity), Grade.MAJOR) >= grade
        assert grid.get((likelihood, severity + 1), Grade.MAJOR) >= grade


# fmt: off
BOUNDS = [
    ("lec@1.0",   "320.01", Grade.MAJOR),   ("lec@1.0",   "320",  Grade.LARGER),
    ("lec@1.0",   "160.01", Grade.LARGER),  ("lec@1.0",   "160",  Grade.GENERAL),
    ("lec@1.0",   "70.01",  Grade.GENERAL), ("lec@1.0",   "70",   Grade.LOW),
    ("lec@1.0",   "0.05",   Grade.LOW),     ("lec@1.0",   "10000", Grade.MAJOR),
    ("lec@1.0-b", "320",    Grade.MAJOR),   ("lec@1.0-b", "319.99", Grade.LARGER),
    ("lec@1.0-b", "160",    Grade.LARGER),  ("lec@1.0-b", "159.99", Grade.GENERAL),
    ("lec@1.0-b", "70",     Grade.GENERAL), ("lec@1.0-b", "69.99", Grade.LOW),
    ("lec@1.0-c", "270",    Grade.MAJOR),   ("lec@1.0-c", "269.99", Grade.LARGER),
    ("lec@1.0-c", "140",    Grade.LARGER),  ("lec@1.0-c", "139.99", Grade.GENERAL),
    ("lec@1.0-c", "70",     Grade.GENERAL), ("lec@1.0-c", "69.99", Grade.LOW),
]
# fmt: on


@pytest.mark.parametrize(("key", "danger", "grade"), BOUNDS)
def test_a_danger_value_on_a_bound_goes_where_the_version_says(key, danger, grade):
    assert grade_lec(Decimal(danger), Decimal(1), Decimal(1), method(key).bands) is grade


@pytest.mark.parametrize("key", PRODUCTS)
def test_bands_of_a_product_leave_no_gap_and_no_overlap(key):
    bands = method(key).bands
    for upper, lower in pairwise(bands):
        assert (upper.floor, upper.floor_belongs) == (lower.ceiling, not lower.ceiling_belongs)
    assert (bands[0].ceiling, bands[-1].floor) == (None, None)


def test_tenths_are_multiplied_exactly():
    result = assess(method("lec@1.0"), {"L": Decimal("0.1"), "E": Decimal("3"), "C": Decimal("1")})
    assert result.product == Decimal("0.3")


@pytest.mark.parametrize("values", [("0", "1", "1"), ("1", "-1", "1"), ("1", "1", "0")])
def test_a_factor_that_is_not_positive_is_a_bug(values):
    with pytest.raises(ValueError, match="positive"):
        grade_lec(*map(Decimal, values), method("lec@1.0").bands)


def test_a_value_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="L has no value 4"):
        assess(method("lec@1.0"), {"L": Decimal(4), "E": Decimal(6), "C": Decimal(15)})


def test_a_factor_without_value_is_refused():
    with pytest.raises(ValueError, match="exactly its own factors"):
        assess(method("lec@1.0"), {"L": Decimal(3), "E": Decimal(6)})


def test_a_cell_outside_the_matrix_is_refused():
    with pytest.raises(ValueError, match="no cell 5 × 1"):
        grade_matrix(Decimal(5), Decimal(1), method("ls45@1.0").grid)


def test_direct_judgement_has_no_factors_to_assess():
    with pytest.raises(ValueError, match="no factors"):
        assess(method("direct@1.0"), {})


def test_the_method_and_its_version_stay_with_the_result():
    assert (
        assess(method("lec@1.0-b"), {"L": Decimal(1), "E": Decimal(10), "C": Decimal(7)}).method
        == "lec@1.0-b"
    )


# --- the way down -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("example", DATA["step_down_examples"])
def test_the_way_down_by_each_factor_is_that_of_the_data(example):
    arithmetic = explained(assess(method(example["method"]), values_of(example["input"])))
    down = {
        factor.code: (step.step.value, step.product, step.grade) for factor, step in arithmetic.down if step
    }
    assert down == {
        code: (number(step["value"]), number(step.get("D", step.get("R"))), Grade(step["grade"]))
        for code, step in example["down"].items()
    }


@pytest.mark.parametrize("key", [*PRODUCTS, *MATRICES])
def test_the_way_down_is_the_nearest_value_that_lowers_the_grade(key):
    used = method(key)
    highest = assess(method(key), {factor.code: factor.scale[0].value for factor in used.factors})
    for factor, down in explained(highest).down:
        kept = factor.scale[down.steps - 1].value if down else factor.scale[-1].value
        assert assess(method(key), {**highest.values, factor.code: kept}).grade is highest.grade
        assert down is None or down.grade < highest.grade


def test_the_lowest_grade_has_no_way_down():
    arithmetic = explained(assess(method("ls5@1.0"), {"L": Decimal(1), "S": Decimal(5)}))
    assert arithmetic.cheapest is None
    assert [step for _factor, step in arithmetic.down] == [None, None]


def test_a_factor_that_alone_cannot_lower_the_grade_says_so():
    arithmetic = explained(assess(method("lec@1.0"), {"L": Decimal(10), "E": Decimal(10), "C": Decimal(100)}))
    assert [factor.code for factor, step in arithmetic.down if step is None] == ["E"]


def test_the_cheapest_way_down_has_the_fewest_steps():
    arithmetic = explained(assess(method("lec@1.0"), {"L": Decimal(3), "E": Decimal(10), "C": Decimal(40)}))
    steps = {factor.code: step.steps for factor, step in arithmetic.down if step}
    assert arithmetic.cheapest.steps == min(steps.values())


def test_among_equal_ways_down_likelihood_comes_first():
    arithmetic = explained(assess(method("lec@1.0"), {"L": Decimal(3), "E": Decimal(6), "C": Decimal(15)}))
    assert arithmetic.cheapest.factor.code == "L"


def test_the_arithmetic_carries_the_words_of_the_chosen_values():
    arithmetic = explained(assess(method("lec@1.0"), {"L": Decimal(3), "E": Decimal(6), "C": Decimal(15)}))
    assert [(one.factor.code, one.step.zh) for one in arithmetic.chosen] == [
        ("L", "可能，但不经常"), ("E", "每个工作日工作时间内暴露"), ("C", "非常严重：1～2人死亡")
    ]  # fmt: skip
    assert (arithmetic.band.floor, arithmetic.band.ceiling) == (Decimal(160), Decimal(320))


# --- the final grade --------------------------------------------------------------------------------------


def test_grades_are_ordered_by_weight_not_by_letter():
    assert sorted(Grade, reverse=True) == [Grade.MAJOR, Grade.LARGER, Grade.GENERAL, Grade.LOW]


def test_larger_itself_is_larger_or_above():
    assert [grade.larger_or_above for grade in Grade] == [True, True, False, False]


@pytest.mark.parametrize("example", next(row["examples"] for row in ROWS if row["kind"] == "direct"))
def test_the_worked_examples_of_floors_come_out_as_the_data_says(example):
    given = example["input"]
    by_method = assess(method(given["method"]), values_of(given)).grade if given["method"] else None
    hits = [criteria()[code].grade for code in given.get("criteria", ()) if code != CATALOGUE_CRITERION]
    floor = Grade(given["catalogue_min"]) if "catalogue_min" in given else None
    assert by_method == (Grade(example["method_grade"]) if example["method_grade"] else None)
    assert Judgement(by_method, floor, max(hits, default=None)).final is Grade(example["grade"])


def test_the_final_grade_is_the_highest_of_method_floor_and_direct_judgement():
    for sources in product([None, *Grade], repeat=3):
        given = [grade for grade in sources if grade]
        assert Judgement(*sources).final is (max(given) if given else None)


def test_the_sources_that_hold_the_grade_are_named():
    judgement = Judgement(Grade.LOW, Grade.LARGER, Grade.LARGER)
    assert judgement.held_by == (GradeSource.FLOOR, GradeSource.DIRECT)


# --- methods as data --------------------------------------------------------------------------------------


def test_every_method_of_the_data_is_read():
    assert list(shipped_methods()) == [row["key"] for row in ROWS]


def test_only_active_methods_are_offered_lec_first():
    assert [one.key for one in newest(shipped_methods().values(), date(2026, 11, 23))] == [
        "lec@1.0",
        "ls5@1.0",
    ]


def test_no_method_is_offered_before_it_was_in_force():
    assert newest(shipped_methods().values(), date(2021, 1, 31)) == []


def test_a_variant_takes_its_scales_from_the_version_it_names():
    assert method("lec@1.0-b").factors == method("lec@1.0").factors


def test_scales_run_from_the_highest_value_down():
    for one in shipped_methods().values():
        for factor in one.factors:
            values = [step.value for step in factor.scale]
            assert values == sorted(values, reverse=True)


def test_direct_judgement_is_a_method_without_factors():
    assert method("direct@1.0").kind is MethodKind.DIRECT
    assert set(criteria()) == {f"DJ-0{number}" for number in range(2, 8)}
