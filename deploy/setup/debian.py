"""What must come from the system: installed when we may, else named with the command that installs it."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.setup.stamps import say


@dataclass(frozen=True)
class Need:
    """A Debian package, what it is for, and how to see whether its content is there already."""

    package: str
    purpose: str
    is_there: Callable[[], bool]


def _library(name: str) -> Callable[[], bool]:
    def loads() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return loads


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _can_make_venv() -> bool:
    return shutil.which("uv") is not None or importlib.util.find_spec("ensurepip") is not None


def _has_postgres() -> bool:
    return shutil.which("initdb") is not None or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


# fmt: off
RUN = (
    Need("python3-venv",         "the Python environment",           _can_make_venv),
    Need("libpango-1.0-0",       "text in papers",                   _library("libpango-1.0.so.0")),
    Need("libpangoft2-1.0-0",    "text in papers",                   _library("libpangoft2-1.0.so.0")),
    Need("libharfbuzz-subset0",  "papers 4 to 31 times faster",      _library("libharfbuzz-subset.so.0")),
    Need("fontconfig",           "fonts in papers",                  _program("fc-cache")),
)
DEVELOPMENT = (
    *RUN,
    Need("chromium",             "browser tests",                    _program("chromium")),
    Need("poppler-utils",        "tests that read papers back",      _program("pdftoppm")),
    Need("postgresql",           "tests on PostgreSQL",              _has_postgres),
)
# fmt: on


def install(needs: tuple[Need, ...]) -> None:
    """Install what is missing, or name it and stop.

    Raises SystemExit with the exact command when we may not install.
    """
    missing = [need for need in needs if not need.is_there()]
    if not missing:
        return
    for need in missing:
        say(f"missing: {need.package} ({need.purpose})")
    packages = [need.package for need in missing]
    if not may_install():
        raise SystemExit(f"Install these first, then repeat:\n\n  {command_for(packages)}\n")
    if not _apt("install", "-y", "--no-install-recommends", *packages):
        refresh()
        if not _apt("install", "-y", "--no-install-recommends", *packages):
            raise SystemExit(f"These could not be installed; try by hand:\n\n  {command_for(packages)}\n")


def may_install() -> bool:
    """Whether this is a Debian on which we are root or may become it without a password."""
    return shutil.which("apt-get") is not None and _root_prefix() is not None


def refresh() -> None:
    """Ask the mirrors anew which packages there are."""
    _apt("update")


def _apt(*arguments: str) -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = [*(_root_prefix() or []), "apt-get", "-qq", *arguments]
    return subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL).returncode == 0


def command_for(packages: list[str]) -> str:
    """The command that a person with the right to it types."""
    return f"sudo apt-get install --no-install-recommends {' '.join(packages)}"


def _root_prefix() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None
