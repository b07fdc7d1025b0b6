"""The table of recorded checks of controls (检查记录), and the files of their photos."""

from collections.abc import Collection
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Owned
from portal.db import Base, UtcDateTime, text_enum, url_key
from portal.db import session as session_now
from portal.problems import Explanation, explain_constraints
from portal.registry.moving import follows_enterprise
from portal.risks.model import Control
from portal.risks.rules import CheckResult
from portal.storage import claim_files
from sqlalchemy import select


class ControlCheck(Owned, Base):
    """One check of a control: what was found, by whom, with a photo or without, and when it is checked next.

    `next_check_before` and `out_of_order_before` are what the control said before, so that the check can be undone.
    `person_id` is whose account recorded it; None where the machine did (accepting what a slip brought names the
    person on the spot in `checked_by`).
    """

    __tablename__ = "control_check"
    __table_args__ = (
        ForeignKeyConstraint(["enterprise_id", "control_id"], ["control.enterprise_id", "control.id"]),
        CheckConstraint("result IN ('in_order', 'out_of_order')", name="check_has_a_result"),
        CheckConstraint("result = 'in_order' OR note <> ''", name="out_of_order_says_what"),
        CheckConstraint("(file_key = '') = (file_size = 0)", name="photo_is_whole"),
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
    file_key: Mapped[str] = mapped_column(String(80), default="")
    file_name: Mapped[str] = mapped_column(String(120), default="")
    file_type: Mapped[str] = mapped_column(String(80), default="")
    file_size: Mapped[int] = mapped_column(default=0)
    file_digest: Mapped[str] = mapped_column(String(64), default="")
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
