"""Create the tables of bulk steps and saved views, and the columns by which the register is sorted by pinyin.

Why: a register of hundreds of rows is changed in one step that can be undone, and looked at in views of one's own.
Locks: the tables are new; the two columns may be empty, so that nothing is rewritten. The code before it runs
on it unchanged. `flask risks sort` fills the pinyin of rows that were there before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_add_bulk_edits_and_views"
down_revision = "0011_add_affirmations_and_peers"
branch_labels = None
depends_on = None

OWNED = ("bulk_edit", "saved_view")

IN_SCOPE = """
    current_setting('anbao.kind', true) = 'system'
    OR (current_setting('anbao.kind', true) = 'enterprise'
        AND enterprise_id = nullif(current_setting('anbao.enterprise', true), '')::int)
    OR (current_setting('anbao.kind', true) = 'authority'
        AND region_path >= current_setting('anbao.region_lo', true)
        AND region_path < current_setting('anbao.region_hi', true))
"""


def by_bytes(length: int) -> sa.types.TypeEngine[str]:
    """Text compared by bytes on either database."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Create the two tables, with their wall on PostgreSQL, and add the columns."""
    op.create_table(
        "bulk_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("row_states", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=60), nullable=False),
        sa.Column("left_keys", sa.JSON(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", by_bytes(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_bulk_edit_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_edit")),
        sa.UniqueConstraint("key", name=op.f("uq_bulk_edit_key")),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", by_bytes(64), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_saved_view_view_has_a_name")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_saved_view_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("key", name=op.f("uq_saved_view_key")),
        sa.UniqueConstraint(
            "enterprise_id",
            "membership_id",
            "name",
            name=op.f("uq_saved_view_enterprise_id_membership_id_name"),
        ),
    )
    op.create_index(op.f("ix_saved_view_membership_id"), "saved_view", ["membership_id"], unique=False)
    for table in OWNED:
        for column in ("enterprise_id", "region_path"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    for column in ("name_key", "person_key"):
        op.add_column("risk", sa.Column(column, by_bytes(200), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        for table in OWNED:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY scope ON {table} USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})")


def downgrade() -> None:
    """Drop them; indexes and policies go along."""
    for column in ("person_key", "name_key"):
        op.drop_column("risk", column)
    for table in OWNED:
        op.drop_table(table)
