"""What has become of the subject of a paper, for its public verification page.

The room that issues a kind of paper registers a function; nothing is told that the paper does not show, except where
the matter stands now (for a receipt: reported, checked on …, sent back, superseded).
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from portal.documents.model import Paper


class Standing(NamedTuple):
    """One line: where the matter stands in words, the tone of its tag, and since when.

    `over`: what the paper grants has ended by itself, though nobody has withdrawn the paper.
    """

    words: Any
    tone: str
    at: date | None = None
    over: bool = False


_registered: dict[str, Callable[[Paper], Sequence[Standing]]] = {}


def register_status(kind: str, told: Callable[[Paper], Sequence[Standing]]) -> None:
    """Register what is told of the subject of a kind of paper; called as SYSTEM, for nobody in particular."""
    _registered[kind] = told


def standing_of(paper: Paper) -> Sequence[Standing]:
    """What has become of its subject; nothing for a kind that registered nothing."""
    told = _registered.get(paper.kind)
    return told(paper) if told else ()
