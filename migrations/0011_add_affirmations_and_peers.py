"""Add the yearly confirmation of rows, and what is usual among peers.

Why: the regular report says row by row what has become of last year's risks; and an enterprise is asked about what most
of its trade declares. Locks: both tables are new. The code before it runs on it unchanged: it neither reads nor writes
them. `peer_group` belongs to no enterprise: it names none, and holds no number below five.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011_add_affirmations_and_peers"
down_revision = "0010_add_workbooks"
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
    """Add both tables."""
    _create_affirmation()
    op.create_table(
        "peer_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(length=4), nullable=False),
        sa.Column("scale", sa.String(length=12), nullable=False),
        sa.Column("sectors", sa.String(length=300), nullable=False),
        sa.Column("peers", sa.Integer(), nullable=False),
        sa.Column("declared", sa.JSON(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_group")),
        sa.UniqueConstraint("prefix", "scale", "sectors", name=op.f("uq_peer_group_prefix_scale_sectors")),
    )


def _create_affirmation() -> None:
    path = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
    op.create_table(
        "affirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("risk_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.String(length=60), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", path, nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "risk_id"],
            ["risk.enterprise_id", "risk.id"],
            name=op.f("fk_affirmation_enterprise_id_risk_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_affirmation_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affirmation")),
        sa.UniqueConstraint("key", name=op.f("uq_affirmation_key")),
        sa.UniqueConstraint("risk_id", "year", name=op.f("uq_affirmation_risk_id_year")),
    )
    for column in ("enterprise_id", "region_path"):
        op.create_index(op.f(f"ix_affirmation_{column}"), "affirmation", [column], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE affirmation ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE affirmation FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY scope ON affirmation USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})")


def downgrade() -> None:
    """Take them away."""
    op.drop_table("peer_group")
    op.drop_table("affirmation")
