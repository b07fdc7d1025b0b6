"""The arithmetic of dynamic management, indicator by indicator, and what it proposes."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from portal.levels.ranking import (
    Group,
    Measured,
    indicators,
    lines_of,
    merged,
    points_of,
    rank,
)
from portal.levels.rules import RankVerdict

GROUP = Group("level3", "medium", "JX")
IN_TIME = timedelta(0)


def a_firm(**facts: Any) -> Measured:
    """A firm about which nothing speaks against."""
    values: dict[str, Any] = {"group": GROUP, "own": Decimal(90), "sample": Decimal(100), "late": IN_TIME}
    return Measured(**{**values, **facts})


def points(code: str, one: Measured) -> Decimal | None:
    return next(line.points for line in lines_of(one) if line.code == code)


def test_the_weights_make_a_hundred() -> None:
    assert [one.weight for one in indicators().values()] == [20, 25, 15, 15, 15, 10]


@pytest.mark.parametrize(
    ("code", "facts", "expected"),
    [
        ("I1", {}, 100),
        ("I1", {"reviewed": Decimal(90)}, 100),
        ("I1", {"reviewed": Decimal("86.5")}, 65),
        ("I1", {"reviewed": Decimal("93.5")}, 65),
        ("I1", {"reviewed": Decimal(70)}, 0),
        ("I2", {"sample": Decimal("87.5")}, Decimal("87.5")),
        ("I2", {"sample": None}, None),
        ("I3", {}, 100),
        ("I3", {"due": 3, "in_time": 2}, Decimal("66.67")),
        ("I3", {"due": 3, "in_time": 0}, 0),
        ("I4", {"overdue_major": 1, "overdue_general": 2}, 70),
        ("I4", {"overdue_major": 6}, 0),
        ("I5", {"late_reports": 1}, 90),
        ("I5", {"late_reports": 11}, 0),
        ("I6", {"late": IN_TIME}, 100),
        ("I6", {"late": timedelta(days=-5)}, 100),
        ("I6", {"late": timedelta(days=1)}, 60),
        ("I6", {"late": timedelta(days=30)}, 60),
        ("I6", {"late": timedelta(days=31)}, 0),
        ("I6", {"late": None}, 0),
    ],
)
def test_an_indicator_counts_as_its_formula_says(code: str, facts: dict[str, Any], expected: Any) -> None:
    assert points(code, a_firm(**facts)) == expected


def test_the_sum_weighs_what_was_measured() -> None:
    worked = a_firm(reviewed=Decimal("86.5"), sample=Decimal(80), due=2, in_time=1, late=timedelta(days=3))
    # 65×20 + 80×25 + 50×15 + 100×15 + 100×15 + 60×10 = 7650
    assert points_of(lines_of(worked)) == Decimal("76.50")


def test_what_nobody_has_measured_leaves_the_base() -> None:
    # (100×20 + 100×15 + 80×15 + 100×15 + 100×10) ÷ 75
    worked = a_firm(sample=None, overdue_major=1)
    assert points_of(lines_of(worked)) == Decimal("96.00")


def test_groups_under_ten_are_merged_with_each_other() -> None:
    small = Group("level3", "medium", "QG")
    into = merged([GROUP] * 10 + [small] * 9)
    assert into == {GROUP: GROUP, small: Group("level3")}
    near = Group("level3", "medium", "FZ")
    assert merged([small] * 9 + [near])[near] == Group("level3", "medium")
    other = Group("level3", "large", "QG")
    assert merged([GROUP] * 12 + [small] * 5 + [other] * 5)[other] == Group("level3")


def firms(count: int) -> dict[str, Measured]:
    """So many firms, each a little worse than the one before."""
    return {f"{number:03d}": a_firm(sample=Decimal(100) - number) for number in range(count)}


def test_the_best_tenth_and_the_last_twentieth_are_proposed() -> None:
    found = rank(firms(40))
    assert [one.place for one in found] == list(range(1, 41))
    assert [one.key for one in found if one.proposal is RankVerdict.UPGRADE] == ["000", "001", "002", "003"]
    assert [one.key for one in found if one.proposal is RankVerdict.LOOK] == ["038", "039"]


def test_a_small_group_has_nobody_to_be_looked_at() -> None:
    found = rank(firms(10))
    assert [one.proposal for one in found] == [RankVerdict.UPGRADE, *[None] * 9]


def test_who_is_equal_shares_a_place_and_is_never_cut_in_two() -> None:
    equal = {str(number): a_firm() for number in range(40)}
    assert {(one.place, one.proposal) for one in rank(equal)} == {(1, None)}
