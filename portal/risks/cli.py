"""`flask risks`: what an operator asks of the registers."""

import click
from flask import Flask
from flask.cli import AppGroup

from portal import clock
from portal.access import SYSTEM, act_as
from portal.risks.keeping import keep_all
from portal.risks.ordering import fill_sort_keys

commands = AppGroup("risks", help="Registers and risk reports.")


@commands.command("sort")
def sort() -> None:
    """Fill in the pinyin by which names and people are sorted: after the update that brought it."""
    act_as(SYSTEM)
    click.echo(f"{fill_sort_keys()} risks")


@commands.command("duties")
def duties() -> None:
    """Work out anew who owes a change report: after the update that brought it, or when its rules have changed."""
    act_as(SYSTEM)
    click.echo(f"{keep_all(clock.now())} enterprises")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(commands)
