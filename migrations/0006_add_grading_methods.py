"""Add grading methods that authorities define, and the risk before controls.

Why: an authority defines matrices of its own as data, one row a version; a risk may say its inherent grade beside the
residual one. What left its draft is frozen by triggers: results point at it. Not owned by an enterprise, so no policy
of rows: every enterprise below the authority's region grades by it. Locks: adding columns to `risk` holds it for a
moment, without rewriting it on PostgreSQL; on SQLite the table is written anew, some seconds at 500,000 rows.
The code before it runs on it unchanged: the new columns may be empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_add_grading_methods"
down_revision = "0005_add_duties"
branch_labels = None
depends_on = None

FROZEN = (
    "method",
    "family",
    "authority_id",
    "region_path",
    "content",
    "digest",
    "valid_from",
    "made_by",
    "made_at",
)
"""What never changes once a version has left its draft."""


def upgrade() -> None:
    """Create the table with its guards, add the columns."""
    _create_table()
    op.add_column("risk", sa.Column("inherent_assessments", sa.JSON(), nullable=True))
    op.add_column("risk", sa.Column("inherent_grade", sa.String(length=32), nullable=True))
    with op.batch_alter_table("risk") as batch:
        batch.create_check_constraint(
            op.f("ck_risk_inherent_grade_is_one_of_four"),
            "inherent_grade IN ('major', 'larger', 'general', 'low')",
            postgresql_not_valid=True,  # nothing stands there yet: every row to come is checked
        )
    _freeze()


def _create_table() -> None:
    path = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
    op.create_table(
        "grading_method",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("family", sa.String(length=12), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=True),
        sa.Column("region_path", path, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'in_force', 'withdrawn')", name=op.f("ck_grading_method_state_is_known")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR valid_from IS NOT NULL",
            name=op.f("ck_grading_method_version_in_force_has_begun"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_grading_method_version_ends_after_it_began"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_grading_method_authority_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grading_method")),
        sa.UniqueConstraint("key", name=op.f("uq_grading_method_key")),
        sa.UniqueConstraint("method", name=op.f("uq_grading_method_method")),
    )
    for column in ("authority_id", "family", "region_path"):
        op.create_index(op.f(f"ix_grading_method_{column}"), "grading_method", [column], unique=False)


def _freeze() -> None:
    changed = f"UPDATE OF {', '.join(FROZEN)}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER frozen BEFORE {changed} OR DELETE ON grading_method FOR EACH ROW "
            "WHEN (OLD.state <> 'draft') EXECUTE FUNCTION anbao_refuse_change()"
        )
        return
    for what in (changed, "DELETE"):
        op.execute(
            f"CREATE TRIGGER frozen_grading_method_{what.split()[0].lower()} BEFORE {what} ON grading_method "
            "WHEN OLD.state <> 'draft' BEGIN SELECT RAISE(ABORT, 'grading_method rows are frozen'); END"
        )


def downgrade() -> None:
    """Take all of it away again; the triggers go with their table."""
    op.drop_table("grading_method")
    with op.batch_alter_table("risk") as batch:
        batch.drop_constraint(op.f("ck_risk_inherent_grade_is_one_of_four"), type_="check")
        batch.drop_column("inherent_grade")
        batch.drop_column("inherent_assessments")
