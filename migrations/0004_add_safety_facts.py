"""Add what enterprises tell for the risk report: safety profile, sections of key sectors, rows of lists.

Why: the report asks workforce, certificates, insurance and the sections of key sectors (Order 140). Locks: none, for
the tables are new. The code before it runs on it unchanged.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_add_safety_facts"
down_revision = "0003_add_procrastinate"
branch_labels = None
depends_on = None

TABLES = ("fact_row", "sector_section", "safety_profile")

IN_SCOPE = """
    current_setting('anbao.kind', true) = 'system'
    OR (current_setting('anbao.kind', true) = 'enterprise'
        AND enterprise_id = nullif(current_setting('anbao.enterprise', true), '')::int)
    OR (current_setting('anbao.kind', true) = 'authority'
        AND region_path >= current_setting('anbao.region_lo', true)
        AND region_path < current_setting('anbao.region_hi', true))
"""


def upgrade() -> None:
    """Create the tables, and their policies on PostgreSQL."""
    _profile()
    _section()
    _row()
    for table in TABLES:
        op.create_index(op.f(f"ix_{table}_enterprise_id"), table, ["enterprise_id"], unique=False)
        op.create_index(op.f(f"ix_{table}_region_path"), table, ["region_path"], unique=False)
        if op.get_bind().dialect.name == "postgresql":
            _wall(table)
    op.create_index(op.f("ix_fact_row_enterprise_id_list_code"), "fact_row", ["enterprise_id", "list_code"])


def _profile() -> None:
    op.create_table(
        "safety_profile",
        sa.Column("village", sa.String(length=60), nullable=True),
        sa.Column("longitude", exact(), nullable=True),
        sa.Column("latitude", exact(), nullable=True),
        sa.Column("supervising_trade", sa.String(length=20), nullable=True),
        sa.Column("supervising_department", sa.String(length=20), nullable=True),
        sa.Column("agency_workers", sa.Integer(), nullable=True),
        sa.Column("one_shift_workers", sa.Integer(), nullable=True),
        sa.Column("shifts", sa.String(length=20), nullable=True),
        sa.Column("joined_last_year", sa.Integer(), nullable=True),
        sa.Column("left_last_year", sa.Integer(), nullable=True),
        sa.Column("staff_last_year", sa.Integer(), nullable=True),
        sa.Column("safety_department", sa.String(length=60), nullable=True),
        sa.Column("safety_department_staff", sa.Integer(), nullable=True),
        sa.Column("full_time_staff", sa.Integer(), nullable=True),
        sa.Column("full_time_certified", sa.Integer(), nullable=True),
        sa.Column("part_time_staff", sa.Integer(), nullable=True),
        sa.Column("part_time_certified", sa.Integer(), nullable=True),
        sa.Column("registered_engineers", sa.Integer(), nullable=True),
        sa.Column("special_operation_workers", sa.Integer(), nullable=True),
        sa.Column("special_operation_certificates", sa.Integer(), nullable=True),
        sa.Column("principal_training", sa.String(length=20), nullable=True),
        sa.Column("principal_training_on", sa.Date(), nullable=True),
        sa.Column("staff_training", sa.String(length=20), nullable=True),
        sa.Column("staff_training_on", sa.Date(), nullable=True),
        sa.Column("three_simultaneities", sa.Boolean(), nullable=True),
        sa.Column("injury_insured", sa.Integer(), nullable=True),
        sa.Column("liability_insured", sa.Boolean(), nullable=True),
        sa.Column("liability_sum", exact(), nullable=True),
        sa.Column("liability_persons", sa.Integer(), nullable=True),
        sa.Column("safety_spending", exact(), nullable=True),
        sa.Column("standardisation", sa.String(length=20), nullable=True),
        sa.Column("standardisation_until", sa.Date(), nullable=True),
        sa.Column("dual_prevention", sa.String(length=20), nullable=True),
        sa.Column("accidents", sa.Integer(), nullable=True),
        sa.Column("deaths", sa.Integer(), nullable=True),
        sa.Column("injuries", sa.Integer(), nullable=True),
        sa.Column("has_special_equipment", sa.Boolean(), nullable=True),
        sa.Column("has_confined_space", sa.Boolean(), nullable=True),
        sa.Column("has_chemicals", sa.Boolean(), nullable=True),
        sa.Column("has_sewage", sa.Boolean(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        *_owned("safety_profile"),
        sa.UniqueConstraint("enterprise_id", name=op.f("uq_safety_profile_enterprise_id")),
    )


def _section() -> None:
    op.create_table(
        "sector_section",
        sa.Column("sector", sa.String(length=20), nullable=False),
        sa.Column("edition", sa.String(length=10), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        *_owned("sector_section"),
        sa.UniqueConstraint("enterprise_id", "sector", name=op.f("uq_sector_section_enterprise_id_sector")),
    )


def _row() -> None:
    op.create_table(
        "fact_row",
        sa.Column("list_code", sa.String(length=40), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        *_owned("fact_row"),
        sa.CheckConstraint("list_code <> ''", name=op.f("ck_fact_row_fact_row_is_of_a_list")),
    )


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f(f"fk_{table}_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("key", name=op.f(f"uq_{table}_key")),
    ]


def region_path(length: int) -> sa.types.TypeEngine[str]:
    """Text compared by bytes on either database."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def exact() -> sa.types.TypeEngine[object]:
    """A decimal; SQLite keeps its text."""
    return sa.Numeric(15, 6).with_variant(sa.String(20), "sqlite")


def _wall(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON {table} USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})")


def downgrade() -> None:
    """Drop the tables with all that hangs on them."""
    for table in TABLES:
        op.drop_table(table)
