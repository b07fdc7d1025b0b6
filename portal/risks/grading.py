"""Grading by a method: the grade of chosen values, the arithmetic behind it, and the way one grade down."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import prod
from typing import Any, NamedTuple

from portal.risks.methods import Band, Cell, Factor, Method, MethodKind, Step
from portal.risks.rules import Grade

Values = Mapping[str, Decimal]
"""Values by the code of their factor: L, E, C or L, S."""


class Result(NamedTuple):
    """What a method says: its key (`lec@1.0`), the values, their product (points, no unit) and the grade."""

    method: str
    values: Values
    product: Decimal
    grade: Grade


class ChosenValue(NamedTuple):
    """A factor and the step of its scale that was chosen."""

    factor: Factor
    step: Step


class StepDown(NamedTuple):
    """Lowering one factor alone to `step` gives `product` and a lower `grade`. `steps`: how far on the scale."""

    factor: Factor
    step: Step
    product: Decimal
    grade: Grade
    steps: int


class Arithmetic(NamedTuple):
    """A result with everything that the page shows of it.

    `band`: None for a matrix whose cells alone say the grade; its product says nothing.
    `down` holds for each factor the nearest lower value that lowers the grade, or None where no value of
    this factor alone does; `cheapest` is the one with the fewest steps on its scale, likelihood before the
    others where they are equal, for consequence is hardest to change.
    """

    method: Method
    chosen: tuple[ChosenValue, ...]
    product: Decimal
    grade: Grade
    band: Band | None
    down: tuple[tuple[Factor, StepDown | None], ...]
    cheapest: StepDown | None


def kept(values: Values, result: Result | None) -> dict[str, Any]:
    """Values and what they came to as plain JSON, to be kept with the risk under the method's key."""
    return {
        "values": {code: format(value, "f") for code, value in values.items()},
        "product": format(result.product, "f") if result else None,
        "grade": result.grade.value if result else None,
    }


def kept_values(found: Mapping[str, Any]) -> dict[str, Decimal]:
    """The values of what was kept; some or all may be missing."""
    return {code: Decimal(value) for code, value in found.get("values", {}).items()}


def kept_result(key: str, found: Mapping[str, Any]) -> Result | None:
    """What was kept under a method's key, as it came out then; None while values are missing."""
    if not found or found["grade"] is None:
        return None
    return Result(key, kept_values(found), Decimal(found["product"]), Grade(found["grade"]))


def grade_lec(likelihood: Decimal, exposure: Decimal, consequence: Decimal, bands: Sequence[Band]) -> Grade:
    """Grade by the danger value D = L × E × C (points, no unit).

    `bands` run from the highest down; each knows whether its floor belongs to it.
    Raises ValueError if a factor is not positive.
    Source: Kinney & Wiruth 1976; floors in data/risk/methods.json.
    """
    if min(likelihood, exposure, consequence) <= 0:
        raise ValueError("LEC factors are positive")
    return _band_of(likelihood * exposure * consequence, bands).grade


def grade_matrix(likelihood: Decimal, severity: Decimal, grid: Mapping[Cell, Grade]) -> Grade:
    """Grade by the cell of a likelihood × severity matrix.

    Raises ValueError for values that the matrix does not have.
    Source: the grids of data/risk/methods.json.
    """
    try:
        return grid[likelihood, severity]
    except KeyError:
        raise ValueError(f"the matrix has no cell {likelihood} × {severity}") from None


def assess(used: Method, values: Values) -> Result:
    """The result of a method for one value of each factor.

    Raises ValueError for a value off the scale or a factor without value.
    """
    chosen = _chosen(used, values)
    kept = {one.factor.code: one.step.value for one in chosen}
    return Result(used.key, kept, _product(kept), _grade(used, kept))


def explain(used: Method, result: Result) -> Arithmetic:
    """The arithmetic of a result of the method: factors and their words, product, band, what brings the grade down."""
    down = tuple((factor, _step_down(used, factor, result)) for factor in used.factors)
    reachable = [step for _factor, step in down if step]
    return Arithmetic(
        method=used,
        chosen=_chosen(used, result.values),
        product=result.product,
        grade=result.grade,
        band=_band_of(result.product, used.bands) if used.bands else None,
        down=down,
        cheapest=min(reachable, key=lambda step: step.steps, default=None),
    )


def fits(used: Method, values: Values) -> bool:
    """Whether values of another version stand on the scales of this one: one of each factor and no other."""
    scales = {factor.code: {step.value for step in factor.scale} for factor in used.factors}
    return set(values) == set(scales) and all(value in scales[code] for code, value in values.items())


def _grade(used: Method, values: Values) -> Grade:
    if used.kind is MethodKind.MATRIX:
        return grade_matrix(values["L"], values["S"], used.grid)
    if used.kind is MethodKind.PRODUCT:
        return grade_lec(values["L"], values["E"], values["C"], used.bands)
    raise ValueError(f"{used.key} has no factors")


def _product(values: Values) -> Decimal:
    return prod(values.values(), start=Decimal(1))


def _chosen(used: Method, values: Values) -> tuple[ChosenValue, ...]:
    if set(values) != {factor.code for factor in used.factors}:
        raise ValueError(f"{used.key} needs exactly its own factors")
    return tuple(ChosenValue(factor, factor.step(values[factor.code])) for factor in used.factors)


def _band_of(product: Decimal, bands: Sequence[Band]) -> Band:
    return next(band for band in bands if band.reaches(product))


def _step_down(used: Method, factor: Factor, result: Result) -> StepDown | None:
    lower = [step for step in factor.scale if step.value < result.values[factor.code]]
    for steps, step in enumerate(lower, start=1):
        values = {**result.values, factor.code: step.value}
        grade = _grade(used, values)
        if grade < result.grade:
            return StepDown(factor, step, _product(values), grade, steps)
    return None
