"""Add workbooks that are imported, what their heads mean, and what each import did to each row.

Why: registers come in and go out as Excel lists. Locks: none, for the tables are new. The code before it runs on
it unchanged.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010_add_workbooks"
down_revision = "0009_create_site_plans"
branch_labels = None
depends_on = None

OWNED = ("workbook", "header_mapping", "imported_row")

IN_SCOPE = """
    current_setting('anbao.kind', true) = 'system'
    OR (current_setting('anbao.kind', true) = 'enterprise'
        AND enterprise_id = nullif(current_setting('anbao.enterprise', true), '')::int)
    OR (current_setting('anbao.kind', true) = 'authority'
        AND region_path >= current_setting('anbao.region_lo', true)
        AND region_path < current_setting('anbao.region_hi', true))
"""


def region_path() -> sa.types.TypeEngine[str]:
    """Compared by bytes on every database."""
    return sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")


def owned(table: str, *columns: sa.schema.SchemaItem) -> None:
    """Create a table of rows that belong to an enterprise, with its indexes and its wall."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f(f"fk_{table}_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("enterprise_id", "region_path"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def upgrade() -> None:
    """Create the three tables; in PostgreSQL with row-level security."""
    owned(
        "workbook",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("file_key", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("sheet", sa.String(length=64), nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("counts_kept", sa.JSON(), nullable=False),
        sa.Column("findings_kept", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.String(length=60), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=60), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("trouble", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("key", name=op.f("uq_workbook_key")),
    )
    owned(
        "header_mapping",
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("meanings", sa.JSON(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=60), nullable=False),
        sa.UniqueConstraint(
            "enterprise_id", "signature", name=op.f("uq_header_mapping_enterprise_id_signature")
        ),
    )
    owned(
        "imported_row",
        sa.Column("risk_key", sa.String(length=16), nullable=False),
        sa.Column("workbook_key", sa.String(length=16), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=60), nullable=False),
    )
    for column in ("risk_key", "workbook_key"):
        op.create_index(op.f(f"ix_imported_row_{column}"), "imported_row", [column], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        for table in OWNED:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY scope ON {table} USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})")


def downgrade() -> None:
    """Drop the three tables."""
    for table in OWNED:
        op.drop_table(table)
