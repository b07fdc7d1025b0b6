"""Add what shows that a measure was carried out: photos and papers of a finding.

Why: a measure is followed until it is closed, with its proof. Locks: none, for the table is new. The code before it
runs on it unchanged.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015_add_finding_evidence"
down_revision = "0014_add_assessments"
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
    op.create_table(
        "finding_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "finding_id"],
            ["assessment_finding.enterprise_id", "assessment_finding.id"],
            name=op.f("fk_finding_evidence_enterprise_id_finding_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_finding_evidence_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_evidence")),
        sa.UniqueConstraint("key", name=op.f("uq_finding_evidence_key")),
    )
    for column in ("enterprise_id", "finding_id", "region_path"):
        op.create_index(op.f(f"ix_finding_evidence_{column}"), "finding_evidence", [column], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE finding_evidence ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE finding_evidence FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY scope ON finding_evidence USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})")


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("finding_evidence")
