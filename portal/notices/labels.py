"""The sentence of each kind of notice; areas register theirs."""

from collections.abc import Mapping
from typing import Any

_sentences: dict[str, Any] = {}


def register_notices(words: Mapping[str, Any]) -> None:
    """Sentences by kind, with the facts as named placeholders: {"filing.returned": _l("Sent back: %(title)s")}."""
    _sentences.update(words)


def has_words(kind: str) -> bool:
    """Whether some area has said what this kind reads like."""
    return kind in _sentences


def sentence(kind: str, facts: Mapping[str, Any]) -> str:
    """What the notice says, in the language of the reader."""
    return str(_sentences[kind]) % facts
