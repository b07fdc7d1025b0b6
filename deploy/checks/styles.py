"""CSS and JavaScript: raw colours, ids, what old browsers lack (stylelint, eslint); needs Node."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

from deploy.checks.findings import ROOT, Finding, files
from deploy.setup.node import environment

FOLDER = "deploy/checks"
WAY_OUT = "see deploy/checks/{}.config.mjs for the reason"


def findings() -> Iterator[Finding]:
    """What both linters find."""
    ours = [path for path in files("portal/static/css/*.css") if "/vendor/" not in path]
    scripts = [path for path in files("portal/static/js/*.js") if "/vendor/" not in path]
    if ours:
        for row in _json(
            "stylelint", "--formatter", "json", "--config", f"{FOLDER}/stylelint.config.mjs", *ours
        ):
            for warning in row["warnings"]:
                yield Finding(
                    _path(row["source"]), warning["line"], warning["text"], WAY_OUT.format("stylelint")
                )
    if scripts:
        for row in _json("eslint", "--format", "json", "--config", f"{FOLDER}/eslint.config.mjs", *scripts):
            for message in row["messages"]:
                yield Finding(
                    _path(row["filePath"]),
                    message.get("line", 1),
                    message["message"],
                    WAY_OUT.format("eslint"),
                )


def _path(name: str) -> str:
    return name.removeprefix(f"{ROOT}/")


def _json(program: str, *arguments: str) -> list[dict[str, Any]]:
    node = shutil.which("node", path=environment()["PATH"])
    script = ROOT / "node_modules" / ".bin" / program
    if node is None or not script.exists():
        raise SystemExit(f"{program} is missing: make dev")
    answer = subprocess.run(
        [node, str(script), *arguments],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    said = answer.stdout.strip() or answer.stderr.strip()
    if not said.startswith("["):
        raise SystemExit(f"{program}: {answer.stderr}")
    rows: list[dict[str, Any]] = json.loads(said)
    return rows
