"""`flask methods`: grading methods from a file; the grade of given values."""

import json
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from portal import clock
from portal.access import SYSTEM, act_as
from portal.accounts import queries as accounts
from portal.db import session
from portal.problems import Problem
from portal.risks import defining
from portal.risks.grading import Result, assess
from portal.risks.known_methods import known_methods, method_of
from portal.risks.labels import LABELS
from portal.risks.method_files import BadFile, methods_in
from portal.risks.method_queries import version_named
from portal.risks.methods import Method, plain

commands = AppGroup("methods", help="Grading methods.")


@commands.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--authority", default="", help="Name or key of the authority that keeps them; else the whole portal."
)
def load(file: Path, authority: str) -> None:
    """Enter versions of grading methods from FILE, in the shape of portal/data/risk/methods.json.

    An active one is in force from its valid_from, or today; the others are kept as drafts. A version that is there
    already is left as it is. All of the file is entered, or nothing.
    """
    act_as(SYSTEM)
    try:
        methods = methods_in(json.loads(file.read_text(encoding="utf-8-sig")))
        owner = accounts.named_authority(session(), authority) if authority else None
        entered = defining.load(methods, owner, by=SYSTEM, at=clock.now())
    except UnicodeDecodeError as problem:
        raise click.ClickException(f"{file} is not in UTF-8") from problem
    except (BadFile, Problem, json.JSONDecodeError) as problem:
        raise click.ClickException(str(problem)) from problem
    for row in entered:
        click.echo(f"{row.method} {row.state.value}")
    click.echo(f"{len(entered)} entered, {len(methods) - len(entered)} there already")


@commands.command("grade")
@click.argument("key")
@click.argument("values", nargs=-1, required=True, metavar="L=3 E=6 C=15")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on one line.")
def grade(key: str, values: tuple[str, ...], as_json: bool) -> None:
    """The value and the grade that the method KEY (such as lec@1.0) gives for one value of each factor."""
    act_as(SYSTEM)
    given = [_pair(text) for text in values]
    twice = {code for code, _value in given if [other for other, _v in given].count(code) > 1}
    if twice:
        raise click.ClickException(f"{', '.join(sorted(twice))}: named twice")
    try:
        result = assess(_named(key), dict(given))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(_as_json(result) if as_json else f"{plain(result.product)} {LABELS[result.grade]}")


def _named(key: str) -> Method:
    row = version_named(session(), key)
    found = method_of(row) if row else known_methods().get(key)
    if found is None:
        raise click.ClickException(f"{key} is unknown; there are: {', '.join(known_methods())}")
    return found


def _pair(text: str) -> tuple[str, Decimal]:
    code, _sign, value = text.partition("=")
    try:
        return code, Decimal(value)
    except InvalidOperation:
        raise click.ClickException(f"{text}: write a factor and its value, such as L=3") from None


def _as_json(result: Result) -> str:
    said: dict[str, Any] = {
        "method": result.method,
        "values": {code: _number(value) for code, value in result.values.items()},
        "value": _number(result.product),
        "grade": result.grade.value,
        "grade_zh": str(LABELS[result.grade]),
    }
    return json.dumps(said, ensure_ascii=False)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(commands)
