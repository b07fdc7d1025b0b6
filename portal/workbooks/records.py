"""From rows of cells to wishes: each cell read by its column, a risk that has several rows put together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from portal.risks.fields import RISK_FIELDS
from portal.risks.rules import ControlKind
from portal.risks.wishes import Flaw, ForAllControls, Wish
from portal.workbooks.columns import CONTROL_KINDS, FACTORS
from portal.workbooks.shapes import Line
from portal.workbooks.values import Unreadable, control_texts, is_empty, read, scale_of

GRADING = (
    "method", "catalogue_code", "condition_answer", "condition_reason", "direct_criteria", "direct_grade",
    "direct_reason",
)  # fmt: skip
LISTS = (*CONTROL_KINDS, "controls")
FOR_ALL = ("level", "frequency", "next_check_on")


def wishes(found: Sequence[Line], mapping: Mapping[int, str], on: date) -> Iterator[Wish]:
    """One wish a risk, in the order of the list."""
    for group in _groups(found, mapping):
        yield _wish(group, mapping, on)


def _groups(found: Iterable[Line], mapping: Mapping[int, str]) -> Iterator[list[Line]]:
    """Rows whose name is merged with the row above belong to one risk."""
    name = next((column for column, key in mapping.items() if key == "name"), None)
    group: list[Line] = []
    for line in found:
        if group and name not in line.continued:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _wish(group: Sequence[Line], mapping: Mapping[int, str], on: date) -> Wish:
    texts = _texts(group, mapping)
    flaws: list[Flaw] = []
    code = read("code", texts.get("code", ""), on)
    given = {key: _value(key, text, on, flaws) for key, text in texts.items() if key not in LISTS}
    lists = {key: _controls(key, texts[key], bool(code), flaws) for key in LISTS if key in texts}
    flaws = [_with_scale(flaw, texts, on) for flaw in flaws]
    if not given.get("name") and not any(flaw.column == "name" for flaw in flaws):
        flaws.append(Flaw("name", "missing"))
    return Wish(
        line=group[0].number,
        code=code,
        facts={key: given[key] for key in RISK_FIELDS if key in given},
        grading={key: given[key] for key in GRADING if key in given},
        factors={key: given[key] for key in FACTORS if key in given},
        grade=given.get("grade"),
        controls={
            ControlKind(key): lists[key] for key in CONTROL_KINDS if lists.get(key) or (code and key in lists)
        },
        loose=lists.get("controls", ()),
        for_all=ForAllControls(*(given.get(key) for key in FOR_ALL)),
        flaws=flaws,
    )


def _texts(group: Sequence[Line], mapping: Mapping[int, str]) -> dict[str, str]:
    """The words of a risk by column; of several rows those of controls one under the other, else the first said."""
    if len(group) == 1:
        cells = group[0].cells
        return {key: cells[column] for column, key in mapping.items() if column < len(cells)}
    texts: dict[str, str] = {}
    for column, key in mapping.items():
        said = [line.cells[column] for line in group if column < len(line.cells) and line.cells[column]]
        texts[key] = "\n".join(dict.fromkeys(said)) if key in LISTS else next(iter(said), "")
    return texts


def _value(key: str, text: str, on: date, flaws: list[Flaw]) -> Any:
    if is_empty(key, text):
        return None
    try:
        return read(key, text, on)
    except Unreadable as problem:
        flaws.append(Flaw(key, problem.code, {**problem.values, "held": text[:60]}))
        return None


def _with_scale(flaw: Flaw, texts: Mapping[str, str], on: date) -> Flaw:
    """Tell of a factor that could not be read which values it may have."""
    if flaw.column not in FACTORS:
        return flaw
    beside = [code for code in FACTORS if texts.get(code)]
    return flaw._replace(values={**flaw.values, "offered": scale_of(flaw.column, beside, on)})


def _controls(key: str, text: str, as_written: bool, flaws: list[Flaw]) -> Sequence[str]:
    if not text or (not as_written and is_empty(key, text)):
        return ()
    try:
        return control_texts(text, as_written=as_written)
    except Unreadable as problem:
        flaws.append(Flaw(key, problem.code, {**problem.values, "held": text[:60]}))
        return ()
