"""The table of recorded checks of controls (检查记录)."""

from collections.abc import Collection
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Owned
from portal.db import Base, UtcDateTime, session, text_enum, url_key
from portal.problems import Explanation, explain_constraints
from portal.registry.moving import follows_enterprise
from portal.risks.model import Control
from portal.risks.photos import Pictured
from portal.risks.rules import CheckResult
from portal.storage import claim_files


class ControlCheck(Owned, Pictured, Base):
    """One check of a control: what was found, by whom, and when the control is checked next.

    `checked_by` is who looked, `membership_id` in whose membership it was recorded. What the control said before
    (`next_check_before`, `out_of_order_before`) is kept so that the check can be undone.
    """

    __tablename__ = "control_check"
    __table_args__ = (
        ForeignKeyConstraint(["enterprise_id", "control_id"], ["control.enterprise_id", "control.id"]),
        CheckConstraint("result IN ('in_order', 'out_of_order')", name="check_has_a_result"),
        CheckConstraint("result = 'in_order' OR note <> ''", name="out_of_order_says_what"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    control_id: Mapped[int] = mapped_column(index=True)
    result: Mapped[CheckResult] = mapped_column(text_enum(CheckResult))
    note: Mapped[str] = mapped_column(String(300), default="")
    checked_on: Mapped[date]
    checked_by: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    membership_id: Mapped[int | None]
    next_check_on: Mapped[date]
    next_check_before: Mapped[date | None]
    out_of_order_before: Mapped[date | None]
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    control: Mapped[Control] = relationship()


follows_enterprise(ControlCheck)

explain_constraints(
    {"ck_control_check_out_of_order_says_what": Explanation(_l("Write what is out of order."), "note")}
)


@claim_files
def photos_in_use(keys: Collection[str]) -> Collection[str]:
    """Of these files, the photos of checks, undone or not. 1 statement."""
    return session().scalars(select(ControlCheck.file_key).where(ControlCheck.file_key.in_(keys))).all()
