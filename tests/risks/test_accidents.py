"""Accident types follow the edition in force."""

from datetime import date

import pytest

from portal.risks.accidents import accident_types, edition_of, edition_on, outdated, types_on

LAST_DAY, FIRST_DAY = date(2026, 6, 30), date(2026, 7, 1)


@pytest.mark.parametrize(("day", "edition"), [(LAST_DAY, "GB 6441-1986"), (FIRST_DAY, "GB 6441-2025")])
def test_the_edition_changes_on_the_first_of_july_2026(day, edition):
    assert edition_on(day) == edition


@pytest.mark.parametrize(("day", "count"), [(LAST_DAY, 20), (FIRST_DAY, 27)])
def test_an_edition_is_offered_whole(day, count):
    assert len(types_on(day, mining=True)) == count
    assert [one.order for one in types_on(day, mining=True)] == list(range(1, count + 1))


def test_classes_of_mines_are_offered_to_mines_alone():
    assert all(not one.mine_only for one in types_on(LAST_DAY))
    assert any(one.mine_only for one in types_on(LAST_DAY, mining=True))


def test_before_the_first_edition_there_is_none():
    with pytest.raises(ValueError, match="no edition"):
        edition_on(date(1980, 1, 1))


def test_poisoning_and_asphyxiation_of_1986_offers_both_classes_of_2025():
    (old,) = outdated(["1986-19", "2025-09"], FIRST_DAY)
    assert [accident_types()[code].zh for code in old.successors] == ["中毒", "窒息"]


def test_every_successor_is_a_class_of_the_next_edition():
    for one in accident_types().values():
        assert all(accident_types()[code].edition == "GB 6441-2025" for code in one.successors)


def test_codes_of_two_editions_have_no_common_edition():
    assert edition_of(["1986-19", "2025-09"]) is None
    assert edition_of(["2025-18", "2025-09"]) == "GB 6441-2025"
    assert edition_of([]) is None
