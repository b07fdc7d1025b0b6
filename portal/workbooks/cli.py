"""`flask risks`: bring a list into a register, take a register out, from the terminal."""

import json
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup
from flask_babel import force_locale

from portal import clock
from portal.access import SYSTEM, act_as
from portal.db import session
from portal.problems import Problem
from portal.registry.model import Enterprise
from portal.registry.queries import with_code
from portal.risks.queries import RegisterFilter
from portal.spreadsheets.book import column_name
from portal.workbooks import actions, showing
from portal.workbooks.columns import columns
from portal.workbooks.model import Workbook
from portal.workbooks.rules import WorkbookState
from portal.workbooks.words import finding_words

commands = AppGroup("risks", help="The registers of risks.")
LANGUAGE = "zh_Hans"


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--enterprise", "code", required=True, help="Its unified social credit code.")
@click.option("--dry-run", is_flag=True, help="Check every row, write nothing into the register.")
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='JSON: {"head": "column"}.',
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def import_list(file: Path, code: str, dry_run: bool, mapping: Path | None, as_json: bool) -> None:
    """Bring a list of risks into the register of an enterprise; wrong rows are left out and told of."""
    act_as(SYSTEM)
    with force_locale(LANGUAGE):
        try:
            workbook = _checked(file, _enterprise(code), _meanings(mapping))
            if not dry_run:
                actions.save(workbook, by=SYSTEM, at=clock.now())
            answer = _answer(workbook, _annotated(workbook, file))
        except Problem as problem:
            raise click.ClickException(str(problem)) from problem
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else _as_text(answer))


@commands.command("export")
@click.option("--enterprise", "code", required=True, help="Its unified social credit code.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else CODE.xlsx."
)
def export_list(code: str, output: Path | None) -> None:
    """Take the register of an enterprise out as a workbook, ready to be edited and imported."""
    act_as(SYSTEM)
    with force_locale(LANGUAGE):
        try:
            enterprise = _enterprise(code)
            taken = showing.taken_out(session(), enterprise, RegisterFilter(), clock.today())
            actions.record_export(enterprise, taken.filters, taken.rows, by=SYSTEM, at=clock.now())
        except Problem as problem:
            raise click.ClickException(str(problem)) from problem
    target = output or Path(f"{code}.xlsx")
    target.write_bytes(taken.content)
    click.echo(f"{target} {taken.rows}")


def _enterprise(code: str) -> Enterprise:
    found = with_code(session(), code)
    if found is None:
        raise click.ClickException(f"no enterprise has the code {code}")
    return found


def _meanings(mapping: Path | None) -> dict[str, str]:
    """Head → column; a file that is no such table is refused."""
    try:
        told: Any = json.loads(mapping.read_text(encoding="utf-8-sig")) if mapping else {}
    except ValueError as problem:
        raise click.ClickException(f"{mapping} is not JSON in UTF-8: {problem}") from problem
    if not isinstance(told, dict):
        raise click.ClickException("the mapping is a table of heads and columns")
    unknown = sorted({str(key) for key in told.values()} - columns().keys() - {""})
    if unknown:
        raise click.ClickException(
            f"no column is called {', '.join(unknown)}; there are: {', '.join(columns())}"
        )
    return {str(head).replace(" ", ""): str(key) for head, key in told.items()}


def _checked(file: Path, enterprise: Enterprise, meanings: dict[str, str]) -> Workbook:
    """The workbook after its check; columns as the mapping says, else as confirmed before, else as guessed."""
    given = actions.GivenFile(file.name, file.read_bytes())
    workbook = actions.add(enterprise, given, by=SYSTEM, at=clock.now())
    strange = [head for head in meanings if head not in workbook.heads]
    if strange:
        raise click.ClickException(
            f"no head reads {', '.join(strange)}; there are: {', '.join(workbook.heads)}"
        )
    if meanings or workbook.state is WorkbookState.READ:
        said = {n: meanings[head] for n, head in enumerate(workbook.heads) if meanings.get(head)}
        guessed = {n: key for n, key in workbook.columns.items() if key not in said.values()}
        silent = {n for n, head in enumerate(workbook.heads) if meanings.get(head) == ""}
        chosen = {n: key for n, key in {**guessed, **said}.items() if n not in silent}
        actions.match(workbook, chosen, by=SYSTEM, at=clock.now())
    return workbook


def _annotated(workbook: Workbook, file: Path) -> str:
    """Write the annotated workbook beside the file where rows are wrong; answers its path."""
    if not workbook.findings_kept:
        return ""
    target = file.with_name(f"{file.stem}-批注.xlsx")
    target.write_bytes(showing.annotated(workbook))
    return str(target)


def _answer(workbook: Workbook, annotated: str) -> dict[str, Any]:
    counts = workbook.counts
    return {
        "workbook": workbook.key,
        "state": workbook.state.value,
        "read": counts.read,
        "saved": counts.written if workbook.state is WorkbookState.SAVED else 0,
        **counts._asdict(),
        "refused": [
            {"cell": place, "head": one.head, "code": one.code, "reason": finding_words(one)}
            for one in workbook.findings
            for place in [f"{column_name(one.column)}{one.line}"]
        ],
        "skipped": [{"row": line, "why": why, "words": words} for line, why, words in workbook.skipped],
        "annotated": annotated,
    }


def _as_text(answer: dict[str, Any]) -> str:
    lines = [f"{name} {answer[name]}" for name in ("read", "saved", "new", "changed", "same", "wrong")]
    lines += [f"{one['cell']} {one['head']}: {one['reason']}" for one in answer["refused"]]
    return "\n".join([*lines, answer["annotated"]]).rstrip()


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(commands)
