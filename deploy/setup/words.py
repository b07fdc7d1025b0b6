"""Compiled catalogues (.mo) of the translations."""

import subprocess
from pathlib import Path

from deploy.setup.stamps import ROOT, Step

TRANSLATIONS = ROOT / "portal" / "translations"
PYBABEL = ROOT / ".venv" / "bin" / "pybabel"


def install() -> None:
    """Compile every catalogue that has changed."""
    catalogues = tuple(TRANSLATIONS.rglob("*.po"))
    if catalogues:
        made = tuple(path.with_suffix(".mo") for path in catalogues)
        Step("translations", catalogues, made).do(compile_all)


def compile_all(folder: Path = TRANSLATIONS) -> None:
    """Compile all catalogues below the folder."""
    subprocess.run([PYBABEL, "-q", "compile", "-d", folder], check=True)
