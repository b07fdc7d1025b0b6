"""Documents that commands print: what stands in docs/ is what the code says today."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from deploy.checks.findings import ROOT, Finding, files, read

PRINTED = {
    "rights": "docs/rights.md",
    "glossary": "docs/glossary.md",
    "settings": "docs/settings.md",
    "states": "docs/states.md",
}
"""`flask <command>` → the document that holds what it prints."""


def findings() -> Iterator[Finding]:
    """Every document that has fallen behind its command."""
    known = _flask("--help")
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
