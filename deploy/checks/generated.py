"""Documents that commands print: what stands in docs/ is what the code says today."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from deploy import settings_table
from deploy.checks.findings import ROOT, Finding, read

TABLE = "deploy.settings_table"
FLASKS_OWN = ("limiter", "routes", "run", "shell")
WRITTEN = {"rights": "docs/rights.md", "glossary": "docs/glossary.md"}
"""`flask <command> --check` fails when the document is not what the code says; without it the command writes it."""


def findings() -> Iterator[Finding]:
    """Every document that has fallen behind the code, every command that nobody tells of."""
    if settings_table.written() != settings_table.table():
        yield Finding("docs/operations.md", 1, "its settings are not those of the code", f"python -m {TABLE}")
    known = _flask("--help").stdout.partition("Commands:")[2]
    for command in re.findall(r"^  ([a-z-]+) ", known, re.MULTILINE):
        if command not in FLASKS_OWN and f"`flask {command}" not in read("docs/operations.md"):
            yield Finding(
                "docs/operations.md", 1, f"does not tell of `flask {command}`", "add it to its commands"
            )
        if command in WRITTEN and _flask(command, "--check").returncode:
            yield Finding(WRITTEN[command], 1, "is not what the code says", f"flask {command}")


def _flask(*arguments: str) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as folder:
        surroundings = {**os.environ, "DATA_FOLDER": folder, "FLASK_APP": "wsgi:app"}
        command = [sys.executable, "-m", "flask", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False
        )
