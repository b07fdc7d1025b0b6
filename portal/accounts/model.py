"""Tables of people, authorities, memberships and sign-ins."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Owned
from portal.accounts.rules import Level, Role, roles_of
from portal.db import Base, UtcDateTime, Versioned, region_column, text_enum, url_key
from portal.notices.rules import Recipient


class Person(Versioned, Base):
    """A human being who can sign in. `sign_in_name` is a mobile number or a name of one's choice, folded.

    `made_by_form` is the idempotency key of the visitor's form that made the account: sent twice, made once.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    sign_in_name: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(20), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    password_hash: Mapped[str] = mapped_column(String(160))
    password_changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    active: Mapped[bool] = mapped_column(default=True)
    made_by_form: Mapped[str | None] = mapped_column(String(40), unique=True)


class Authority(Base):
    """A regulator: the county bureau or the office of a town. `mark` is its mark in document numbers (如)."""

    __tablename__ = "authority"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    name: Mapped[str] = mapped_column(String(80), unique=True)
    level: Mapped[Level] = mapped_column(text_enum(Level))
    region_code: Mapped[str] = mapped_column(String(12))
    region_path: Mapped[str] = region_column()
    mark: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")

    @property
    def recipient(self) -> Recipient:
        """The authority as one that can be told something."""
        return Recipient(self.region_path, authority_id=self.id)


class Membership(Owned, Versioned, Base):
    """One person's place in one organisation; its roles say what the person may do there."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(
            "(enterprise_id IS NULL) <> (authority_id IS NULL)", name="membership_is_of_one_organisation"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)  # type: ignore[assignment]
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"), index=True)
    region_path: Mapped[str] = region_column()
    role_codes: Mapped[list[Any]] = mapped_column("roles", JSON)
    job_title: Mapped[str] = mapped_column(String(40), default="")
    certificate_number: Mapped[str] = mapped_column(String(40), default="")
    organisation: Mapped[str] = mapped_column(String(120))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()
    authority: Mapped[Authority | None] = relationship()

    @property
    def roles(self) -> list[Role]:
        """The roles, in the order of the enum."""
        return roles_of(self.role_codes)


class SignIn(Base):
    """One signed-in browser. The cookie holds a random token, this row its digest: what the table ends is ended."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(120))


class Invitation(Owned, Versioned, Base):
    """A one-time link by which a person joins an organisation; only the digest of its token is kept."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint(
            "(enterprise_id IS NULL) <> (authority_id IS NULL)", name="invitation_is_of_one_organisation"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)  # type: ignore[assignment]
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"), index=True)
    region_path: Mapped[str] = region_column()
    organisation: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(60))
    email: Mapped[str] = mapped_column(String(120), default="")
    role_codes: Mapped[list[Any]] = mapped_column("roles", JSON)
    job_title: Mapped[str] = mapped_column(String(40), default="")
    certificate_number: Mapped[str] = mapped_column(String(40), default="")
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def roles(self) -> list[Role]:
        """The roles offered, in the order of the enum."""
        return roles_of(self.role_codes)


class ResetLink(Versioned, Base):
    """A one-time link by which a person sets a new password; only the digest of its token is kept."""

    __tablename__ = "reset_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class JoinRequest(Owned, Versioned, Base):
    """A person who says that he belongs to a known enterprise; its administrator or its town decides."""

    __tablename__ = "join_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted: Mapped[bool | None]

    person: Mapped[Person] = relationship()


class Attempts(Base):
    """Failed sign-ins in a row of one account, or of one address within its window; subjects are keyed digests."""

    __tablename__ = "sign_in_attempts"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    failures: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    paused_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OldPassword(Base):
    """The hash of a password that a person had before; kept under the profile that forbids reuse."""

    __tablename__ = "old_password"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(160))
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)
