"""Reference data as JSON, with source and version in each file; read once a process."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def load(name: str) -> Any:
    """A data file by its path below this folder, such as `risk/regions.json`."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))
