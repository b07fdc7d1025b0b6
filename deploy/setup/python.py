"""`.venv` and the Python packages in it: by uv where there is one (6 to 37 s), else by pip (55 s)."""

import shutil
import subprocess
import sys
from pathlib import Path

from deploy.setup.stamps import ROOT, Step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUN = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"


def install(development: bool) -> None:
    """Make the environment and bring its packages to the pinned versions."""
    _make()
    wanted = (RUN, DEVELOPMENT) if development else (RUN,)
    for path in wanted:
        Step(f"packages of {path.name}", (path,), (PYTHON,)).do(lambda path=path: _install(path))  # type: ignore[misc]


def _make() -> None:
    if PYTHON.exists():
        return
    uv = shutil.which("uv")
    maker = [uv, "venv", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
    subprocess.run([*maker, str(VENV)], check=True)


def _install(requirements: Path) -> None:
    uv = shutil.which("uv")
    if uv:
        installer = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    else:
        installer = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*installer, "-r", str(requirements)], check=True)


def install_package(name: str) -> None:
    """Bring one package more into the environment."""
    uv = shutil.which("uv")
    start = [uv, "pip", "install", "--python", str(PYTHON)] if uv else [str(PYTHON), "-m", "pip", "install"]
    subprocess.run([*start, "--quiet", name], check=True)
