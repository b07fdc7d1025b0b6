"""`flask standards`: load a version of a standard, score answers given as a file."""

import json
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from portal import clock
from portal.access import SYSTEM, act_as
from portal.assessments import adding
from portal.assessments.answers import read_answers
from portal.assessments.scoring import as_json, score
from portal.assessments.versions import find_standard
from portal.problems import Problem

commands = AppGroup("standards", help="Standards that enterprises assess themselves by.")


@commands.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Add a version of a standard from a JSON file (format standard/1) and put it in force from its own first day."""
    act_as(SYSTEM)
    try:
        version = adding.add(file.read_text(encoding="utf-8"), by=SYSTEM, at=clock.now())
        adding.put_in_force(version, by=SYSTEM, at=clock.now())
    except Problem as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{version.standard_id}@{version.number} {version.digest}")


@commands.command("score")
@click.argument("standard")
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_text", is_flag=True, help="The result as JSON.")
def score_answers(standard: str, answers: Path, as_text: bool) -> None:
    """Score a file of answers; STANDARD is an id such as micro (the version in force), or micro@2026.1."""
    act_as(SYSTEM)
    try:
        found = find_standard(standard, clock.today())
        result = as_json(score(found, read_answers(found, _object(answers))))
    except KeyError as error:
        raise click.ClickException(f"{standard}: no such standard, or none is in force today") from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(result, ensure_ascii=False, indent=2) if as_text else _sentence(result))


def _object(file: Path) -> dict[str, Any]:
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno}: {error.msg}") from error
    if not isinstance(given, dict):
        raise ValueError("answers are one JSON object")
    return given


def _sentence(result: dict[str, object]) -> str:
    return f"{result['converted']} {result['level'] or '—'}"


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(commands)
