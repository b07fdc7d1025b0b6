"""The table of settings in docs/operations.md, made from portal/config.py: `python -m deploy.settings_table`."""

import re
from pathlib import Path

from portal.config import Settings

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "operations.md"
BLOCK = re.compile(r"(<!-- settings -->\n).*?(<!-- /settings -->)", re.DOTALL)


def table() -> str:
    """Each setting: name in the environment, default, meaning."""
    lines = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default in ("", []) else f"`{field.default}`"
        lines.append(f"| `{name.upper()}` | {default} | {field.description} |")
    return "\n".join(lines) + "\n"


def written() -> str:
    """The table that stands in the document."""
    found = BLOCK.search(DOCUMENT.read_text(encoding="utf-8"))
    return "" if found is None else found[0].removeprefix(found[1]).removesuffix(found[2])


def main() -> None:
    """Write the table into the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(BLOCK.sub(lambda found: found[1] + table() + found[2], text), encoding="utf-8")


if __name__ == "__main__":
    main()
