"""Documents that commands print: what stands in docs/ is what the code says today."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from deploy import settings_table
from deploy.checks.findings import ROOT, Finding, files, read

TABLE = "deploy.settings_table"

FLASKS_OWN = ("limiter", "routes", "run", "shell")

PRINTED = {
    "rights": "docs/rights.md",
    "glossary": "docs/glossary.md",
    "states": "docs/states.md",
}
"""`flask <command>` → the document that holds what it prints."""


def findings() -> Iterator[Finding]:
    """Every document that has fallen behind its command."""
    if settings_table.written() != settings_table.table():
        yield Finding("docs/operations.md", 1, "its settings are not those of the code", f"python -m {TABLE}")
    known = _flask("--help")
    for command in re.findall(r"^  ([a-z-]+) ", known.partition("Commands:")[2], re.MULTILINE):
        if command not in FLASKS_OWN and f"`flask {command}" not in read("docs/operations.md"):
            yield Finding(
                "docs/operations.md", 1, f"does not tell of `flask {command}`", "add it to its commands"
            )
    for command, path in PRINTED.items():
        if f"\n  {command} " not in known:
            continue
        written = read(path) if files(path) else ""
        if written.strip() != _flask(command).strip():
            yield Finding(path, 1, f"is not what `flask {command}` prints", f"flask {command} > {path}")


def _flask(*arguments: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        surroundings = {**os.environ, "DATA_FOLDER": folder, "FLASK_APP": "wsgi:app"}
        command = [sys.executable, "-m", "flask", *arguments]
        answer = subprocess.run(
            command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False
        )
    if answer.returncode:
        raise SystemExit(f"flask {' '.join(arguments)}: {answer.stderr[-2000:]}")
    return answer.stdout
