"""The append-only chain of events: who did what, on what, when, before and after.

Chained per enterprise (authority events per authority), so that no writer waits for another.
Personal data enter as salted digests, so that they can be forgotten without breaking the chain.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.access import Actor, Owned, as_system
from portal.db import Base, UtcDateTime, canonical_json, ensure_row, region_column, session, writing

GENESIS = "0" * 64
PERSONAL = frozenset(
    {
        "phone", "email", "name_of_person", "legal_representative", "legal_representative_phone", "principal",
        "principal_phone", "safety_manager", "safety_manager_phone", "responsible_person", "responsible_phone",
        "person", "sign_in_name", "cs_approve", "cleaner", "recorder",
    }
)  # fmt: skip


class ChainHead(Base):
    """The newest link of one chain; its row lock orders the writers of that chain."""

    __tablename__ = "chain_head"

    chain: Mapped[str] = mapped_column(String(40), primary_key=True)
    sequence: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))


class Event(Owned, Base):
    """One thing that happened; never changed, never deleted."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("chain", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)  # type: ignore[assignment]
    region_path: Mapped[str] = region_column()
    chain: Mapped[str] = mapped_column(String(40))
    sequence: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    verb: Mapped[str] = mapped_column(String(64), index=True)
    thing_kind: Mapped[str] = mapped_column(String(40))
    thing_key: Mapped[str] = mapped_column(String(40), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    membership_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(80))
    organisation: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(64))
    before: Mapped[Any] = mapped_column(JSON, nullable=True)
    after: Mapped[Any] = mapped_column(JSON, nullable=True)
    salt: Mapped[str] = mapped_column(String(32))
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))

    def sealed(self) -> bytes:
        """What the digest covers. Names of people are left out: they may be forgotten, ids may not."""
        return canonical_json(
            {
                "chain": self.chain, "sequence": self.sequence, "at": self.at.isoformat(), "verb": self.verb,
                "thing": [self.thing_kind, self.thing_key], "person": self.person_id, "membership": self.membership_id,
                "before": self.before, "after": self.after, "previous": self.previous,
            }
        )  # fmt: skip


def record(  # noqa: PLR0913 - who, when, what, before and after: an event is no less
    verb: str,
    thing: Any,
    *,
    by: Actor,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Any = None,
) -> Event:
    """Append one event about a thing (a mapped row with a key) inside the caller's `writing()`.

    `before` and `after` hold plain values by field name; values of personal fields are kept as salted digests.
    """
    enterprise_id, region_path = _owner(thing, by)
    return _append(_Subject(verb, thing, enterprise_id, region_path), by, at, before, after)


def record_alone(verb: str, thing: Any, *, by: Actor, at: datetime, after: Any = None) -> None:
    """Append an event in a transaction of its own, which leaves the form's idempotency key unused: a refusal."""
    with as_system("a refusal is kept though nothing else is"), writing():
        record(verb, thing, by=by, at=at, after=after)


class _Subject:
    """What an event is about, and in whose chain it stands."""

    def __init__(self, verb: str, thing: Any, enterprise_id: int | None, region_path: str) -> None:
        self.verb = verb
        self.kind = thing if isinstance(thing, str) else thing.__tablename__
        self.key = "" if isinstance(thing, str) else str(thing.key)
        self.enterprise_id = enterprise_id
        self.region_path = region_path


def _owner(thing: Any, by: Actor) -> tuple[int | None, str]:
    if isinstance(thing, Owned):
        return thing.enterprise_id, thing.region_path
    return by.enterprise_id, by.region_path


def _append(subject: _Subject, by: Actor, at: datetime, before: Any, after: Any) -> Event:
    current = session()
    current.flush()
    chain = _chain_of(subject, by)
    ensure_row(ChainHead, chain=chain, sequence=0, digest=GENESIS)
    head = current.get_one(ChainHead, chain, with_for_update=True, populate_existing=True)
    salt = secrets.token_hex(16)
    happened = Event(
        enterprise_id=subject.enterprise_id, region_path=subject.region_path, chain=chain, sequence=head.sequence + 1,
        at=at.astimezone(UTC), verb=subject.verb, thing_kind=subject.kind, thing_key=subject.key,
        person_id=by.person_id, membership_id=by.membership_id, actor_name=by.name,
        organisation=by.organisation, address=by.address,
        before=plain(before, salt), after=plain(after, salt), salt=salt, previous=head.digest,
    )  # fmt: skip
    happened.digest = hashlib.sha256(happened.sealed()).hexdigest()
    head.sequence, head.digest = happened.sequence, happened.digest
    current.add(happened)
    current.info["subject"] = (subject.kind, subject.key)
    return happened


def _chain_of(subject: _Subject, by: Actor) -> str:
    if subject.enterprise_id is not None:
        return f"enterprise:{subject.enterprise_id}"
    return f"authority:{by.authority_id}" if by.authority_id else "system"


def plain(value: Any, salt: str = "", field: str = "") -> Any:
    """A value as JSON knows it: enums by value, decimals and moments as text, personal fields as digests."""
    if isinstance(value, str) and field not in PERSONAL:
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item, salt, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item, salt, field) for item in value]
    if field in PERSONAL and value:
        return "hmac:" + hmac.new(salt.encode(), str(value).encode(), "sha256").hexdigest()[:32]
    if isinstance(value, Enum):
        return value.value
    return value if value is None or isinstance(value, bool | int | str) else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def broken_links() -> Iterator[str]:
    """Every place where a chain does not hold, as a sentence. Run as SYSTEM."""
    tails: dict[str, tuple[int, str]] = {}
    for happened in session().scalars(
        select(Event).order_by(Event.chain, Event.sequence).execution_options(yield_per=1000)
    ):
        sequence, digest = tails.get(happened.chain, (0, GENESIS))
        if happened.sequence != sequence + 1 or happened.previous != digest:
            yield f"{happened.chain} #{happened.sequence}: does not follow #{sequence}"
        elif hashlib.sha256(happened.sealed()).hexdigest() != happened.digest:
            yield f"{happened.chain} #{happened.sequence}: was changed"
        tails[happened.chain] = (happened.sequence, happened.digest)
    for head in session().scalars(select(ChainHead)):
        if tails.get(head.chain, (0, GENESIS)) != (head.sequence, head.digest):
            yield f"{head.chain}: its end is missing"
