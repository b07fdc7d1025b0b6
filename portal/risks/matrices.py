"""Matrices as an administrator defines them: what is drawn, what is wrong with it, the method that it makes. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import product
from typing import NamedTuple

from portal.risks.methods import Factor, Method, MethodKind, Step, shipped_methods
from portal.risks.rules import Grade

SIZES = range(3, 7)
"""Steps that a factor of a matrix may have."""

USUAL = "ls5@1.0"
"""The matrix whose factors a new one begins with."""

Place = tuple[int, int]
"""A cell by the places of its steps, counted from the lowest: likelihood, severity."""


class DrawnStep(NamedTuple):
    """A step of a factor as it is typed; `value` is None while it is missing."""

    value: Decimal | None
    words: str


@dataclass(frozen=True)
class Axis:
    """A factor of a matrix as it is typed: its name, its steps from the lowest up."""

    name: str
    steps: Sequence[DrawnStep]


@dataclass(frozen=True)
class DrawnMatrix:
    """A matrix as it is drawn: name, short name, why it is defined, both factors, the grades of its cells."""

    name: str
    family: str
    reason: str
    likelihood: Axis
    severity: Axis
    cells: Mapping[Place, Grade | None]

    @property
    def whole(self) -> bool:
        """Whether it may be used."""
        return bool(self.name) and not flaws(self)

    def method(self, version: str, base: Method | None) -> Method:
        """The method that it makes, once it is whole; English words that stay are those of `base`."""
        return method_drawn(self, version, english_of(base) if base else {})

    @property
    def axes(self) -> Mapping[str, Axis]:
        """Both factors by their code."""
        return {"L": self.likelihood, "S": self.severity}


def blank_matrix(rows: int, columns: int) -> DrawnMatrix:
    """A matrix to begin with: the usual factors, values from 1 up, neither words nor grades."""
    likelihood, severity = shipped_methods()[USUAL].factors
    steps = [
        tuple(DrawnStep(Decimal(number), "") for number in range(1, size + 1)) for size in (rows, columns)
    ]
    return DrawnMatrix("", "", "", Axis(likelihood.zh, steps[0]), Axis(severity.zh, steps[1]), {})


class MatrixFlaw(Enum):
    """What may be wrong with a matrix."""

    SIZE = "size"
    NO_VALUE = "no_value"
    NOT_POSITIVE = "not_positive"
    NOT_RISING = "not_rising"
    NO_WORDS = "no_words"
    EMPTY_CELL = "empty_cell"
    FALLING = "falling"


class Flawed(NamedTuple):
    """A flaw and where it stands: a step by the code of its factor and its place, or a cell by its place.

    `below`: the cell that has a higher grade though it has a lower likelihood or severity.
    """

    flaw: MatrixFlaw
    factor: str = ""
    place: Place = (0, 0)
    below: Place | None = None


def flaws(drawn: DrawnMatrix) -> list[Flawed]:
    """Everything wrong with a matrix, steps before cells; nothing: it may be used."""
    found = [flaw for code, axis in drawn.axes.items() for flaw in _of_axis(code, axis)]
    return found + list(_of_cells(drawn))


def _of_axis(code: str, axis: Axis) -> Iterator[Flawed]:
    if len(axis.steps) not in SIZES:
        yield Flawed(MatrixFlaw.SIZE, code)
    before: Decimal | None = None
    for place, step in enumerate(axis.steps):
        if not step.words:
            yield Flawed(MatrixFlaw.NO_WORDS, code, (place, place))
        if step.value is None:
            yield Flawed(MatrixFlaw.NO_VALUE, code, (place, place))
            continue
        if step.value <= 0:
            yield Flawed(MatrixFlaw.NOT_POSITIVE, code, (place, place))
        elif before is not None and step.value <= before:
            yield Flawed(MatrixFlaw.NOT_RISING, code, (place, place))
        before = step.value


def _of_cells(drawn: DrawnMatrix) -> Iterator[Flawed]:
    """Cells without grade, and cells lower than a neighbour of less likelihood or severity."""
    for place in product(range(len(drawn.likelihood.steps)), range(len(drawn.severity.steps))):
        grade = drawn.cells.get(place)
        if grade is None:
            yield Flawed(MatrixFlaw.EMPTY_CELL, place=place)
            continue
        for below in ((place[0] - 1, place[1]), (place[0], place[1] - 1)):
            lower = drawn.cells.get(below)
            if lower is not None and grade < lower:
                yield Flawed(MatrixFlaw.FALLING, place=place, below=below)


def method_drawn(drawn: DrawnMatrix, version: str, english: Mapping[str, str]) -> Method:
    """The method that a faultless matrix makes. `english`: words that are known already, by the Chinese ones."""
    likelihood, severity = (_factor(code, axis, english) for code, axis in drawn.axes.items())
    values = [[step.value for step in reversed(factor.scale)] for factor in (likelihood, severity)]
    grid = {(values[0][i], values[1][j]): grade for (i, j), grade in drawn.cells.items() if grade}
    return Method(
        key=f"{drawn.family}@{version}", id=drawn.family, version=version, kind=MethodKind.MATRIX,
        zh=drawn.name, en=english.get(drawn.name, drawn.name), formula="", factors=(likelihood, severity), bands=(),
        grid=grid, active=False, valid_from=None, valid_to=None,
    )  # fmt: skip


def drawing_of(used: Method, reason: str = "") -> DrawnMatrix:
    """A matrix as its form shows it. Raises ValueError for a method that is none."""
    if used.kind is not MethodKind.MATRIX:
        raise ValueError(f"{used.key} is no matrix")
    likelihood, severity = (factor.scale[::-1] for factor in used.factors)
    cells = {
        (i, j): used.grid[row.value, column.value]
        for (i, row), (j, column) in product(enumerate(likelihood), enumerate(severity))
    }
    rows, columns = (_axis(factor) for factor in used.factors)
    return DrawnMatrix(used.zh, used.id, reason, rows, columns, cells)


def english_of(used: Method) -> dict[str, str]:
    """The English words of a method by the Chinese ones, so that a copy keeps those that stay."""
    named = [(used.zh, used.en), *((factor.zh, factor.en) for factor in used.factors)]
    return dict(named + [(step.zh, step.en) for factor in used.factors for step in factor.scale])


def _factor(code: str, axis: Axis, english: Mapping[str, str]) -> Factor:
    steps = (
        Step(step.value, step.words, english.get(step.words, step.words))
        for step in reversed(axis.steps)
        if step.value is not None
    )
    return Factor(code, axis.name, english.get(axis.name, axis.name), tuple(steps))


def _axis(factor: Factor) -> Axis:
    return Axis(factor.zh, [DrawnStep(step.value, step.zh) for step in reversed(factor.scale)])
