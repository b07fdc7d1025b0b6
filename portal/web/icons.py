"""Inline icons: each SVG is read once, and stands beside a word, hidden from screen readers."""

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    ROOT / "portal" / "static" / "vendor" / "icons",
    ROOT / "node_modules" / "bootstrap-icons" / "icons",
)
"""Where icons lie: copied at set-up, else in the package itself (a checkout that was not set up)."""

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
OPENING = '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'


@cache
def icon(name: str) -> Markup:
    """The Bootstrap icon of this name as inline SVG of the text's size and colour.

    Raises ValueError for a name that is no icon.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of an icon")
    for folder in FOLDERS:
        path = folder / f"{name}.svg"
        if path.exists():
            return _inline(path.read_text(encoding="utf-8"))
    raise ValueError(f"there is no icon {name}")


def _inline(drawing: str) -> Markup:
    """The drawing without the attributes of a file: namespace, size, colour and class are ours."""
    body = re.sub(r"<svg[^>]*>", OPENING, drawing, count=1)
    return Markup(re.sub(r"\s*\n\s*", "", body).strip())
