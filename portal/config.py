"""Settings: one typed, frozen object read from the environment; refuses nonsense at start."""

import os
import secrets
from datetime import date
from pathlib import Path
from typing import Literal

from flask import current_app
from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRET_MIN = 32


def settings() -> "Settings":
    """The settings of the running application."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def _is_day(text: str) -> bool:
    """Whether MM-DD is a day of every year."""
    try:
        return bool(date.fromisoformat(f"2027-{text}"))
    except ValueError:
        return False


class Settings(BaseSettings):
    """Everything that an installation can choose. Names are those of the environment variables."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True, extra="ignore")

    data_folder: Path = Field(Path("var"), description="Folder of the embedded database, files and keys.")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder.")
    database_owner_url: str = Field(
        "", description="URL that migrations use, when the application's role may not."
    )
    secret_key: str = Field(
        "", description="Signs cookies; at least 32 characters; empty: made once in the data folder."
    )
    portal_url: str = Field(
        "http://127.0.0.1:8000", description="Address under which people reach the portal."
    )
    trusted_hosts: list[str] = Field(
        [], description="Host names answered (JSON list); empty: that of the portal's URL."
    )
    trusted_proxies: int = Field(
        0, ge=0, le=5, description="How many proxies in front may set X-Forwarded headers."
    )
    demo: bool = Field(False, description="Demo mode: demo accounts, sample seal; served on loopback alone.")
    debug_pages: bool = Field(False, description="Shows the gallery of components at /components.")
    password_min: int = Field(12, ge=8, le=64, description="Least length of a password, in characters.")
    password_profile: Literal["nist", "dengbao"] = Field(
        "nist", description="dengbao adds classes, age and history."
    )
    idle_minutes_authority: int = Field(
        30, ge=5, le=240, description="Idle minutes after which an official is signed out."
    )
    idle_minutes_enterprise: int = Field(60, ge=5, le=240, description="The same for people of enterprises.")
    session_hours: int = Field(12, ge=1, le=24, description="Longest life of a sign-in, in hours.")
    review_days_town: int = Field(
        5, ge=1, le=60, description="Working days in which a town looks at a filing."
    )
    review_days_county: int = Field(5, ge=1, le=60, description="The same for the county bureau.")
    mend_days: int = Field(10, ge=1, le=60, description="Working days in which a returned filing is mended.")
    change_report_days: int = Field(
        15, ge=1, le=60, description="Calendar days for a change report (from memory)."
    )
    key_sector_until: str = Field(
        "01-31",
        pattern=r"^(\d\d-\d\d)?$",
        description="Last day (MM-DD) of the yearly report of key sectors; empty: 31 March as for everybody.",
    )
    rolls_to_workday: bool = Field(
        False, description="Whether a deadline of a report on a rest day moves to the next working day."
    )
    rectify_days_max: int = Field(
        30, ge=1, le=180, description="Longest usual rectification, in calendar days."
    )
    complaint_phone: str = Field("12350", description="Supervision and complaint phone printed on papers.")
    court: str = Field(
        "有管辖权的人民法院", description="Court named in the notice of rights; ask the legal office."
    )
    reconsideration_organ: str = Field(
        "如皋市人民政府", description="Organ of administrative reconsideration."
    )
    mail_server: str = Field("", description="SMTP host:port; empty: links are handed over by the inviter.")
    mail_sender: str = Field("", description="Address of the sender.")
    log_json: bool = Field(True, description="Logs as JSON lines; off: readable lines for development.")

    @field_validator("portal_url")
    @classmethod
    def _portal_url_is_an_origin(cls, value: str) -> str:
        value = value.rstrip("/")
        if not value.startswith(("http://", "https://")) or value.count("/") != 2:
            raise ValueError("PORTAL_URL is an origin such as https://anbao.example")
        return value

    @model_validator(mode="after")
    def _secret_is_long(self) -> "Settings":
        if self.secret_key and len(self.secret_key) < SECRET_MIN:
            raise ValueError(f"SECRET_KEY needs at least {SECRET_MIN} characters")
        return self

    @model_validator(mode="after")
    def _mail_has_a_sender(self) -> "Settings":
        if self.mail_server and "@" not in self.mail_sender:
            raise ValueError("MAIL_SERVER needs MAIL_SENDER, the address that mails come from")
        return self

    @field_validator("key_sector_until")
    @classmethod
    def _key_sector_until_is_a_day(cls, value: str) -> str:
        if value and not ("01-01" <= value <= "03-31" and _is_day(value)):
            raise ValueError("KEY_SECTOR_UNTIL is a day of the first quarter such as 01-31, or empty")
        return value

    @property
    def sqlite(self) -> bool:
        """Whether this is the embedded home (SQLite and local files)."""
        return self.engine_url.startswith("sqlite")

    @property
    def engine_url(self) -> str:
        """The URL of the application's engine."""
        return self.database_url or f"sqlite:///{(self.data_folder / 'anbao.sqlite').resolve()}"

    @property
    def https(self) -> bool:
        """Whether people reach the portal under https; chooses cookie prefix and headers."""
        return self.portal_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        """Host names that are answered; a forged Host header gets 400."""
        own = self.portal_url.split("://", 1)[1].split(":")[0]
        loopback = ["127.0.0.1", "localhost"] if own in ("127.0.0.1", "localhost") else []
        return self.trusted_hosts or [own, *loopback]

    def secret(self, name: str) -> str:
        """The instance's own secret: from the environment, else made once in a 0600 file."""
        if name == "secret_key" and self.secret_key:
            return self.secret_key
        path = self.data_folder / f"{name}.secret"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text()
