"""Create the tables of site plans, their areas and posters.

Why: enterprises draw the four-colour plan and print what hangs on site. Locks: none, for the tables are new. The
code before it runs on it unchanged.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009_create_site_plans"
down_revision = "0008_add_slips"
branch_labels = None
depends_on = None

OWNED = ("site_plan", "plan_area", "poster")

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
    """Create the three tables, with their wall on PostgreSQL."""
    op.create_table(
        "site_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("file_key", sa.String(length=80), nullable=False),
        sa.Column("content_type", sa.String(length=80), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_site_plan_plan_has_a_name")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_site_plan_plan_has_a_size")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_site_plan_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_plan")),
        sa.UniqueConstraint("enterprise_id", "id", name=op.f("uq_site_plan_enterprise_id_id")),
        sa.UniqueConstraint("key", name=op.f("uq_site_plan_key")),
    )
    op.create_table(
        "plan_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("risk_keys", sa.JSON(), nullable=False),
        sa.Column("corners", sa.JSON(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_plan_area_area_has_a_name")),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "plan_id"],
            ["site_plan.enterprise_id", "site_plan.id"],
            name=op.f("fk_plan_area_enterprise_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_plan_area_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_area")),
        sa.UniqueConstraint("key", name=op.f("uq_plan_area_key")),
    )
    op.create_index(op.f("ix_plan_area_plan_id"), "plan_area", ["plan_id"], unique=False)
    op.create_table(
        "poster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("size", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("risk_keys", sa.JSON(), nullable=False),
        sa.Column("plan_key", sa.String(length=16), nullable=False),
        sa.Column("row_digests", sa.JSON(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(length=80), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_poster_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster")),
        sa.UniqueConstraint("key", name=op.f("uq_poster_key")),
    )
    for table in OWNED:
        for column in ("enterprise_id", "region_path"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        for table in OWNED:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY scope ON {table} USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})")


def downgrade() -> None:
    """Drop them; indexes and policies go along."""
    for table in ("poster", "plan_area", "site_plan"):
        op.drop_table(table)
