"""Tables of the register: risks, their controls with evidence, and the answers to the questions of the trade."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column, relationship, validates

from portal.access import Owned
from portal.clock import local_day
from portal.db import Base, UtcDateTime, Versioned, text_enum, url_key
from portal.problems import Explanation, explain_constraints
from portal.registry.moving import follows_enterprise
from portal.registry.sorting import KEY_LENGTH, sort_key
from portal.risks.accidents import edition_of
from portal.risks.graded import GradedRow
from portal.risks.rules import (
    ConditionAnswer,
    ControlKind,
    ControlLevel,
    Frequency,
    Grade,
    Presence,
)


def _sorted_by(source: str) -> MappedColumn[str | None]:
    """The column of the pinyin of another one; None in rows older than it. Rows that come in bulk have no attribute to
    be listened to, hence the default."""
    text = String(KEY_LENGTH).with_variant(String(KEY_LENGTH, collation="C"), "postgresql")
    return mapped_column(
        text, default=lambda context: sort_key(context.get_current_parameters().get(source) or "")
    )


class Risk(GradedRow, Owned, Versioned, Base):
    """One row of an enterprise's register; its key stays the same over years, and it is removed, never deleted.

    `assessments` keeps for each method that was used (`lec@1.0`) its values, product and grade as they came out;
    `method` names the one that counts. These say the risk as it stands, with its controls (剩余风险);
    `inherent_assessments`, if given, what it would be without them (固有风险). `accident_types` are ordered, the
    main one first. `usual_code` names the usual hazard that the row was adopted from.
    """

    __tablename__ = "risk"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "number"),
        UniqueConstraint("enterprise_id", "id"),
        CheckConstraint("grade IN ('major', 'larger', 'general', 'low')", name="grade_is_one_of_four"),
        CheckConstraint(
            "inherent_grade IN ('major', 'larger', 'general', 'low')", name="inherent_grade_is_one_of_four"
        ),
        CheckConstraint("name <> ''", name="risk_has_a_name"),
        CheckConstraint("(removed_at IS NULL) = (removed_reason = '')", name="removed_risk_has_a_reason"),
        CheckConstraint(
            "condition_answer IS NULL OR catalogue_code IS NOT NULL", name="condition_is_of_a_catalogue_row"
        ),
        CheckConstraint(
            "condition_answer IS NULL OR condition_answer <> 'does_not_apply' OR condition_reason <> ''",
            name="override_has_a_reason",
        ),
        CheckConstraint("direct_grade IS NULL OR direct_reason <> ''", name="direct_judgement_has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    number: Mapped[int]
    unit: Mapped[str] = mapped_column(String(60), default="")
    risk_point: Mapped[str] = mapped_column(String(80), default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str | None] = _sorted_by("name")
    description: Mapped[str] = mapped_column(Text, default="")
    consequence: Mapped[str] = mapped_column(Text, default="")
    accident_types: Mapped[list[Any]] = mapped_column(JSON, default=list)
    method: Mapped[str | None] = mapped_column(String(20))
    assessments: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    inherent_assessments: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    inherent_grade: Mapped[Grade | None] = mapped_column(text_enum(Grade))
    catalogue_code: Mapped[str | None] = mapped_column(String(20))
    condition_answer: Mapped[ConditionAnswer | None] = mapped_column(text_enum(ConditionAnswer))
    condition_reason: Mapped[str] = mapped_column(String(300), default="")
    direct_criteria: Mapped[list[Any]] = mapped_column(JSON, default=list)
    direct_grade: Mapped[Grade | None] = mapped_column(text_enum(Grade))
    direct_reason: Mapped[str] = mapped_column(String(300), default="")
    grade: Mapped[Grade | None] = mapped_column(text_enum(Grade))
    identified_on: Mapped[date | None]
    emergency_measures: Mapped[str] = mapped_column(Text, default="")
    had_accident: Mapped[bool] = mapped_column(default=False)
    responsible_department: Mapped[str] = mapped_column(String(60), default="")
    responsible_person: Mapped[str] = mapped_column(String(60), default="")
    person_key: Mapped[str | None] = _sorted_by("responsible_person")
    responsible_phone: Mapped[str] = mapped_column(String(20), default="")
    complaint_phone: Mapped[str] = mapped_column(String(20), default="")
    usual_code: Mapped[str | None] = mapped_column(String(20))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_reason: Mapped[str] = mapped_column(String(300), default="")

    controls: Mapped[list["Control"]] = relationship(back_populates="risk", order_by="Control.id")

    @validates("name", "responsible_person")
    def _keep_sorted(self, field: str, value: str) -> str:
        """Keep the pinyin beside the words."""
        setattr(self, "name_key" if field == "name" else "person_key", sort_key(value or ""))
        return value

    @property
    def accident_edition(self) -> str | None:
        """The edition of GB 6441 that its accident types belong to; None for none or a mixture."""
        return edition_of(self.accident_types)

    @property
    def condition_unanswered(self) -> bool:
        """Whether the catalogue asks something that may force the grade and nobody has answered it."""
        row = self.catalogue_row
        return row is not None and row.forces_grade and self.condition_answer is None

    @property
    def changed_since_filed(self) -> bool:
        """Whether the register says something of this row that was not declared yet."""
        return self.last_filed_at is None or self.changed_at > self.last_filed_at

    @property
    def active_controls(self) -> list["Control"]:
        """Its controls without those removed, in the order of the five kinds."""
        kinds = list(ControlKind)
        kept = [control for control in self.controls if control.removed_at is None]
        return sorted(kept, key=lambda control: (kinds.index(control.kind), control.id))


class Control(Owned, Base):
    """One measure that keeps a risk down, with its level, who answers for it and when it is checked next.

    `out_of_order_since`: the day of the check that found it out of order, until a later one finds it in order.
    """

    __tablename__ = "control"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "id"),
        ForeignKeyConstraint(["enterprise_id", "risk_id"], ["risk.enterprise_id", "risk.id"]),
        CheckConstraint("text <> ''", name="control_says_what"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    risk_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[ControlKind] = mapped_column(text_enum(ControlKind))
    text: Mapped[str] = mapped_column(Text)
    level: Mapped[ControlLevel] = mapped_column(text_enum(ControlLevel))
    department: Mapped[str] = mapped_column(String(60), default="")
    person: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    frequency: Mapped[Frequency | None] = mapped_column(text_enum(Frequency))
    next_check_on: Mapped[date | None] = mapped_column(index=True)
    out_of_order_since: Mapped[date | None] = mapped_column(index=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    risk: Mapped[Risk] = relationship(back_populates="controls")
    evidence: Mapped[list["Evidence"]] = relationship(back_populates="control", order_by="Evidence.id")

    @property
    def active_evidence(self) -> list["Evidence"]:
        """Its evidence without what was removed."""
        return [one for one in self.evidence if one.removed_at is None]


class Evidence(Owned, Base):
    """A photo or paper that shows a control at work. `file_key` finds the bytes in the store."""

    __tablename__ = "evidence"
    __table_args__ = (
        ForeignKeyConstraint(["enterprise_id", "control_id"], ["control.enterprise_id", "control.id"]),
        CheckConstraint("size > 0", name="evidence_is_not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    control_id: Mapped[int] = mapped_column(index=True)
    file_key: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    content_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(60))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    control: Mapped[Control] = relationship(back_populates="evidence")


class ZeroAnswer(Owned, Base):
    """What an enterprise answered to one question of its trade. `code`: the row of catalogue or usual hazards."""

    __tablename__ = "zero_answer"
    __table_args__ = (UniqueConstraint("enterprise_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    code: Mapped[str] = mapped_column(String(20))
    answer: Mapped[Presence] = mapped_column(text_enum(Presence))
    note: Mapped[str] = mapped_column(String(300), default="")
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(60))

    @property
    def answered_on(self) -> date:
        """The day of the answer in Asia/Shanghai."""
        return local_day(self.answered_at)


class ChangeDuty(Owned, Base):
    """An enterprise owes a change report: since when, and for what (`Reason.stored()`). There is no row while nothing
    differs from what was declared last; what changes register, facts or filings keeps it in its own transaction."""

    __tablename__ = "change_duty"
    __table_args__ = (UniqueConstraint("enterprise_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[date] = mapped_column(index=True)
    reasons: Mapped[list[Any]] = mapped_column(JSON)


class ImportedRow(Owned, Base):
    """What one import did to one row of the register: the line of the list, and what changed from what to what.

    An import is one event, sealed with the digest of these rows; here they can be read, row by row. Values of
    personal fields are salted digests, as in events.
    """

    __tablename__ = "imported_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    risk_key: Mapped[str] = mapped_column(String(16), index=True)
    workbook_key: Mapped[str] = mapped_column(String(16), index=True)
    line: Mapped[int]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(60))


class BulkEdit(Owned, Base):
    """Many rows of the register changed alike, or removed, in one step, kept so that it can be undone.

    `chosen`: the new values by field (dates as text), `reason`: why they were removed. `row_states`: of each row its
    key, what stood `before` by field, and the former next check of each control (`checks`). `left_keys`: the rows that
    the undoing left as they were.
    """

    __tablename__ = "bulk_edit"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    chosen: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(300), default="")
    row_states: Mapped[list[Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(60))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str] = mapped_column(String(60), default="")
    left_keys: Mapped[list[Any]] = mapped_column(JSON, default=list)


class SavedView(Owned, Base):
    """Filters and order of the register under a name. `query`: as the address holds them; `opens`: the register opens
    with it, for whoever saved it, or for all who see it and have no such view of their own."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "membership_id", "name"),
        CheckConstraint("name <> ''", name="view_has_a_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    membership_id: Mapped[int] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(20))
    query: Mapped[str] = mapped_column(String(1000))
    shared: Mapped[bool] = mapped_column(default=False)
    opens: Mapped[bool] = mapped_column(default=False)


for table in (Risk, Control, Evidence, ZeroAnswer, ChangeDuty, ImportedRow, BulkEdit, SavedView):
    follows_enterprise(table)

explain_constraints(
    {
        "ck_risk_risk_has_a_name": Explanation(_l("Write what the hazard is."), "name"),
        "ck_risk_removed_risk_has_a_reason": Explanation(_l("Write why the row is removed."), "reason"),
        "ck_risk_override_has_a_reason": Explanation(
            _l("Write why the condition of the catalogue does not apply here."), "condition_reason"
        ),
        "ck_risk_direct_judgement_has_a_reason": Explanation(
            _l("Write the reason of the direct judgement."), "direct_reason"
        ),
        "ck_control_control_says_what": Explanation(_l("Write what the control is."), "text"),
        "uq_saved_view_enterprise_id_membership_id_name": Explanation(
            _l("You have a view of this name already; choose another name."), "name"
        ),
        "ck_saved_view_view_has_a_name": Explanation(_l("Give the view a name."), "name"),
        "uq_zero_answer_enterprise_id_code": Explanation(
            _l("Someone else has just answered this question; look at the answer first.")
        ),
    }
)
