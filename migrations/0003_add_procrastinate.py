"""Add the tables of the worker queue, on PostgreSQL alone.

Why: at size, background work is done by procrastinate, whose rows join the caller's transaction. The statements
are those of the pinned version of the package. Locks: none, for the tables are new. The code before it runs on
it unchanged.
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0003_add_procrastinate"
down_revision = "0002_guard_rows"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create procrastinate's schema."""
    if op.get_bind().dialect.name == "postgresql":
        op.get_bind().connection.cursor().execute(SchemaManager.get_schema())


def downgrade() -> None:
    """Drop procrastinate's schema."""
    if op.get_bind().dialect.name == "postgresql":
        for kind, name in (("TABLE", "procrastinate_jobs"), ("TABLE", "procrastinate_workers")):
            op.execute(f"DROP {kind} IF EXISTS {name} CASCADE")
