"""Passwords: what is refused, how they are kept (argon2id), how they are verified.

Policy: 12 to 128 characters of any kind, taken as typed; no common one, no mere sequence, none built on the names of
the account, the company, the town or the product, pinyin included. The profile `dengbao` adds three of four classes
of characters, an age of 90 days and no reuse of the last five. Source: OWASP ASVS 5.0 V6.2; GB/T 22239-2019.
"""

import os
import re
import secrets
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.config import Settings
from portal.data import load
from portal.problems import Message, Refused

LONGEST = 128
OWN_PART = 8
"""What must be left of a password once names and sequences are taken out; a Chinese character counts two."""

HASHES_AT_ONCE = 4
"""A hash takes 64 MB: more at once wait."""

PRODUCT = ("anbao", "安报", "如皋", "rugao", "南通", "nantong", "江苏", "jiangsu")
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
RUN = 4
SEPARATORS = re.compile(r"[\s\W_]+")
ORGANISATION_ENDS = re.compile(
    r"(股份|集团|责任)?(有限)?(责任)?(公司|厂|合作社|经营部)$|办公室$|[市县]$|[镇]$|街道$"
)

_places = threading.BoundedSemaphore(HASHES_AT_ONCE)


@dataclass(frozen=True)
class Policy:
    """What is asked of passwords; zeros ask for nothing."""

    shortest: int
    classes: int = 0
    longest_age: timedelta | None = None
    remembered: int = 0


def policy() -> Policy:
    """The policy of this installation."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.password_profile == "dengbao":
        return Policy(settings.password_min, classes=3, longest_age=timedelta(days=90), remembered=5)
    return Policy(settings.password_min)


def policy_in_words() -> Message:
    """What is asked, for the hint beside a field."""
    asked = policy()
    if asked.classes:
        return _(
            "At least %(num)d characters of three kinds (capital letters, small letters, digits, other signs)."
            " No names of people, company or town.",
            num=asked.shortest,
        )
    return _(
        "At least %(num)d characters of any kind; a short sentence is easy to remember."
        " No names of people, company or town.",
        num=asked.shortest,
    )


# --- keeping and verifying ----------------------------------------------------------------------------------


def hash_password(password: str) -> str:
    """The argon2id hash to keep. Slow on purpose: outside any lock."""
    with _places:
        return _hasher(_cheap()).hash(password)


def verify(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one of the hash; without a hash one verification is run all the same."""
    hasher = _hasher(_cheap())
    try:
        with _places:
            hasher.verify(password_hash or _decoy(_cheap()), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher(_cheap()).check_needs_rehash(password_hash)


def _cheap() -> bool:
    """The cheap profile makes tests and demo cities quick; nothing else may have it."""
    return os.environ.get("ARGON2_PROFILE") == "cheap" and bool(current_app.config["SETTINGS"].demo)


@cache
def _hasher(cheap: bool) -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1) if cheap else PasswordHasher()


@cache
def _decoy(cheap: bool) -> str:
    return _hasher(cheap).hash(secrets.token_urlsafe())


# --- what is refused ----------------------------------------------------------------------------------------


def refuse_weak(password: str, about: Iterable[str], field: str = "password") -> None:
    """Raise Refused on `field` unless the password is good. `about`: names of the account, its person and company."""
    problem = weakness(password, policy(), about)
    if problem:
        raise Refused(problem, field)


def weakness(password: str, asked: Policy, about: Iterable[str]) -> Message | None:
    """What is wrong with a password, as a sentence that says how to mend it; None when it is good."""
    if len(password) < asked.shortest:
        return ngettext(
            "Choose a password of at least %(num)d character; a short sentence is easy to remember.",
            "Choose a password of at least %(num)d characters; a short sentence is easy to remember.",
            asked.shortest,
        )
    if len(password) > LONGEST:
        return _l("Choose a password of at most 128 characters.")
    if _classes(password) < asked.classes:
        return _l(
            "Use at least three of these in the password: capital letters, small letters, digits, other signs."
        )
    plain = folded(password)
    if _is_common(plain):
        return _l("This password is among those tried first. Choose one that others do not use.")
    if _weight(_without_runs(plain)) < OWN_PART:
        return _l("This password is little more than a sequence. Choose one that is harder to guess.")
    if _weight(_without_names(plain, about)) < OWN_PART:
        return _l(
            "This password is built on the name of the account, the company, the town or this portal. Choose another."
        )
    return None


def folded(text: str) -> str:
    """Text as guesses are compared: full width folded, lower case, separators gone."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _classes(password: str) -> int:
    tests = (str.isupper, str.islower, str.isdigit, lambda sign: not sign.isalnum() or ord(sign) > 0x2E80)
    return sum(any(test(sign) for sign in password) for test in tests)


@cache
def _common() -> frozenset[str]:
    return frozenset(load("accounts/common-passwords.json")["rows"])


def _is_common(plain: str) -> bool:
    """A common one; twice over; or with digits around it."""
    core = plain.strip("0123456789")
    repeated = re.fullmatch(r"(.+?)\1+", plain)
    return any(guess in _common() for guess in (plain, core, repeated[1] if repeated else plain))


def _without_runs(plain: str) -> str:
    """Without repeated characters and stretches of four and more along the alphabet, the digits or the keyboard."""
    left = re.sub(r"(.+?)\1{2,}", r"\1", plain)
    for row in (*ROWS, *(row[::-1] for row in ROWS)):
        for length in range(len(row), RUN - 1, -1):
            for start in range(len(row) - length + 1):
                left = left.replace(row[start : start + length], "")
    return left


def _without_names(plain: str, about: Iterable[str]) -> str:
    names = {*PRODUCT, *_town_names(), *(spelling for name in about for spelling in _spellings(name))}
    for name in sorted(names, key=len, reverse=True):
        plain = plain.replace(name, "")
    return plain


@cache
def _town_names() -> frozenset[str]:
    rows = [row for row in load("risk/regions.json")["rows"] if row["level"] == "town"]
    english = {row["name_en"].split()[0].lower() for row in rows if row.get("name_en")}
    return frozenset(english | {ORGANISATION_ENDS.sub("", row["name"]) for row in rows})


def _spellings(name: str) -> Iterator[str]:
    """A name, what is left without its ending and its place, and each in pinyin; nothing too short to matter."""
    from pypinyin import lazy_pinyin  # half a second to import, and only needed when a password is chosen

    whole = folded(name)
    short = ORGANISATION_ENDS.sub("", whole)
    for place in (*PRODUCT, *_town_names()):
        short = short.removeprefix(place).removeprefix("市")
    for written in (whole, short):
        syllables = lazy_pinyin(written)
        for spelling in (written, "".join(syllables), "".join([*syllables[1:], *syllables[:1]])):
            if _weight(spelling) >= RUN:
                yield spelling


def _weight(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)
