"""Grading methods from a file: rows of the shape of data/risk/methods.json, checked before they are let in. Pure."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from portal.risks.grading import assess
from portal.risks.matrices import drawing_of, flaws
from portal.risks.methods import Method, MethodKind, number, parse_method
from portal.risks.rules import Grade

FACTORS = {MethodKind.MATRIX: ("L", "S"), MethodKind.PRODUCT: ("L", "E", "C")}
KEY_LENGTH = 20


class BadFile(ValueError):
    """What is wrong with a file, in words for the operator."""


def methods_in(content: Any) -> list[Method]:
    """The methods by factors of a file: one row, a list of rows, or an object with `rows`.

    Direct judgement is left out. Raises BadFile for a row that is not whole, or whose examples come out otherwise.
    """
    found = content.get("rows", [content]) if isinstance(content, Mapping) else content
    try:
        rows = {row["key"]: row for row in found}
        kept = [row for row in rows.values() if MethodKind(row["kind"]) is not MethodKind.DIRECT]
        methods = [parse_method(row, rows) for row in kept]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        why = f"a row lacks {error}" if isinstance(error, KeyError) else str(error)
        raise BadFile(f"not in the shape of data/risk/methods.json: {why}") from error
    for method, row in zip(methods, kept, strict=True):
        for wrong in _wrong(method, row):
            raise BadFile(f"{method.key}: {wrong}")
    return methods


def _wrong(method: Method, row: Mapping[str, Any]) -> Iterator[str]:
    codes = tuple(factor.code for factor in method.factors)
    if codes != FACTORS[method.kind]:
        yield f"its factors are {codes}, not {FACTORS[method.kind]}"
    elif method.key != f"{method.id}@{method.version}" or len(method.key) > KEY_LENGTH:
        yield f"its key is not id@version, or longer than {KEY_LENGTH} characters"
    elif method.kind is MethodKind.MATRIX:
        yield from _wrong_matrix(method)
    else:
        yield from _wrong_bands(method)
    yield from _wrong_examples(method, row)


def _wrong_matrix(method: Method) -> Iterator[str]:
    places = set(product(*({step.value for step in factor.scale} for factor in method.factors)))
    if set(method.grid) != places:
        yield "a cell is missing, or stands on no step"
    else:
        yield from (f"{flaw.flaw.value} at {flaw.place}" for flaw in flaws(drawing_of(method)))


def _wrong_bands(method: Method) -> Iterator[str]:
    if [band.grade for band in method.bands] != list(Grade) or method.bands[-1].floor is not None:
        yield "its bands do not run from major down to low without a floor"
    elif min(step.value for factor in method.factors for step in factor.scale) <= 0:
        yield "a value is not greater than zero"


def _wrong_examples(method: Method, row: Mapping[str, Any]) -> Iterator[str]:
    for example in row.get("examples", ()):
        came_out = assess(method, {code: number(value) for code, value in example["input"].items()}).grade
        if came_out.value != example["grade"]:
            yield f"{example['input']} comes out as {came_out.value}, not {example['grade']}"
