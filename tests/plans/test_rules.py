"""The geometry of areas."""

import pytest

from portal.plans.rules import (
    Corner,
    crosses_itself,
    lies_within,
    place_of_label,
    rectangle,
    rounded,
    surface,
)

L_SHAPE = ((0.0, 0.0), (0.9, 0.0), (0.9, 0.1), (0.1, 0.1), (0.1, 0.9), (0.0, 0.9))


@pytest.fixture(autouse=True)
def asked() -> None:
    """Pure sums need no app and no database."""


def test_a_rectangle_goes_clockwise_from_the_top_left() -> None:
    assert rounded(rectangle(0.1, 0.2, 0.3, 0.4)) == ((0.1, 0.2), (0.4, 0.2), (0.4, 0.6), (0.1, 0.6))


def test_the_surface_does_not_depend_on_the_direction() -> None:
    square = rectangle(0.1, 0.1, 0.5, 0.2)
    assert surface(square) == pytest.approx(0.1)
    assert surface(square[::-1]) == pytest.approx(0.1)


def test_corners_in_a_wrong_order_cross() -> None:
    assert crosses_itself(((0, 0), (1, 1), (1, 0), (0, 1)))
    assert not crosses_itself(L_SHAPE)


@pytest.mark.parametrize(("corner", "within"), [((0, 1), True), ((1.01, 0.5), False), ((0.5, -0.01), False)])
def test_corners_lie_on_the_plan(corner: Corner, within: bool) -> None:
    assert lies_within([corner]) is within


def test_the_label_of_an_angular_area_lies_inside_it() -> None:
    x, y = place_of_label(L_SHAPE)
    assert 0 < x < 0.1
    assert 0.1 < y < 0.9
