"""`flask glossary`: the words of the trade as a document, printed from `data/glossary.json`."""

from typing import Any

import click
from flask import Flask

from portal.data import load
from portal.db import ROOT

DOCUMENT = ROOT / "docs" / "glossary.md"
OPENING = """\
# Glossary 术语表

Printed by `flask glossary` from `portal/data/glossary.json`; `tests/test_glossary.py` holds it against tables, enums,
events and rights. One word per idea; the Chinese of an enum is the word of the screen. `own`: the portal's own word.
"""
PARTS = {
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
@click.option("--check", is_flag=True, help="Only say whether docs/glossary.md is what would be printed.")
def glossary_command(check: bool) -> None:
    """Print the glossary as Markdown, for docs/glossary.md."""
    if not check:
        click.echo(printed(), nl=False)
    elif not DOCUMENT.exists() or DOCUMENT.read_text(encoding="utf-8") != printed():
        raise click.ClickException("docs/glossary.md has fallen behind: flask glossary > docs/glossary.md")


def init_app(app: Flask) -> None:
    """Register the command."""
    app.cli.add_command(glossary_command)
