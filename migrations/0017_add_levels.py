"""Add levels: the standing of an enterprise at a standard, and what was decided by the ranking of a year.

Why: levels are applied for, granted, renewed and revoked here. Locks: none, for the tables are new. The code before it
runs on it unchanged.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017_add_levels"
down_revision = "0016_add_reviewed_items"
branch_labels = None
depends_on = None

OWNED = ("level", "rank_decision")

IN_SCOPE = """
    current_setting('anbao.kind', true) = 'system'
    OR (current_setting('anbao.kind', true) = 'enterprise'
        AND enterprise_id = nullif(current_setting('anbao.enterprise', true), '')::int)
    OR (current_setting('anbao.kind', true) = 'authority'
        AND region_path >= current_setting('anbao.region_lo', true)
        AND region_path < current_setting('anbao.region_hi', true))
"""


def region_path(length: int) -> sa.types.TypeEngine[str]:
    """Text compared by bytes on either database."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables; on PostgreSQL the second wall around those that are owned."""
    _create_tables()
    if op.get_bind().dialect.name == "postgresql":
        for table in OWNED:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY scope ON {table} USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})")


def _create_tables() -> None:
    op.create_table(
        "level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("standard_kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("not_before", sa.Date(), nullable=True),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("sought", sa.String(length=32), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("rectified_on", sa.Date(), nullable=True),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("authority_id", sa.Integer(), nullable=True),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("sample", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("sampled_on", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "sample IS NULL OR sample BETWEEN 0 AND 100", name=op.f("ck_level_sample_is_of_100_points")
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until > announced_on",
            name=op.f("ck_level_ends_after_its_announcement"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_level_authority_id")),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "assessment_id"],
            ["assessment.enterprise_id", "assessment.id"],
            name=op.f("fk_level_enterprise_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "paper_id"],
            ["paper.enterprise_id", "paper.id"],
            name=op.f("fk_level_enterprise_id_paper_id"),
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_level_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level")),
        sa.UniqueConstraint("enterprise_id", "id", name=op.f("uq_level_enterprise_id_id")),
        sa.UniqueConstraint(
            "enterprise_id", "standard_kind", name=op.f("uq_level_enterprise_id_standard_kind")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_level_key")),
    )
    op.create_index(op.f("ix_level_code"), "level", ["code"], unique=False)
    op.create_index(op.f("ix_level_due_on"), "level", ["due_on"], unique=False)
    op.create_index(op.f("ix_level_enterprise_id"), "level", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_level_region_path"), "level", ["region_path"], unique=False)
    op.create_index(op.f("ix_level_state"), "level", ["state"], unique=False)
    op.create_index(op.f("ix_level_valid_until"), "level", ["valid_until"], unique=False)
    op.create_table(
        "rank_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("points", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("arithmetic", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=160), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "place BETWEEN 1 AND places", name=op.f("ck_rank_decision_place_is_one_of_the_group")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "level_id"],
            ["level.enterprise_id", "level.id"],
            name=op.f("fk_rank_decision_enterprise_id_level_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_rank_decision_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rank_decision")),
        sa.UniqueConstraint("enterprise_id", "id", name=op.f("uq_rank_decision_enterprise_id_id")),
        sa.UniqueConstraint("key", name=op.f("uq_rank_decision_key")),
        sa.UniqueConstraint("level_id", "year", name=op.f("uq_rank_decision_level_id_year")),
    )
    op.create_index(op.f("ix_rank_decision_enterprise_id"), "rank_decision", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_rank_decision_level_id"), "rank_decision", ["level_id"], unique=False)
    op.create_index(op.f("ix_rank_decision_region_path"), "rank_decision", ["region_path"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("rank_decision")
    op.drop_table("level")
