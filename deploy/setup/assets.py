"""What browsers get: the few files that pages use, copied out of node_modules, and all static files compressed."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from deploy.setup.stamps import ROOT, Step

STATIC = ROOT / "portal" / "static"
VENDOR = STATIC / "vendor"
MODULES = ROOT / "node_modules"
ICONS = MODULES / "bootstrap-icons" / "icons"

FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
}
"""Path in node_modules → name in portal/static/vendor."""

COMPRESSED = (".css", ".js", ".svg", ".json")
SOURCE_MAP = re.compile(rb"\n?(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*)\s*$")


def install() -> None:
    """Copy and compress whatever has changed."""
    sources = tuple(MODULES / path for path in FILES)
    reads = (MODULES / "bootstrap-icons" / "package.json", *sources, *_places_of_icon_names())
    Step("assets", (Path(__file__), *reads), (VENDOR / "icons",)).do(_copy)
    Step("compressed assets", tuple(_compressible()), ()).do(_compress)


def _copy() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "icons").mkdir(parents=True)
    for path, name in FILES.items():
        content = (MODULES / path).read_bytes()
        (VENDOR / name).write_bytes(SOURCE_MAP.sub(b"\n", content))
    for name in icon_names():
        shutil.copyfile(ICONS / f"{name}.svg", VENDOR / "icons" / f"{name}.svg")


def icon_names() -> set[str]:
    """Every quoted word of templates and code that is the name of an icon: a few too many, never one too few."""
    known = {path.stem for path in ICONS.glob("*.svg")}
    words: set[str] = set()
    for path in _places_of_icon_names():
        words.update(re.findall(r"""["']([a-z0-9-]+)["']""", path.read_text(encoding="utf-8")))
    return words & known


def _places_of_icon_names() -> list[Path]:
    return [*(ROOT / "templates").rglob("*.html"), *(ROOT / "portal").rglob("*.py")]


def _compressible() -> Iterator[Path]:
    for path in STATIC.rglob("*"):
        if path.suffix in COMPRESSED and VENDOR / "icons" not in path.parents:
            yield path


def _compress() -> None:
    from whitenoise.compress import Compressor

    for leftover in (*STATIC.rglob("*.gz"), *STATIC.rglob("*.br")):
        leftover.unlink()
    compressor = Compressor(use_gzip=True, use_brotli=True, quiet=True)
    for path in list(_compressible()):
        compressor.compress(str(path))
