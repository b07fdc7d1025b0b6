"""What a page shows of a grade: the arithmetic in words, the matrix, what would lower it, the risk before controls."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from flask_babel import gettext as _

from portal.risks.catalogue import CatalogueRow
from portal.risks.grading import Arithmetic, Result, StepDown, explain
from portal.risks.known_methods import known_method
from portal.risks.methods import Band, Method, MethodKind, plain
from portal.risks.model import Risk
from portal.risks.rules import Grade, GradeSource
from portal.web.words import in_language, label


class MatrixRow(NamedTuple):
    """A row of a matrix: the value of the likelihood, its words, the cells and whether each is the chosen one."""

    value: str
    words: str
    cells: Sequence[tuple[Grade, bool]]


class Matrix(NamedTuple):
    """A matrix as a page shows it: both factors in words, severities from the lowest, likelihoods from the highest."""

    likelihood: str
    severity: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[MatrixRow]


@dataclass(frozen=True)
class Worked:
    """A result in words: its formula, its band, its matrix, and what would lower it."""

    arithmetic: Arithmetic

    @property
    def grade(self) -> Grade:
        """What came out."""
        return self.arithmetic.grade

    @property
    def formula(self) -> str:
        """The product with its values, such as 3 × 6 × 15 = 270; a matrix without bands has a cell, no product."""
        values = " × ".join(plain(one.step.value) for one in self.arithmetic.chosen)
        return f"{values} = {plain(self.arithmetic.product)}" if self.arithmetic.band else values

    @property
    def band(self) -> str:
        """The range of products of this grade, such as 160 < D ≤ 320; empty where cells alone say it."""
        return band_words(self.arithmetic.method, self.arithmetic.band) if self.arithmetic.band else ""

    @property
    def down(self) -> list[str]:
        """For each factor that can: to which value it must fall, alone, for the grade to fall; the nearest first."""
        steps = sorted((step for _factor, step in self.arithmetic.down if step), key=lambda step: step.steps)
        return [_way_down(self.arithmetic.method, step) for step in steps]

    @property
    def matrix(self) -> Matrix | None:
        """The matrix, if the method is one, with the chosen cell marked."""
        values = {one.factor.code: one.step.value for one in self.arithmetic.chosen}
        return matrix(self.arithmetic.method, (values.get("L"), values.get("S")))


@dataclass(frozen=True)
class Graded:
    """A risk's grade and how it came about: as it stands with its controls, and before controls where that is said."""

    risk: Risk
    residual: Worked | None
    inherent: Worked | None = None

    @property
    def above_inherent(self) -> bool:
        """Whether the risk with its controls is said to be graver than without them: one of the two is wrong."""
        risk, before = self.residual, self.inherent
        return risk is not None and before is not None and risk.grade > before.grade

    @property
    def held(self) -> str:
        """What holds the grade above what the method alone says; empty where the method says it."""
        held_by = self.risk.judgement.held_by
        if not held_by or GradeSource.METHOD in held_by:
            return ""
        return "、".join(label(source) for source in held_by)

    @property
    def matched(self) -> CatalogueRow | None:
        """The row of the catalogue."""
        return self.risk.catalogue_row


def graded(risk: Risk) -> Graded:
    """A risk's grade and how it came about. No statement; 1 where a published method counts."""
    if risk.method is None:
        return Graded(risk, None)
    used = known_method(risk.method)
    found = (worked(used, result) if result else None for result in (risk.result, risk.inherent))
    return Graded(risk, *found)


def worked(used: Method, result: Result) -> Worked:
    """A result of a method in words."""
    return Worked(explain(used, result))


def matrix(used: Method, chosen: tuple[Decimal | None, Decimal | None] = (None, None)) -> Matrix | None:
    """The matrix of a method; None for a method that is none."""
    if used.kind is not MethodKind.MATRIX:
        return None
    likelihood, severity = used.factors
    columns = severity.scale[::-1]
    return Matrix(
        likelihood=in_language(likelihood.zh, likelihood.en),
        severity=in_language(severity.zh, severity.en),
        columns=[(plain(step.value), in_language(step.zh, step.en)) for step in columns],
        rows=[
            MatrixRow(
                plain(row.value),
                in_language(row.zh, row.en),
                [
                    (used.grid[row.value, column.value], (row.value, column.value) == chosen)
                    for column in columns
                ],
            )
            for row in likelihood.scale
        ],
    )


def _letter(used: Method) -> str:
    """The letter of the product, such as D."""
    return used.formula.split(" ")[0]


def _way_down(used: Method, step: StepDown) -> str:
    words: dict[str, Any] = {
        "factor": f"{step.factor.code} {in_language(step.factor.zh, step.factor.en)}",
        "value": plain(step.step.value),
        "words": in_language(step.step.zh, step.step.en),
        "grade": label(step.grade),
    }
    if not used.bands:
        return str(_("%(factor)s down to %(value)s (%(words)s): %(grade)s", **words))
    letter, product = _letter(used), plain(step.product)
    return str(
        _(
            "%(factor)s down to %(value)s (%(words)s): %(letter)s = %(product)s, %(grade)s",
            letter=letter, product=product, **words,
        )
    )  # fmt: skip


def band_words(used: Method, band: Band) -> str:
    """The range of products of a band, such as 160 < D ≤ 320."""
    letter = _letter(used)
    if band.ceiling is None and band.floor is not None:
        return f"{letter} {'≥' if band.floor_belongs else '>'} {plain(band.floor)}"
    floor = f"{plain(band.floor)} {'≤' if band.floor_belongs else '<'} " if band.floor is not None else ""
    return f"{floor}{letter} {'≤' if band.ceiling_belongs else '<'} {plain(band.ceiling or Decimal(0))}"
