"""Add slips, and what their holders suggest.

Why: workshop heads and team leaders record checks and report hazards without an account, for their own rows, until a
day; what they add waits to be accepted. Locks: none, for both tables are new. The code before it runs on it unchanged.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_add_slips"
down_revision = "0007_add_control_checks"
branch_labels = None
depends_on = None

OWNED = ("slip", "suggestion")

IN_SCOPE = """
    current_setting('anbao.kind', true) = 'system'
    OR (current_setting('anbao.kind', true) = 'enterprise'
        AND enterprise_id = nullif(current_setting('anbao.enterprise', true), '')::int)
    OR (current_setting('anbao.kind', true) = 'authority'
        AND region_path >= current_setting('anbao.region_lo', true)
        AND region_path < current_setting('anbao.region_hi', true))
"""


def upgrade() -> None:
    """Create both tables, on PostgreSQL behind the second wall."""
    add_slips()
    add_suggestions()
    for table in OWNED:
        for column in ("enterprise_id", "region_path"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
        if op.get_context().dialect.name == "postgresql":
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY scope ON {table} USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})")


def region_path() -> sa.types.TypeEngine[str]:
    """Text compared by bytes on either database."""
    return sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def add_slips() -> None:
    """The links that were handed out."""
    op.create_table(
        "slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=60), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("risk_keys", sa.JSON(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(), nullable=False),
        sa.CheckConstraint("person <> ''", name=op.f("ck_slip_slip_is_for_somebody")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_slip_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
        sa.UniqueConstraint("enterprise_id", "id", name=op.f("uq_slip_enterprise_id_id")),
        sa.UniqueConstraint("key", name=op.f("uq_slip_key")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_slip_token_digest")),
    )


def add_suggestions() -> None:
    """What came back by them, and what became of it."""
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("slip_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("risk_key", sa.String(length=16), nullable=False),
        sa.Column("control_key", sa.String(length=16), nullable=False),
        sa.Column("result", sa.String(length=32), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("made_kind", sa.String(length=40), nullable=False),
        sa.Column("made_key", sa.String(length=16), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(), nullable=False),
        sa.Column("file_key", sa.String(length=80), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file_type", sa.String(length=80), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "kind <> 'check' OR result IS NOT NULL", name=op.f("ck_suggestion_check_says_what_was_found")
        ),
        sa.CheckConstraint(
            "state <> 'declined' OR reason <> ''", name=op.f("ck_suggestion_declined_has_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "slip_id"],
            ["slip.enterprise_id", "slip.id"],
            name=op.f("fk_suggestion_enterprise_id_slip_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_suggestion_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("key", name=op.f("uq_suggestion_key")),
        sa.UniqueConstraint("slip_id", "once", name=op.f("uq_suggestion_slip_id_once")),
    )
    for column in ("slip_id", "state"):
        op.create_index(op.f(f"ix_suggestion_{column}"), "suggestion", [column], unique=False)


def downgrade() -> None:
    """Drop both tables."""
    for table in reversed(OWNED):
        op.drop_table(table)
