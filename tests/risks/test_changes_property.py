"""Whatever is changed in a copy of last year's register, the comparison names exactly that and nothing else."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.filings.comparing import compare
from portal.risks.snapshot import ROW_SECTIONS

FIELDS = {
    "place": "冲压车间", "name": "冲床", "grade": "larger", "identified_on": "2026-10-08", "consequence": "重伤",
    "responsible_person": "赵六", "had_accident": False, "accident_types": ["2025-04"],
}  # fmt: skip
OTHER: dict[str, Any] = {
    "place": "三号厂房", "name": "剪板机", "grade": "major", "identified_on": "2027-01-08", "consequence": "死亡",
    "responsible_person": "钱七", "had_accident": True, "accident_types": ["2025-05", "2025-04"],
}  # fmt: skip

registers = st.integers(1, 8).map(
    lambda number: {f"k{i}": {"code": f"R{i:03d}", **FIELDS} for i in range(number)}
)


def content(risks: dict[str, Any]) -> dict[str, Any]:
    return {"enterprise": {"name": "某厂"}, "risks": risks, "counts": {"major": 0}}


@settings(max_examples=60, deadline=None)
@given(registers, st.data())
def test_the_comparison_lists_exactly_the_fields_that_were_changed(register, data):
    places = [(key, field) for key in register for field in FIELDS]
    chosen = set(data.draw(st.lists(st.sampled_from(places), unique=True)))
    copied = copy.deepcopy(register)
    for key, field in chosen:
        copied[key][field] = OTHER[field]
    found = compare(content(register), content(copied), ROW_SECTIONS)
    listed = [(row.path.split("/")[2], change.path.strip("/")) for row in found for change in row.fields]
    assert len(listed) == len(set(listed))
    assert {(key, field.split("/")[0]) for key, field in listed} == chosen
