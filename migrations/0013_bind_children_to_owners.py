"""Bind children to their owners: a row and the parent that it names belong to one enterprise.

Why: a foreign key on the parent's id alone would let a row of one enterprise stand under a filing or a paper of
another. Locks: PostgreSQL reads each child once under SHARE ROW EXCLUSIVE, below a second at 10,000 enterprises.
SQLite: the text of the tables is changed in place (https://sqlite.org/lang_altertable.html, section 7), for a table
built anew would lose its triggers; nothing on the disk is rewritten. The code before it runs on it unchanged.
"""

from alembic import op
from sqlalchemy import text

revision = "0013_bind_children_to_owners"
down_revision = "0012_add_bulk_edits_and_views"
branch_labels = None
depends_on = None

PARENTS = ("filing", "revision", "paper")

CHILDREN = (
    ("revision", "filing_id", "filing"),
    ("remark", "filing_id", "filing"),
    ("remark", "revision_id", "revision"),
    ("row_check", "filing_id", "filing"),
    ("paper", "successor_id", "paper"),
    ("rectification_order", "paper_id", "paper"),
)
"""Child, the column that names the parent, parent."""


_WATCHED = (
    "-- squawk-ignore require-concurrent-index-creation, ban-drop-constraint, adding-foreign-key-constraint,"
    " constraint-missing-not-valid\n"
)
"""The child must not be without its key for a moment, and all of it takes below a second: one transaction."""


def upgrade() -> None:
    """Index owner and id of each parent, then let the children name both."""
    for parent in PARENTS:
        op.execute(
            _WATCHED + f"CREATE UNIQUE INDEX ix_{parent}_enterprise_id_id ON {parent} (enterprise_id, id)"
        )
    for child, column, parent in CHILDREN:
        _replace(child, _alone(child, column, parent), _with_owner(child, column, parent))


def downgrade() -> None:
    """Let the children name their parents alone."""
    for child, column, parent in CHILDREN:
        _replace(child, _with_owner(child, column, parent), _alone(child, column, parent))
    for parent in PARENTS:
        op.drop_index(f"ix_{parent}_enterprise_id_id", parent)


def _alone(child: str, column: str, parent: str) -> tuple[str, str]:
    return f"fk_{child}_{column}", f"FOREIGN KEY({column}) REFERENCES {parent} (id)"


def _with_owner(child: str, column: str, parent: str) -> tuple[str, str]:
    name = f"fk_{child}_enterprise_id_{column}"
    return name, f"FOREIGN KEY(enterprise_id, {column}) REFERENCES {parent} (enterprise_id, id)"


def _replace(table: str, old: tuple[str, str], new: tuple[str, str]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            _WATCHED + f"ALTER TABLE {table} DROP CONSTRAINT {old[0]}, ADD CONSTRAINT {new[0]} {new[1]}"
        )
    else:
        _rewrite(table, "CONSTRAINT {} {}".format(*old), "CONSTRAINT {} {}".format(*new))


def _rewrite(table: str, old: str, new: str) -> None:
    bind = op.get_bind()
    version = bind.execute(text("PRAGMA schema_version")).scalar_one()
    bind.execute(text("PRAGMA writable_schema = ON"))
    changed = bind.execute(
        text(
            "UPDATE sqlite_master SET sql = replace(sql, :old, :new)"
            " WHERE type = 'table' AND name = :table AND instr(sql, :old)"
        ),
        {"table": table, "old": old, "new": new},
    )
    if changed.rowcount != 1:
        raise RuntimeError(f"{table} does not say {old}")
    bind.execute(text(f"PRAGMA schema_version = {version + 1}"))
    bind.execute(text("PRAGMA writable_schema = OFF"))
