"""Add the checks of controls, and since when a control is out of order.

Why: the owner of a control records each check; a control that was not checked in time or is out of order raises the
live grade of its risk. Locks: adding a nullable column takes a moment's exclusive lock on `control`; its two indexes
are built concurrently, some seconds at 10,000 enterprises, without stopping writers. The code before it runs on it
unchanged: it leaves the new column empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_add_control_checks"
down_revision = "0006_add_grading_methods"
branch_labels = None
depends_on = None

INDEXED = ("next_check_on", "out_of_order_since")

IN_SCOPE = """
    current_setting('anbao.kind', true) = 'system'
    OR (current_setting('anbao.kind', true) = 'enterprise'
        AND enterprise_id = nullif(current_setting('anbao.enterprise', true), '')::int)
    OR (current_setting('anbao.kind', true) = 'authority'
        AND region_path >= current_setting('anbao.region_lo', true)
        AND region_path < current_setting('anbao.region_hi', true))
"""


def upgrade() -> None:
    """Create the table behind the second wall; add the column; index what the overview asks."""
    op.create_table(
        "control_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("control_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by", sa.String(length=60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("next_check_on", sa.Date(), nullable=False),
        sa.Column("next_check_before", sa.Date(), nullable=True),
        sa.Column("out_of_order_before", sa.Date(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(), nullable=False),
        sa.Column("file_key", sa.String(length=80), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file_type", sa.String(length=80), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "result IN ('in_order', 'out_of_order')", name=op.f("ck_control_check_check_has_a_result")
        ),
        sa.CheckConstraint(
            "result = 'in_order' OR note <> ''", name=op.f("ck_control_check_out_of_order_says_what")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "control_id"],
            ["control.enterprise_id", "control.id"],
            name=op.f("fk_control_check_enterprise_id_control_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_control_check_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_check")),
        sa.UniqueConstraint("key", name=op.f("uq_control_check_key")),
    )
    for column in ("control_id", "enterprise_id", "region_path"):
        op.create_index(op.f(f"ix_control_check_{column}"), "control_check", [column], unique=False)
    op.add_column("control", sa.Column("out_of_order_since", sa.Date(), nullable=True))
    if op.get_context().dialect.name == "postgresql":
        wall()
    index_controls()


def region_path() -> sa.types.TypeEngine[str]:
    """Text compared by bytes on either database."""
    return sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def wall() -> None:
    """The second wall around the new table, as around every owned one."""
    op.execute("ALTER TABLE control_check ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE control_check FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON control_check USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})")


def index_controls() -> None:
    """PostgreSQL builds the indexes without stopping writers, outside the transaction."""
    if op.get_context().dialect.name != "postgresql":
        for column in INDEXED:
            op.create_index(op.f(f"ix_control_{column}"), "control", [column], unique=False)
        return
    with op.get_context().autocommit_block():
        for column in INDEXED:
            op.create_index(
                op.f(f"ix_control_{column}"), "control", [column], unique=False, postgresql_concurrently=True
            )


def downgrade() -> None:
    """Drop the table, the indexes and the column."""
    for column in INDEXED:
        op.drop_index(op.f(f"ix_control_{column}"), table_name="control")
    op.drop_column("control", "out_of_order_since")
    op.drop_table("control_check")
