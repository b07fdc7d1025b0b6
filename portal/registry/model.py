"""The table of enterprises."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Index, String, cast
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.access import Owned
from portal.accounts.rules import Organisation
from portal.db import Base, UtcDateTime, Versioned, region_column, text_enum, url_key
from portal.registry.rules import BusinessState, EnterpriseState, Premises, Scale, WriteOffGround


class Enterprise(Owned, Versioned, Base):
    """A production and business unit at its production address, found by its unified social credit code.

    Workers are people; income and fixed assets are of last year, in 万元; areas in m².
    """

    __tablename__ = "enterprise"
    __table_args__ = (Index(None, "sort_key", "key"), Index(None, "region_path", "sort_key", "key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id = synonym("id")
    key: Mapped[str] = url_key()
    code: Mapped[str] = mapped_column(String(18), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    sort_key: Mapped[str] = mapped_column(String(200).with_variant(String(200, collation="C"), "postgresql"))
    initials: Mapped[str] = mapped_column(String(100))
    region_code: Mapped[str] = mapped_column(String(12))
    region_path: Mapped[str] = region_column()
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
    accepted_on: Mapped[date | None]
    trial_production_on: Mapped[date | None]
    registered_address: Mapped[str] = mapped_column(String(120), default="")
    principal: Mapped[str] = mapped_column(String(60), default="")
    principal_phone: Mapped[str] = mapped_column(String(20), default="")
    founded_on: Mapped[date | None]
    business_state: Mapped[BusinessState] = mapped_column(
        text_enum(BusinessState), default=BusinessState.RUNNING
    )
    premises: Mapped[Premises | None] = mapped_column(text_enum(Premises))
    landlord: Mapped[str] = mapped_column(String(100), default="")
    income: Mapped[int | None]
    fixed_assets: Mapped[int | None]
    site_area: Mapped[int | None]
    building_area: Mapped[int | None]
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refusal_reason: Mapped[str] = mapped_column(String(300), default="")
    write_off_ground: Mapped[WriteOffGround | None] = mapped_column(text_enum(WriteOffGround))
    written_off_on: Mapped[date | None]
    write_off_note: Mapped[str] = mapped_column(String(300), default="")
    _state: Mapped[EnterpriseState] = mapped_column(
        "state", text_enum(EnterpriseState), default=EnterpriseState.PENDING
    )

    @hybrid_property
    def state(self) -> EnterpriseState:
        """Where it stands; changed by the workflow alone."""
        return self._state

    @hybrid_property
    def in_key_sector(self) -> bool:
        """Whether it belongs to a key sector (重点行业领域), whose yearly report may be due earlier."""
        return bool(self.key_sectors)

    @in_key_sector.inplace.expression
    @classmethod
    def _in_key_sector(cls) -> ColumnElement[bool]:
        return cast(cls.key_sectors, String) != "[]"

    @property
    def town_is_open(self) -> bool:
        """Whether the enterprise itself can still name another town: only before a town has confirmed it."""
        return self.state in (EnterpriseState.PENDING, EnterpriseState.REFUSED)

    @property
    def organisation(self) -> Organisation:
        """The enterprise as accounts see it."""
        return Organisation(self.name, self.region_path, enterprise_id=self.id)
