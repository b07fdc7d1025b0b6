"""`flask glossary`: the words of the trade as a document, printed from `data/glossary.json`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask import Flask

from portal.data import load
from portal.db import ROOT

GLOSSARY_FILE = ROOT / "docs" / "glossary.md"
OPENING = """\
# Glossary 术语表

Printed by `flask glossary` from `portal/data/glossary.json`; `tests/test_glossary.py` holds it against tables, enums,
events and rights. One word per idea; the Chinese of an enum is the word of the screen. `own`: the portal's own word.
"""
PARTS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "Words of the screen 界面用语": lambda row: row["where"] == ["screen"],
    "Tables and things 数据表与事项": lambda row: "table" in row["where"] or _is_thing(row),
    "Verbs of events 办理动作": lambda row: row["term"].startswith("*."),
    "Members of enums 枚举": lambda row: "enum" in row["where"],
}
HEAD = "| term | 中文 | law or source | where | note |\n| --- | --- | --- | --- | --- |"


def _is_thing(row: dict[str, Any]) -> bool:
    return "event" in row["where"] and not row["term"].startswith("*.")


def printed() -> str:
    """The glossary as Markdown: one table for each part."""
    rows = load("glossary.json")["rows"]
    parts = [OPENING]
    for title, belongs in PARTS.items():
        lines = "\n".join(_line(row) for row in rows if belongs(row))
        parts.append(f"\n## {title}\n\n{HEAD}\n{lines}\n")
    return "".join(parts)


def _line(row: dict[str, Any]) -> str:
    term = f"`{row['term'].removeprefix('*.')}`" if row["where"] != ["screen"] else row["term"]
    return f"| {term} | {row['zh']} | {row['source']} | {', '.join(row['where'])} | {row['note']} |"


@click.command("glossary")
@click.option("--check", is_flag=True, help="Write nothing; end with 1 when the file differs.")
@click.option(
    "--file", type=click.Path(path_type=Path), default=GLOSSARY_FILE, show_default=True, help="Where to."
)
def print_glossary(check: bool, file: Path) -> None:
    """Write the words of the trade to docs/glossary.md."""
    text = printed()
    if not check:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        click.echo(f"{len(load('glossary.json')['rows'])} terms in {file}")
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        raise click.ClickException(f"{file} has fallen behind: run `flask glossary` and look at the diff")


def init_app(app: Flask) -> None:
    """Register the command."""
    app.cli.add_command(print_glossary)
