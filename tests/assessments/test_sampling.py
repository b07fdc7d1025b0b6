"""Which items are drawn for a look on the spot."""

import pytest

from portal.assessments.sampling import DrawReason, draw
from portal.assessments.versions import shipped

LEVEL_3 = shipped()["gbt33000-level3@2026.1"]
ROWS = {one.id: {"earned": "1", "points": "1", "not_applicable": False} for one in LEVEL_3.items}


def ids(seed: str, size: int = 20) -> list[str]:
    return [one.item.id for one in draw(LEVEL_3, ROWS, seed, size)]


def test_the_draw_of_a_filing_is_the_same_at_each_look() -> None:
    assert ids("abc") == ids("abc")
    assert ids("abc") != ids("abd")


@pytest.mark.parametrize(("asked", "drawn"), [(1, 1), (20, 20), (21, 21), (500, 183)])
def test_so_many_items_are_drawn_as_were_asked_for(asked: int, drawn: int) -> None:
    assert len(set(ids("abc", asked))) == drawn


def test_half_are_drawn_by_risk_and_half_by_chance() -> None:
    drawn = draw(LEVEL_3, ROWS, "abc", 20)
    assert sum(DrawReason.CHANCE in one.reasons for one in drawn) == 10


def test_veto_items_come_up_far_more_often_than_others() -> None:
    veto = {one.id for one in LEVEL_3.items if one.veto}
    found = [key for number in range(200) for key in ids(f"filing {number}")]
    times = {key: found.count(key) for key in ROWS}
    mean = sum(times.values()) / len(times)
    assert min(times[key] for key in veto) > 1.5 * mean
