"""How enterprises are found by what a person types: the same in every list."""

import unicodedata

from sqlalchemy import ColumnElement, and_, func, or_

from portal.registry.model import Enterprise


def called(words: str) -> ColumnElement[bool]:
    """Enterprises whose name holds every word, or whose code begins with it; pinyin and initials find names too.

    Full-width letters and digits are read as plain ones; pinyin may have blanks or none. No statement.
    """
    typed = unicodedata.normalize("NFKC", words).split()
    return or_(and_(*map(_matches, typed)), _matches("".join(typed)))


def _matches(word: str) -> ColumnElement[bool]:
    letters = word.lower()
    tests: list[ColumnElement[bool]] = [
        Enterprise.name.contains(word, autoescape=True),
        Enterprise.code.startswith(word.upper(), autoescape=True),
    ]
    if letters.isascii():
        spelled = func.replace(Enterprise.sort_key, " ", "")
        tests += [
            spelled.contains(letters, autoescape=True),
            Enterprise.initials.contains(letters, autoescape=True),
        ]
    return or_(*tests)
