"""What a migration does to a large PostgreSQL while people work: the SQL that it sends, read by squawk."""

import json
import subprocess
from collections.abc import Iterator
from io import StringIO
from itertools import pairwise
from pathlib import PurePath

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

from deploy.checks.findings import ROOT, Finding, files

EMPTY_UNTIL = "0003"
"""Up to this number migrations met an empty database: nothing to lock."""

ALLOWED = (
    "prefer-bigint-over-int,prefer-text-field,prefer-identity,prefer-robust-stmts,require-timeout-settings,"
    "transaction-nesting"
)
"""Rules of taste; ids of a city fit 31 bits, and Alembic writes the statements, BEGIN and COMMIT among them."""


def findings() -> Iterator[Finding]:
    """Statements that lock, rewrite or break the code before."""
    names = sorted(PurePath(path).stem for path in files("migrations/[0-9]*.py"))
    for before, name in pairwise(names):
        if name[:4] > EMPTY_UNTIL:
            yield from _read(name, statements(before, name))


def statements(before: str, name: str) -> str:
    """The SQL that PostgreSQL is sent by one migration."""
    configuration = Config()
    configuration.set_main_option("script_location", str(ROOT / "migrations"))
    configuration.set_main_option("version_locations", str(ROOT / "migrations"))
    scripts = ScriptDirectory.from_config(configuration)
    written = StringIO()
    environment = EnvironmentContext(
        configuration,
        scripts,
        fn=lambda _revision, _context: scripts._upgrade_revs(name, before),  # noqa: SLF001  as Alembic's env.py does
        as_sql=True,
        starting_rev=before,
        destination_rev=name,
    )
    environment.configure(dialect_name="postgresql", output_buffer=written)
    with environment.begin_transaction():
        environment.run_migrations()
    return written.getvalue()


def _read(name: str, sql: str) -> Iterator[Finding]:
    command = [
        str(ROOT / ".venv" / "bin" / "squawk"),
        "--reporter",
        "Json",
        "--exclude",
        ALLOWED,
    ]
    said = subprocess.run(command, input=sql, capture_output=True, text=True, check=False)
    if not said.stdout.startswith("["):
        raise SystemExit(f"squawk: {said.stderr}")
    for row in json.loads(said.stdout):
        yield Finding(
            f"migrations/{name}.py",
            1,
            f"{row['rule_name']}: {row['message']}",
            row.get("help") or "see squawk",
        )
