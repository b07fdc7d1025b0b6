"""`flask documents`: the signing key, and what this machine lacks for papers."""

import click
from flask import Flask
from flask.cli import AppGroup

from portal.documents import fonts, machine, printing, signing

commands = AppGroup("documents", help="Papers.")


@commands.command("make-key")
def make_key() -> None:
    """Make the key that signs papers, unless there is one; it lies in the data folder, for its owner alone."""
    path = printing.key_folder() / signing.FILE
    if path.exists():
        click.echo(f"There is a key already: {path}")
        return
    click.echo(f"Made {printing.make_key()}")


@commands.command("check")
def check() -> None:
    """Say what this machine lacks for papers; ends with 1 when something is missing."""
    found = machine.lacks()
    for sentence in found or [f"All {len(fonts.FACES)} fonts are there and are cut quickly."]:
        click.echo(sentence)
    if found:
        raise SystemExit(1)


def init_app(app: Flask) -> None:
    """Register the commands; say loudly what is missing."""
    app.cli.add_command(commands)
    machine.warn()
