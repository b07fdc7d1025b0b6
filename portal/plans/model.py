"""Tables of plans: the pictures, the areas drawn on them, and the posters that were made."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Owned
from portal.db import Base, UtcDateTime, Versioned, text_enum, url_key
from portal.plans.rules import AreaFacts, Corner, Coverage, PosterKind, SheetSize
from portal.problems import Explanation, explain_constraints
from portal.registry.moving import follows_enterprise


class SitePlan(Owned, Base):
    """A picture of the premises, or of one floor. `file_key` finds it in the store; `width` and `height` in pixels."""

    __tablename__ = "site_plan"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "id"),
        CheckConstraint("name <> ''", name="plan_has_a_name"),
        CheckConstraint("width > 0 AND height > 0", name="plan_has_a_size"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    name: Mapped[str] = mapped_column(String(60))
    file_key: Mapped[str] = mapped_column(String(80))
    content_type: Mapped[str] = mapped_column(String(80))
    width: Mapped[int]
    height: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(60))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    areas: Mapped[list["PlanArea"]] = relationship(back_populates="plan", order_by="PlanArea.id")

    @property
    def active_areas(self) -> list["PlanArea"]:
        """Its areas without those removed, in the order of drawing."""
        return [area for area in self.areas if area.removed_at is None]

    @property
    def removed_areas(self) -> list["PlanArea"]:
        """The areas that can be taken back."""
        return [area for area in self.areas if area.removed_at is not None]


class PlanArea(Owned, Versioned, Base):
    """A polygon on a plan. It follows a `unit` of the register, risks of it (`risk_keys`), or both.

    `corner_rows`: [x, y] of each corner, as parts of the plan from its top left.
    """

    __tablename__ = "plan_area"
    __table_args__ = (
        ForeignKeyConstraint(["enterprise_id", "plan_id"], ["site_plan.enterprise_id", "site_plan.id"]),
        CheckConstraint("name <> ''", name="area_has_a_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    plan_id: Mapped[int] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(60), default="")
    risk_keys: Mapped[list[Any]] = mapped_column(JSON, default=list)
    corner_rows: Mapped[list[Any]] = mapped_column("corners", JSON)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    plan: Mapped[SitePlan] = relationship(back_populates="areas")

    @property
    def corners(self) -> tuple[Corner, ...]:
        """Its corners in the order of drawing."""
        return tuple((x, y) for x, y in self.corner_rows)

    @property
    def facts(self) -> AreaFacts:
        """The area as it is drawn."""
        return AreaFacts(self.name, self.unit, tuple(self.risk_keys), self.corners)

    def draw(self, facts: AreaFacts) -> None:
        """Take over how it is drawn."""
        self.name, self.unit, self.risk_keys = facts.name, facts.unit, list(facts.risk_keys)
        self.corner_rows = [list(corner) for corner in facts.corners]


class Poster(Owned, Base):
    """A printed sheet, as it was made. `row_digests`: of each row beneath it, by key, to tell what changed since."""

    __tablename__ = "poster"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    kind: Mapped[PosterKind] = mapped_column(text_enum(PosterKind))
    size: Mapped[SheetSize] = mapped_column(text_enum(SheetSize))
    unit: Mapped[str] = mapped_column(String(60), default="")
    post: Mapped[str] = mapped_column(String(60), default="")
    risk_keys: Mapped[list[Any]] = mapped_column(JSON, default=list)
    plan_key: Mapped[str] = mapped_column(String(16), default="")
    row_digests: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    pages: Mapped[int]
    file_key: Mapped[str] = mapped_column(String(80))
    file_size: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(60))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def coverage(self) -> Coverage:
        """What it was made of, to make it anew."""
        return Coverage(self.kind, self.size, self.unit, self.post, tuple(self.risk_keys), self.plan_key)


for table in (SitePlan, PlanArea, Poster):
    follows_enterprise(table)

explain_constraints(
    {
        "ck_site_plan_plan_has_a_name": Explanation(_l("Write what the plan shows."), "name"),
        "ck_plan_area_area_has_a_name": Explanation(_l("Write what the area is called."), "name"),
    }
)
