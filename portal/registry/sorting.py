"""Chinese names in the order of pinyin, and their initials for search, stored beside the name.

Stored keys sort alike on every database; collations do not. Place names are read as places: 长江 is chang jiang.
"""

import re
import unicodedata
from functools import cache
from typing import Any

from portal.registry.regions import regions

READINGS = {"单县": ["shan", "xian"], "长江": ["chang", "jiang"], "长江镇": ["chang", "jiang", "zhen"]}
"""Places that the dictionary reads wrongly, or differently beside other characters."""

KEY_LENGTH = 200
INITIALS_LENGTH = 100
DIGITS = re.compile(r"\d+")
OTHER = re.compile(r"[^a-z0-9]+")


def sort_key(name: str) -> str:
    """Syllables of a name, apart by blanks, numbers at equal width: `ru gao di 00003 ji xie`."""
    return " ".join(DIGITS.sub(lambda found: found[0].zfill(5), part) for part in _syllables(name))[
        :KEY_LENGTH
    ]


def initials(name: str) -> str:
    """First letters of the syllables; numbers and Latin words whole: `rgd3jx`."""
    chinese = unicodedata.normalize("NFKC", name)
    parts = [part if part in chinese.lower() else part[0] for part in _syllables(name)]
    return "".join(parts)[:INITIALS_LENGTH]


def _syllables(name: str) -> list[str]:
    found = _pypinyin().lazy_pinyin(unicodedata.normalize("NFKC", name))
    return [part for part in (OTHER.sub("", syllable.lower()) for syllable in found) if part]


@cache
def _pypinyin() -> Any:
    """The library with our places known; half a second to import, hence late."""
    import pypinyin

    places = {place.name: pypinyin.lazy_pinyin(place.name) for place in regions().values()}
    readings = {**places, **READINGS}
    pypinyin.load_phrases_dict(
        {name: [[part] for part in parts] for name, parts in readings.items() if len(name) == len(parts)}
    )
    return pypinyin
