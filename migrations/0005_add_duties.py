"""Add what reporting duties need: days of acceptance and trial production, owed change reports, working-day tables.

Why: first and change reports have deadlines of their own, and the administrator's yearly table of working days lies
on top of the library. Locks: two nullable columns are added to `enterprise` without a rewrite (milliseconds); the other
tables are new. The code before it runs on it unchanged: it neither reads nor writes them. `flask risks duties` then
works out who owes a change report already.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_add_duties"
down_revision = "0004_add_safety_facts"
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


def upgrade() -> None:
    """Add the columns and the tables."""
    op.add_column("enterprise", sa.Column("accepted_on", sa.Date(), nullable=True))
    op.add_column("enterprise", sa.Column("trial_production_on", sa.Date(), nullable=True))
    _create_change_duty()
    _create_calendar_year()


def _create_change_duty() -> None:
    path = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
    op.create_table(
        "change_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", path, nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_change_duty_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_duty")),
        sa.UniqueConstraint("enterprise_id", name=op.f("uq_change_duty_enterprise_id")),
    )
    for column in ("enterprise_id", "region_path", "since"):
        op.create_index(op.f(f"ix_change_duty_{column}"), "change_duty", [column], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE change_duty ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE change_duty FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY scope ON change_duty USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})")


def _create_calendar_year() -> None:
    op.create_table(
        "calendar_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("notice", sa.String(length=120), nullable=False),
        sa.Column("edition", sa.String(length=16), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=160), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_year")),
        sa.UniqueConstraint("key", name=op.f("uq_calendar_year_key")),
        sa.UniqueConstraint("year", name=op.f("uq_calendar_year_year")),
        sa.CheckConstraint(
            "state <> 'announced' OR notice <> ''",
            name=op.f("ck_calendar_year_announced_year_names_its_notice"),
        ),
    )
    op.create_table(
        "special_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["year_id"], ["calendar_year.id"], name=op.f("fk_special_day_year_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_day")),
        sa.UniqueConstraint("day", name=op.f("uq_special_day_day")),
    )
    op.create_index(op.f("ix_special_day_year_id"), "special_day", ["year_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    for table in ("special_day", "calendar_year", "change_duty"):
        op.drop_table(table)
    with op.batch_alter_table("enterprise") as table:
        table.drop_column("trial_production_on")
        table.drop_column("accepted_on")
