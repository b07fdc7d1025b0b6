"""Two versions of standards side by side: items that came, went and changed, with their points. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from portal.assessments.standards import Item, Standard


class Difference(Enum):
    """What of an item may differ between two versions."""

    POINTS = "points"
    WORDING = "wording"
    SCORING = "scoring"
    VETO = "veto"
    NOT_APPLICABLE = "not_applicable"
    PLACE = "place"
    EVIDENCE = "evidence"
    LAW = "law"


class ChangedItem(NamedTuple):
    """An item that both versions have, and what differs."""

    before: Item
    after: Item
    parts: Sequence[Difference]


class ComparedElement(NamedTuple):
    """A first-level element by its id; None where one of the versions does not have it."""

    id: str
    title: str
    before: Decimal | None
    after: Decimal | None


class Comparison(NamedTuple):
    """What differs between two versions, items in the order of the standard that holds them."""

    old: Standard
    new: Standard
    added: Sequence[Item]
    removed: Sequence[Item]
    changed: Sequence[ChangedItem]
    elements: Sequence[ComparedElement]

    @property
    def same(self) -> int:
        """Items that both have alike."""
        return len(self.new.items) - len(self.added) - len(self.changed)


def compare(old: Standard, new: Standard) -> Comparison:
    """Compare by the ids of items, which stay while a requirement does."""
    both = [(old.item[one.id], one) for one in new.items if one.id in old.item]
    return Comparison(
        old=old,
        new=new,
        added=[one for one in new.items if one.id not in old.item],
        removed=[one for one in old.items if one.id not in new.item],
        changed=[ChangedItem(*pair, parts) for pair in both if (parts := differing(*pair))],
        elements=_elements(old, new),
    )


def differing(before: Item, after: Item) -> list[Difference]:
    """What differs between an item of one version and that of another."""
    return [part for part, names in _NAMES.items() if _values(before, names) != _values(after, names)]


_NAMES = {
    Difference.POINTS: ("points",),
    Difference.WORDING: ("title", "requirement"),
    Difference.SCORING: ("scoring", "scoring_text"),
    Difference.VETO: ("veto_rule",),
    Difference.NOT_APPLICABLE: ("may_be_not_applicable", "not_applicable_when"),
    Difference.PLACE: ("path",),
    Difference.EVIDENCE: ("evidence", "check"),
    Difference.LAW: ("legal_basis",),
}


def _values(item: Item, names: Sequence[str]) -> list[object]:
    return [getattr(item, name) for name in names]


def _elements(old: Standard, new: Standard) -> list[ComparedElement]:
    before, after = ({one.id: one for one in standard.tops} for standard in (old, new))
    return [
        ComparedElement(
            key, (after.get(key) or before[key]).title.zh,
            before[key].points if key in before else None,
            after[key].points if key in after else None,
        )
        for key in dict.fromkeys([*after, *before])
    ]  # fmt: skip
