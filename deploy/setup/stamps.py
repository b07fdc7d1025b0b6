"""A step is done again only when what it reads has changed or what it makes is gone."""

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STAMPS = ROOT / ".venv" / "stamps"


@dataclass(frozen=True)
class Step:
    """A piece of set-up: its name for people, the files that it reads, those that it makes."""

    name: str
    reads: tuple[Path, ...]
    makes: tuple[Path, ...]

    @property
    def stamp(self) -> Path:
        """The file that holds the digest of what was read when the step was last done."""
        return STAMPS / self.name.replace(" ", "-")

    def is_done(self) -> bool:
        """Whether nothing has changed since the step was last done."""
        if not all(path.exists() for path in self.makes):
            return False
        return self.stamp.exists() and self.stamp.read_text() == digest(self.reads)

    def mark(self) -> None:
        """Remember that the step is done."""
        STAMPS.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(digest(self.reads))

    def do(self, work: Callable[[], object]) -> bool:
        """Do the work unless it is done; answers whether it was done now."""
        if self.is_done():
            return False
        say(f"{self.name} …")
        began = time.monotonic()
        work()
        self.mark()
        say(f"{self.name}: {time.monotonic() - began:.0f} s")
        return True


def digest(paths: Iterable[Path]) -> str:
    """One digest over the names and contents of files."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(path.name.encode())
        whole.update(path.read_bytes() if path.exists() else b"-")
    return whole.hexdigest()


def say(words: str) -> None:
    """A line for the person at the terminal."""
    print(f"  {words}", flush=True)
