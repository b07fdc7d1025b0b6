"""Let a year be pinned to a version of a standard, and freeze versions that have left their draft.

Why: while a new edition of the basic norm is in force and the scoring rules still follow the old one, the authority
says which version is opened for which year. What left its draft is frozen by triggers: assessments point at it. Not
owned by an enterprise, so no policy of rows. Locks: `standard_version` for a moment; it holds a few rows. The code
before it runs on it unchanged.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018_add_standard_pins"
down_revision = "0017_add_levels"
branch_labels = None
depends_on = None

FROZEN = (
    "standard_id",
    "number",
    "content",
    "digest",
    "valid_from",
    "valid_to",
    "added_at",
    "added_by",
)
"""What never changes once a version has left its draft."""


def upgrade() -> None:
    """Create the table, add the check, guard the versions."""
    op.create_table(
        "standard_pin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("standard_id", sa.String(length=61), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pinned_by", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_pin")),
        sa.UniqueConstraint("key", name=op.f("uq_standard_pin_key")),
        sa.UniqueConstraint("standard_id", "year", name=op.f("uq_standard_pin_standard_id_year")),
    )
    with op.batch_alter_table("standard_version") as batch:
        batch.create_check_constraint(
            op.f("ck_standard_version_version_ends_after_it_began"),
            "valid_to IS NULL OR valid_to >= valid_from",
            postgresql_not_valid=True,
        )
    _freeze()


def _freeze() -> None:
    changed = f"UPDATE OF {', '.join(FROZEN)}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER frozen BEFORE {changed} OR DELETE ON standard_version FOR EACH ROW "
            "WHEN (OLD.state <> 'draft') EXECUTE FUNCTION anbao_refuse_change()"
        )
        return
    for what in (changed, "DELETE"):
        op.execute(
            f"CREATE TRIGGER frozen_standard_version_{what.split()[0].lower()} BEFORE {what} ON standard_version "
            "WHEN OLD.state <> 'draft' BEGIN SELECT RAISE(ABORT, 'standard_version rows are frozen'); END"
        )


def downgrade() -> None:
    """Take the table, the check and the triggers away again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER frozen ON standard_version")
    else:
        op.execute("DROP TRIGGER frozen_standard_version_update")
        op.execute("DROP TRIGGER frozen_standard_version_delete")
    with op.batch_alter_table("standard_version") as batch:
        batch.drop_constraint(op.f("ck_standard_version_version_ends_after_it_began"), type_="check")
    op.drop_table("standard_pin")
