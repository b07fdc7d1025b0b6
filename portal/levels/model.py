"""The table of levels."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Numeric,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access import Owned
from portal.accounts.model import Authority
from portal.assessments.model import Assessment
from portal.assessments.rules import StandardKind
from portal.db import Base, UtcDateTime, Versioned, text_enum, url_key
from portal.documents.model import Paper
from portal.levels.rules import HELD, LevelState, RankVerdict, is_visited
from portal.problems import Explanation, explain_constraints
from portal.registry.model import Enterprise
from portal.registry.moving import follows_enterprise


class Level(Owned, Versioned, Base):
    """One enterprise's standing at one kind of standard, from its first application on.

    `code`: the level that it holds or held last; `sought`: the one applied for, on the strength of `assessment`.
    `due_on`: last day of the step that the state waits for; `not_before`: first day of what may follow. `grounds`:
    codes of revocation that were proposed. `sample`: points of the last on-site sample, 0 to 100.
    """

    __tablename__ = "level"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "standard_kind"),
        UniqueConstraint("enterprise_id", "id"),
        ForeignKeyConstraint(
            ["enterprise_id", "assessment_id"], ["assessment.enterprise_id", "assessment.id"]
        ),
        ForeignKeyConstraint(["enterprise_id", "paper_id"], ["paper.enterprise_id", "paper.id"]),
        CheckConstraint("sample IS NULL OR sample BETWEEN 0 AND 100", name="sample_is_of_100_points"),
        CheckConstraint(
            "valid_until IS NULL OR valid_until > announced_on", name="ends_after_its_announcement"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    standard_kind: Mapped[StandardKind] = mapped_column(text_enum(StandardKind))
    _state: Mapped[LevelState] = mapped_column(
        "state", text_enum(LevelState), default=LevelState.NONE, index=True
    )
    entered_on: Mapped[date]
    due_on: Mapped[date | None] = mapped_column(index=True)
    not_before: Mapped[date | None]
    code: Mapped[str] = mapped_column(String(32), default="", index=True)
    sought: Mapped[str] = mapped_column(String(32), default="")
    assessment_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    extended: Mapped[bool] = mapped_column(default=False)
    rectified_on: Mapped[date | None]
    announced_on: Mapped[date | None]
    valid_until: Mapped[date | None] = mapped_column(index=True)
    number: Mapped[str] = mapped_column(String(60), default="")
    paper_id: Mapped[int | None]
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"))
    grounds: Mapped[list[Any]] = mapped_column(JSON, default=list)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_on: Mapped[date | None]
    sample: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    sampled_on: Mapped[date | None]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    enterprise: Mapped[Enterprise] = relationship(foreign_keys="Level.enterprise_id")
    authority: Mapped[Authority | None] = relationship()
    assessment: Mapped[Assessment | None] = relationship(
        primaryjoin="Level.assessment_id == Assessment.id", foreign_keys="Level.assessment_id"
    )
    paper: Mapped[Paper | None] = relationship(
        primaryjoin="Level.paper_id == Paper.id", foreign_keys="Level.paper_id"
    )

    @hybrid_property
    def state(self) -> LevelState:
        """Where it stands; changed by the workflow alone."""
        return self._state

    @property
    def is_visited(self) -> bool:
        """Whether its application is reviewed on site."""
        return is_visited(self.standard_kind.value)

    @property
    def is_held(self) -> bool:
        """Whether the enterprise has the level now."""
        return self.state in HELD


class RankDecision(Owned, Versioned, Base):
    """What a person decided of an enterprise by the ranking of a year, with the arithmetic as it stood then.

    `place` of `places` in its group; `arithmetic`: rows of code, points, weight; the enterprise may answer by `due_on`.
    """

    __tablename__ = "rank_decision"
    __table_args__ = (
        UniqueConstraint("level_id", "year"),
        UniqueConstraint("enterprise_id", "id"),
        ForeignKeyConstraint(["enterprise_id", "level_id"], ["level.enterprise_id", "level.id"]),
        CheckConstraint("place BETWEEN 1 AND places", name="place_is_one_of_the_group"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = url_key()
    level_id: Mapped[int] = mapped_column(index=True)
    year: Mapped[int]
    verdict: Mapped[RankVerdict] = mapped_column(text_enum(RankVerdict))
    place: Mapped[int]
    places: Mapped[int]
    points: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    arithmetic: Mapped[list[Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(160))
    due_on: Mapped[date]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    level: Mapped[Level] = relationship(
        foreign_keys="RankDecision.level_id", primaryjoin="RankDecision.level_id == Level.id"
    )


for table in (Level, RankDecision):
    follows_enterprise(table)

explain_constraints(
    {
        "uq_level_enterprise_id_standard_kind": Explanation(
            _l("Your enterprise has a standing at this standard already; go on with that one.")
        ),
        "uq_rank_decision_level_id_year": Explanation(
            _l("The ranking of this year was decided for the enterprise already.")
        ),
        "ck_level_sample_is_of_100_points": Explanation(_l("A sample has 0 to 100 points."), "sample"),
    }
)
