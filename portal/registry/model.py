"""The table of enterprises."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.access import Owned
from portal.db import Base, UtcDateTime, Versioned, region_column, text_enum, url_key
from portal.registry.rules import EnterpriseState, Scale


class Enterprise(Owned, Versioned, Base):
    """A production and business unit at its production address, found by its unified social credit code."""

    __tablename__ = "enterprise"

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id = synonym("id")  # type: ignore[assignment]
    key: Mapped[str] = url_key()
    code: Mapped[str] = mapped_column(String(18), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    sort_key: Mapped[str] = mapped_column(String(200), index=True)
    initials: Mapped[str] = mapped_column(String(100), index=True)
    region_code: Mapped[str] = mapped_column(String(12))
    region_path: Mapped[str] = region_column()  # type: ignore[assignment]
    address: Mapped[str] = mapped_column(String(120))
    industry_code: Mapped[str] = mapped_column(String(4), index=True)
    scale: Mapped[Scale] = mapped_column(text_enum(Scale))
    above_designated: Mapped[bool] = mapped_column(default=False)
    workers: Mapped[int | None]
    legal_representative: Mapped[str] = mapped_column(String(60))
    legal_representative_phone: Mapped[str] = mapped_column(String(20), default="")
    safety_manager: Mapped[str] = mapped_column(String(60))
    safety_manager_phone: Mapped[str] = mapped_column(String(20))
    main_products: Mapped[str] = mapped_column(String(200), default="")
    key_sectors: Mapped[list[Any]] = mapped_column(JSON, default=list)
    production_began_on: Mapped[date | None]
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refusal_reason: Mapped[str] = mapped_column(String(300), default="")
    _state: Mapped[EnterpriseState] = mapped_column("state", text_enum(EnterpriseState), default=EnterpriseState.PENDING)

    @hybrid_property
    def state(self) -> EnterpriseState:
        """Where it stands; changed by the workflow alone."""
        return self._state
