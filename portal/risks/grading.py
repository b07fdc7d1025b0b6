"""Grading by a method: the grade of chosen values, the arithmetic behind it, and the way one grade down."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import prod
from typing import NamedTuple

from portal.risks.methods import Band, Cell, Factor, Method, MethodKind, Step, method
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

    `down` holds for each factor the nearest lower value that lowers the grade, or None where no value of
    this factor alone does; `cheapest` is the one with the fewest steps on its scale, likelihood before the
    others where they are equal, for consequence is hardest to change.
    """

    method: Method
    chosen: tuple[ChosenValue, ...]
    product: Decimal
    grade: Grade
    band: Band
    down: tuple[tuple[Factor, StepDown | None], ...]
    cheapest: StepDown | None


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


def assess(key: str, values: Values) -> Result:
    """The result of the method `key` for one value of each factor.

    Raises KeyError for an unknown method, ValueError for a value off the scale or a factor without value.
    """
    used = method(key)
    chosen = _chosen(used, values)
    kept = {one.factor.code: one.step.value for one in chosen}
    return Result(key, kept, _product(kept), _grade(used, kept))


def explain(result: Result) -> Arithmetic:
    """The arithmetic of a result: factors and their words, product, band, and what brings the grade down."""
    used = method(result.method)
    down = tuple((factor, _step_down(used, factor, result)) for factor in used.factors)
    reachable = [step for _factor, step in down if step]
    return Arithmetic(
        method=used,
        chosen=_chosen(used, result.values),
        product=result.product,
        grade=result.grade,
        band=_band_of(result.product, used.bands),
        down=down,
        cheapest=min(reachable, key=lambda step: step.steps, default=None),
    )


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
