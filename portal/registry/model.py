"""Tables of the register: enterprises, and what they tell for the risk report."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement, Index, String, UniqueConstraint, cast
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.access import Owned
from portal.accounts.rules import Organisation
from portal.db import Base, ExactNumber, UtcDateTime, Versioned, region_column, text_enum, url_key
from portal.registry.questions import FactList, Part, lists, parts, plain, typed
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


class SafetyProfile(Owned, Base):
    """What an enterprise tells of its safety at work, one row each; None is not answered yet.

    Columns are the questions of data/risk/enterprise-facts.json, with their units: people, 万元, degrees.
    """

    __tablename__ = "safety_profile"
    __table_args__ = (UniqueConstraint("enterprise_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    village: Mapped[str | None] = mapped_column(String(60))
    longitude: Mapped[Decimal | None] = mapped_column(ExactNumber)
    latitude: Mapped[Decimal | None] = mapped_column(ExactNumber)
    supervising_trade: Mapped[str | None] = mapped_column(String(20))
    supervising_department: Mapped[str | None] = mapped_column(String(20))
    agency_workers: Mapped[int | None]
    one_shift_workers: Mapped[int | None]
    shifts: Mapped[str | None] = mapped_column(String(20))
    joined_last_year: Mapped[int | None]
    left_last_year: Mapped[int | None]
    staff_last_year: Mapped[int | None]
    safety_department: Mapped[str | None] = mapped_column(String(60))
    safety_department_staff: Mapped[int | None]
    full_time_staff: Mapped[int | None]
    full_time_certified: Mapped[int | None]
    part_time_staff: Mapped[int | None]
    part_time_certified: Mapped[int | None]
    registered_engineers: Mapped[int | None]
    special_operation_workers: Mapped[int | None]
    special_operation_certificates: Mapped[int | None]
    principal_training: Mapped[str | None] = mapped_column(String(20))
    principal_training_on: Mapped[date | None]
    staff_training: Mapped[str | None] = mapped_column(String(20))
    staff_training_on: Mapped[date | None]
    three_simultaneities: Mapped[bool | None]
    injury_insured: Mapped[int | None]
    liability_insured: Mapped[bool | None]
    liability_sum: Mapped[Decimal | None] = mapped_column(ExactNumber)
    liability_persons: Mapped[int | None]
    safety_spending: Mapped[Decimal | None] = mapped_column(ExactNumber)
    standardisation: Mapped[str | None] = mapped_column(String(20))
    standardisation_until: Mapped[date | None]
    dual_prevention: Mapped[str | None] = mapped_column(String(20))
    accidents: Mapped[int | None]
    deaths: Mapped[int | None]
    injuries: Mapped[int | None]
    has_special_equipment: Mapped[bool | None]
    has_confined_space: Mapped[bool | None]
    has_chemicals: Mapped[bool | None]
    has_sewage: Mapped[bool | None]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SectorSection(Owned, Base):
    """What an enterprise answered to the questions of one key sector, in the edition `edition`.

    It stays when the enterprise unticks the sector, and is not filed then.
    """

    __tablename__ = "sector_section"
    __table_args__ = (UniqueConstraint("enterprise_id", "sector"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    sector: Mapped[str] = mapped_column(String(20))
    edition: Mapped[str] = mapped_column(String(10))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def part(self) -> Part:
        """The part that asks."""
        return parts()[self.sector]

    def answer(self, name: str) -> Any:
        """The answer to a question, in its type."""
        return typed(self.part.fields[name], self.answers.get(name))

    def keep(self, name: str, value: Any) -> None:
        """Keep the answer to a question."""
        self.answers = {**self.answers, name: plain(value)}


class FactRow(Owned, Base):
    """One row of a list, such as a confined space or a chemical; its key stays the same over the years."""

    __tablename__ = "fact_row"
    __table_args__ = (
        Index(None, "enterprise_id", "list_code"),
        CheckConstraint("list_code <> ''", name="fact_row_is_of_a_list"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    list_code: Mapped[str] = mapped_column(String(40))
    cells: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def fact_list(self) -> FactList:
        """The list that it stands in."""
        return lists()[self.list_code]

    def answer(self, name: str) -> Any:
        """What a cell holds, in its type."""
        return typed(self.fact_list.fields[name], self.cells.get(name))

    def keep(self, name: str, value: Any) -> None:
        """Keep what a cell holds."""
        self.cells = {**self.cells, name: plain(value)}
