"""What a check finds, and the files that checks read."""

import subprocess
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, order=True)
class Finding:
    """One breach of a rule: the place, what is wrong there and the way out."""

    path: str
    line: int
    wrong: str
    way_out: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.wrong} → {self.way_out}"


@cache
def repository() -> tuple[str, ...]:
    """Every file that is, or would be, in the repository, as paths from its root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(path for path in listed.split("\0") if path and (ROOT / path).is_file()))


def files(*patterns: str) -> list[str]:
    """Files of the repository that match one of the patterns; `*` also crosses folders."""
    return [path for path in repository() if any(fnmatch(path, pattern) for pattern in patterns)]


@cache
def read(path: str) -> str:
    """The text of a file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")
