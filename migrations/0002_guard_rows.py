"""Guard what the application must not be able to break: frozen rows by triggers, owned rows by row-level security.

Why: revisions and events are evidence, not even SQL by hand may change them; and a statement that escaped the
actor's scope meets a second wall in PostgreSQL. Locks: none to speak of, for the tables are empty. The code
before it runs on it unchanged.
"""

from alembic import op

revision = "0002_guard_rows"
down_revision = "0001_create_first_tables"
branch_labels = None
depends_on = None

FROZEN = ("revision", "event")

FROZEN_OF_PAPER = (
    "enterprise_id", "region_path", "kind", "number", "authority_id", "year", "serial", "facts_json", "code",
    "subject_kind", "subject_key", "issued_at", "issued_by",
)  # fmt: skip
"""What never changes once a paper has its number; its state and its file come later."""

OWNED = (
    "control", "event", "evidence", "filing", "invitation", "join_request", "membership", "notice", "paper",
    "rectification_order", "remark", "revision", "risk", "row_check", "zero_answer",
)  # fmt: skip

IN_SCOPE = """
    current_setting('anbao.kind', true) = 'system'
    OR (current_setting('anbao.kind', true) = 'enterprise'
        AND {owner} = nullif(current_setting('anbao.enterprise', true), '')::int)
    OR (current_setting('anbao.kind', true) = 'authority'
        AND region_path >= current_setting('anbao.region_lo', true)
        AND region_path < current_setting('anbao.region_hi', true))
"""


def upgrade() -> None:
    """Add triggers on both databases, policies on PostgreSQL."""
    if op.get_bind().dialect.name == "postgresql":
        _freeze_in_postgresql()
        for table in OWNED:
            _wall(table, "enterprise_id")
        _wall("enterprise", "id")
    else:
        _freeze_in_sqlite()


def _freeze_in_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION anbao_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% rows are frozen', TG_TABLE_NAME; END $$"
    )
    whole = [(table, "UPDATE OR DELETE") for table in FROZEN]
    for table, what in (*whole, ("paper", f"UPDATE OF {', '.join(FROZEN_OF_PAPER)} OR DELETE")):
        op.execute(
            f"CREATE TRIGGER frozen BEFORE {what} ON {table} FOR EACH ROW EXECUTE FUNCTION anbao_refuse_change()"
        )


def _freeze_in_sqlite() -> None:
    whole = [(table, verb) for table in FROZEN for verb in ("UPDATE", "DELETE")]
    for table, what in (*whole, ("paper", f"UPDATE OF {', '.join(FROZEN_OF_PAPER)}"), ("paper", "DELETE")):
        op.execute(
            f"CREATE TRIGGER frozen_{table}_{what.split()[0].lower()} BEFORE {what} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} rows are frozen'); END"
        )


def _wall(table: str, owner: str) -> None:
    scope = IN_SCOPE.format(owner=owner)
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON {table} USING ({scope}) WITH CHECK ({scope})")


def downgrade() -> None:
    """Take the guards away."""
    if op.get_bind().dialect.name == "postgresql":
        for table in (*OWNED, "enterprise"):
            op.execute(f"DROP POLICY scope ON {table}")
            op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        for table in (*FROZEN, "paper"):
            op.execute(f"DROP TRIGGER frozen ON {table}")
        op.execute("DROP FUNCTION anbao_refuse_change()")
        return
    for table in (*FROZEN, "paper"):
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER frozen_{table}_{verb}")
