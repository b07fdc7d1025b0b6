"""What bandit sees in our code and pip-audit in our packages (where there is a network); by request."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from deploy.checks.findings import ROOT, Finding

LEVELS = ("MEDIUM", "HIGH")


def findings() -> Iterator[Finding]:
    """Medium and high findings of both."""
    yield from _bandit()
    yield from _audit()


def _bandit() -> Iterator[Finding]:
    held = ("--skip", "B704")  # Markup: `doors` allows it in one file alone
    answer = _json("bandit", "-q", *held, "-r", "portal", "forms", "wsgi.py", "-f", "json")
    for row in answer["results"]:
        if row["issue_severity"] in LEVELS and row["issue_confidence"] in LEVELS:
            yield Finding(
                row["filename"].removeprefix("./"), row["line_number"], row["issue_text"], row["more_info"]
            )


def _audit() -> Iterator[Finding]:
    only_listed = ("-r", "requirements.txt", "--no-deps", "--disable-pip")
    answer = _json("pip_audit", *only_listed, "-f", "json", "--progress-spinner", "off")
    if not answer:
        print("pip-audit: no network here, not asked")
    for package in answer.get("dependencies", ()):
        for hole in package.get("vulns", ()):
            mended = ", ".join(hole["fix_versions"]) or "no version yet"
            what = f"{package['name']} {package['version']}: {hole['id']}"
            yield Finding("requirements.txt", 1, what, f"mended in {mended}")


def _json(module: str, *arguments: str) -> Any:
    command = [sys.executable, "-m", module, *arguments]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    return json.loads(said) if said.startswith("{") else {}
