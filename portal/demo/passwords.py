"""Passwords of demo accounts: derived from the secret of the instance, easy to read and to type.

While the story is walked they are hashed quickly, for each of its signatures is verified; at its end every account
gets a hash of full strength.
"""

import hashlib
import hmac
from functools import cache

from argon2 import PasswordHasher

from portal.accounts.passwords import hash_password

CONSONANTS = "bdfghjklmnprstvz"
VOWELS = "aeio"
SYLLABLES = 6

_quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def password_of(role: str, secret: str) -> str:
    """The password of all demo people of a role, such as `Bado-kire-sano-47`: the same on every day of the instance."""
    digest = hmac.new(secret.encode(), f"demo account {role}".encode(), hashlib.sha256).digest()
    letters = "".join(_syllable(byte) for byte in digest[:SYLLABLES])
    words = "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
    return f"{words.capitalize()}-{10 + digest[SYLLABLES] % 90}"


@cache
def quick_hash_of(role: str, secret: str) -> str:
    """A hash for the time of loading alone."""
    return _quick.hash(password_of(role, secret))


@cache
def hash_of(role: str, secret: str) -> str:
    """The hash to keep; made once a role, for it is slow on purpose."""
    return hash_password(password_of(role, secret))


def _syllable(byte: int) -> str:
    return CONSONANTS[byte % len(CONSONANTS)] + VOWELS[byte // len(CONSONANTS) % len(VOWELS)]
