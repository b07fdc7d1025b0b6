"""A standard as the sheets of a workbook, and back: rows of cells on one side, the text of `standard/1` on the other.

Six sheets: 标准 (one fact a row), 要素, 条目, 否决项, 前置条件, 法规, each with its heads in the first row. What
follows from the rest is not asked: points of elements, paths, orders, whether an item is a veto. Pure; who reads the
file hands over its cells.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from portal.assessments.standards import FORMAT, Standard

Cell = str | int | float | bool | None
Sheets = Mapping[str, Sequence[Sequence[Cell]]]
"""Rows of cells by the name of their sheet."""

Raw = dict[str, Any]


class Column(NamedTuple):
    """A head and the place of its value in the format. `kind`: text, number, flag, list (、), or json as it is."""

    head: str
    place: str
    kind: str = "text"


# fmt: off
FACTS = (
    Column("编号", "id"), Column("版本", "version"), Column("类别", "kind"), Column("名称", "title.zh"),
    Column("英文名称", "title.en"), Column("说明", "description", "json"), Column("依据文件", "source", "json"),
    Column("来源", "source_status"), Column("启用日期", "valid_from"), Column("截止日期", "valid_to"),
    Column("适用规模", "applies_to.size", "list"), Column("适用行业", "applies_to.industries", "list"),
    Column("适用说明", "applies_to.note_zh"), Column("要素层级", "depth_names", "json"),
    Column("得分换算", "conversion", "json"), Column("等级", "outcomes", "json"),
)
ELEMENTS = (
    Column("编号", "id"), Column("上级", "parent"), Column("名称", "title.zh"), Column("英文名称", "title.en"),
    Column("主题", "topics_zh", "json"),
)
ITEMS = (
    Column("编号", "id"), Column("要素", "element"), Column("名称", "title.zh"), Column("英文名称", "title.en"),
    Column("要求", "requirement"), Column("分值", "points", "number"), Column("评分方式", "scoring.type"),
    Column("每处扣分", "scoring.per", "number"), Column("最多扣分", "scoring.max", "number"),
    Column("扣分问题", "scoring.finding"), Column("不符合情形", "scoring.fails_if"),
    Column("分档", "scoring.options", "json"), Column("抽查对象", "scoring.sample"),
    Column("抽查数量", "scoring.sample_size"), Column("合格率下限", "scoring.zero_below", "number"),
    Column("抽查小数位", "scoring.digits", "number"), Column("不得分情形", "scoring.zero_if"),
    Column("追加扣分", "scoring.extra_deduction.points", "number"),
    Column("追加情形", "scoring.extra_deduction.when"), Column("评分说明", "scoring_text"),
    Column("不涉及情形", "not_applicable_when"), Column("否决触发", "veto_rule.trigger"),
    Column("否决后果", "veto_rule.effect"), Column("否决要素", "veto_rule.element"),
    Column("否决理由", "veto_rule.reason"), Column("佐证", "evidence", "list"), Column("考评方法", "check", "list"),
    Column("依据", "legal_basis", "json"), Column("适用层级", "audience", "list"),
    Column("关联风险清单", "risk_link", "flag"),
)
VETOES = (
    Column("编号", "id"), Column("名称", "title.zh"), Column("英文名称", "title.en"), Column("问题", "question"),
    Column("后果", "effect"), Column("须回答", "must_answer", "flag"), Column("理由", "reason"),
    Column("依据", "legal_basis", "json"), Column("相关条目", "items", "list"),
    Column("清单取数", "from_register"),
)
PREREQUISITES = (
    Column("编号", "id"), Column("名称", "title.zh"), Column("英文名称", "title.en"), Column("陈述", "statement"),
    Column("月数", "window_months", "number"), Column("限值", "limits", "json"),
    Column("系统核对", "portal_can_check"), Column("依据", "legal_basis", "json"), Column("来源", "source_status"),
)
LAWS = (
    Column("代码", "code"), Column("名称", "title"), Column("文号", "document_number"), Column("版本", "version"),
    Column("说明", "note_zh"), Column("来源", "source_status"),
)
# fmt: on

TABLES: Mapping[str, tuple[str, Sequence[Column]]] = {
    "要素": ("elements", ELEMENTS),
    "条目": ("items", ITEMS),
    "否决项": ("veto_rules", VETOES),
    "前置条件": ("prerequisites", PREREQUISITES),
    "法规": ("laws", LAWS),
}
FACT_SHEET = "标准"


def sheets_of(standard: Standard) -> dict[str, list[list[str]]]:
    """A standard as sheets; read back they give the same standard."""
    raw: Raw = standard.model_dump(mode="json", exclude_defaults=True)
    raw["laws"] = [{"code": code, **law} for code, law in raw["laws"].items()]
    sheets = {FACT_SHEET: [[one.head, _cell(_at(raw, one.place), one.kind)] for one in FACTS]}
    for name, (part, columns) in TABLES.items():
        heads = [one.head for one in columns]
        rows = [[_cell(_at(row, one.place), one.kind) for one in columns] for row in raw.get(part, ())]
        sheets[name] = [heads, *rows]
    return sheets


def text_of(sheets: Sheets) -> str:
    """The text of `standard/1` that the sheets say. Raises ValueError, one line a flaw, with sheet and row."""
    flaws = [f"{name}: no such sheet" for name in (FACT_SHEET, *TABLES) if name not in sheets]
    if flaws:
        raise ValueError("\n".join(flaws))
    columns = {one.head: one for one in FACTS}
    facts = [
        (f"{FACT_SHEET}/{number}", columns[str(row[0])], row[1]) for number, row in _facts(sheets, columns)
    ]
    raw = _put(facts, flaws)
    for name, (part, known) in TABLES.items():
        raw[part] = [_put(cells, flaws) for cells in _rows(name, sheets[name], known)]
    if flaws:
        raise ValueError("\n".join(flaws))
    _derive(raw)
    return json.dumps({"format": FORMAT, **raw}, ensure_ascii=False)


def _facts(sheets: Sheets, known: Mapping[str, Column]) -> Iterator[tuple[int, Sequence[Cell]]]:
    for number, row in enumerate(sheets[FACT_SHEET], start=1):
        if len(row) > 1 and str(row[0]) in known:
            yield number, row


Placed = tuple[str, Column, Cell]
"""Where a cell stands (sheet and row), its column, what it holds."""


def _rows(name: str, rows: Sequence[Sequence[Cell]], known: Sequence[Column]) -> Iterator[list[Placed]]:
    heads = [str(cell) for cell in rows[0]] if rows else []
    columns = {one.head: one for one in known}
    for number, row in enumerate(rows[1:], start=2):
        if any(cell not in (None, "") for cell in row):
            yield [
                (f"{name}/{number}", columns[head], cell)
                for head, cell in zip(heads, row, strict=False)
                if head in columns
            ]


def _put(cells: Sequence[Placed], flaws: list[str]) -> Raw:
    """Put cells into their places; an empty one leaves its place out."""
    row: Raw = {}
    for where, column, cell in cells:
        if cell in (None, ""):
            continue
        *way, last = column.place.split(".")
        inner = row
        for step in way:
            inner = inner.setdefault(step, {})
        try:
            inner[last] = _value(cell, column.kind)
        except (ArithmeticError, ValueError):
            flaws.append(f"{where}/{column.head}: “{cell}” cannot be read")
    return row


def _value(cell: Cell, kind: str) -> Any:
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    if kind == "number":
        number = Decimal(text)
        return int(number) if number == number.to_integral_value() else float(number)
    if kind == "flag":
        return text in ("是", "True", "1")
    if kind == "list":
        return [part.strip() for part in text.split("、") if part.strip()]
    return json.loads(text) if kind == "json" else text


def _derive(raw: Raw) -> None:
    """Add what follows from the rest: orders, paths, points of elements and of the whole, whether an item is a veto."""
    parents = {one.get("id"): one.get("parent") for one in raw["elements"]}
    sums: dict[Any, Decimal] = {}
    for number, item in enumerate(raw["items"], start=1):
        path = _path(parents, item.get("element"))
        for key in path:
            sums[key] = sums.get(key, Decimal(0)) + Decimal(str(item.get("points", 0)))
        may = "not_applicable_when" in item
        item |= {"order": number, "path": path, "may_be_not_applicable": may, "veto": "veto_rule" in item}
        item.setdefault("veto_rule", None)
        item.setdefault("risk_link", False)
    for number, element in enumerate(raw["elements"], start=1):
        element.setdefault("parent", None)
        element |= {"order": number, "points": float(sums.get(element.get("id"), 0))}
    raw["total_points"] = float(
        sum(sums.get(key, Decimal(0)) for key, parent in parents.items() if parent is None)
    )
    raw["laws"] = {str(one.pop("code", "")): one for one in raw["laws"]}


def _path(parents: Mapping[Any, Any], element: Any) -> list[Any]:
    path: list[Any] = []
    while element is not None and element in parents and element not in path:
        path.insert(0, element)
        element = parents[element]
    return path


def _at(row: Raw, place: str) -> Any:
    found: Any = row
    for step in place.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _cell(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind == "json":
        return json.dumps(value, ensure_ascii=False)
    if kind == "list":
        return "、".join(value)
    return ("是" if value else "否") if kind == "flag" else str(value)
