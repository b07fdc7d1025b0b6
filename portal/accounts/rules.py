"""Roles, which organisation may hold which; how long links live; how failed sign-ins slow down."""

import re
import unicodedata
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

SIGN_IN_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{3,39}")


class Role(Enum):
    """What a membership may do, besides reading."""

    FILER = "filer"
    SIGNER = "signer"
    ADMINISTRATOR = "administrator"
    REVIEWER = "reviewer"
    INSPECTOR = "inspector"
    CHIEF = "chief"
    OBSERVER = "observer"


ENTERPRISE_ROLES = (Role.FILER, Role.SIGNER, Role.ADMINISTRATOR)
AUTHORITY_ROLES = (Role.REVIEWER, Role.INSPECTOR, Role.CHIEF, Role.OBSERVER, Role.ADMINISTRATOR)


class Level(Enum):
    """Level of an authority; a town looks first, the county after it."""

    TOWN = "town"
    COUNTY = "county"


def role_codes(roles: Set[Role]) -> list[str]:
    """The roles as they are stored: values, in the order of the enum."""
    return [role.value for role in Role if role in roles]


def roles_of(codes: Iterable[str]) -> list[Role]:
    """The roles of stored values, in the order of the enum."""
    held = set(codes)
    return [role for role in Role if role.value in held]


def folded_name(sign_in_name: str) -> str:
    """A sign-in name as it is compared: full width folded, no blanks, lower case."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", sign_in_name)).lower()


# --- browsers ---------------------------------------------------------------------------------------------

BROWSERS = (
    ("Edg", "Edge"),
    ("MicroMessenger", "WeChat"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Version", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def device_name(user_agent: str) -> str:
    """Browser and system of a User-Agent as a person knows them, such as `Chrome 109, Windows`; no more is kept."""
    browsers = (re.search(rf"{token}/(\d+)", user_agent) for token, _name in BROWSERS)
    found = [f"{name} {match[1]}" for (_token, name), match in zip(BROWSERS, browsers, strict=True) if match]
    systems = [name for token, name in SYSTEMS if token in user_agent]
    return ", ".join(found[:1] + systems[:1])


# --- links ------------------------------------------------------------------------------------------------

INVITATION_LIFE = timedelta(days=7)
RESET_LIFE = timedelta(minutes=30)


# --- failed sign-ins --------------------------------------------------------------------------------------

FREE_FAILURES = 5
"""Failures in a row before an account pauses."""

LONGEST_PAUSE = timedelta(minutes=15)

FAILURES_UNTIL_RESET = 100
"""After so many in a row the password alone opens nothing; a reset link does. Source: NIST SP 800-63B-4, 3.2.2."""

ADDRESS_FAILURES = 100
ADDRESS_WINDOW = timedelta(minutes=15)
FORGET_AFTER = timedelta(days=30)


def pause_after(failures: int) -> timedelta:
    """How long an account pauses after so many failures in a row: none, then 1, 2, 4, 8, 15 minutes."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    return min(timedelta(minutes=2 ** min(failures - FREE_FAILURES, 10)), LONGEST_PAUSE)


# --- values that forms hand to actions ----------------------------------------------------------------------


@dataclass(frozen=True)
class Credentials:
    """What a person types to sign in."""

    sign_in_name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class NewAccount:
    """What a person gives for an account of his own; `form_key` is the idempotency key of the form."""

    sign_in_name: str
    name: str
    phone: str
    password: str = field(repr=False)
    email: str = ""
    form_key: str | None = None


@dataclass(frozen=True)
class Place:
    """A place in an organisation: the roles, the job title, the number of an inspector's certificate."""

    roles: frozenset[Role]
    job_title: str = ""
    certificate_number: str = ""


@dataclass(frozen=True)
class Invited:
    """Who is invited, to which place; without an address the inviter hands the link over himself."""

    name: str
    place: Place
    email: str = ""


@dataclass(frozen=True)
class Organisation:
    """An enterprise or an authority as accounts see it: exactly one of the two ids."""

    name: str
    region_path: str
    enterprise_id: int | None = None
    authority_id: int | None = None

    @property
    def offered_roles(self) -> tuple[Role, ...]:
        """The roles that a member of it can hold."""
        return AUTHORITY_ROLES if self.authority_id is not None else ENTERPRISE_ROLES


@dataclass(frozen=True)
class Contact:
    """How a person is reached."""

    phone: str
    email: str


@dataclass(frozen=True)
class PasswordChange:
    """The old password and the new one."""

    old: str = field(repr=False)
    new: str = field(repr=False)
