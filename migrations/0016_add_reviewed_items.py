"""Add the table of reviewers' own answers to items of filed assessments.

Why: a reviewer's score stands beside the enterprise's. Locks: none, for the table is new. The code before it runs on
it unchanged.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_add_reviewed_items"
down_revision = "0015_add_finding_evidence"
branch_labels = None
depends_on = None

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
    """Create the table; on PostgreSQL the second wall around it."""
    _create_table()
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE reviewed_item ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE reviewed_item FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY scope ON reviewed_item USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})")


def _create_table() -> None:
    op.create_table(
        "reviewed_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("row_digest", sa.String(length=64), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=32), nullable=True),
        sa.Column("option", sa.String(length=32), nullable=True),
        sa.Column("sampled", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Integer(), nullable=True),
        sa.Column("zero", sa.Boolean(), nullable=False),
        sa.Column("extra", sa.Boolean(), nullable=False),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("points", sa.Numeric(precision=7, scale=3), nullable=True),
        sa.Column("reviewed_by", sa.String(length=60), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.CheckConstraint(
            "points IS NULL OR points >= 0", name=op.f("ck_reviewed_item_reviewed_points_are_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "filing_id"],
            ["filing.enterprise_id", "filing.id"],
            name=op.f("fk_reviewed_item_enterprise_id_filing_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_reviewed_item_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewed_item")),
        sa.UniqueConstraint("filing_id", "item_id", name=op.f("uq_reviewed_item_filing_id_item_id")),
        sa.UniqueConstraint("key", name=op.f("uq_reviewed_item_key")),
    )
    op.create_index(op.f("ix_reviewed_item_enterprise_id"), "reviewed_item", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_reviewed_item_filing_id"), "reviewed_item", ["filing_id"], unique=False)
    op.create_index(op.f("ix_reviewed_item_region_path"), "reviewed_item", ["region_path"], unique=False)


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("reviewed_item")
