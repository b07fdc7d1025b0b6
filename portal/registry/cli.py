"""`flask registry`: the authorities of the city."""

import click
from flask import Flask
from flask.cli import AppGroup

from portal import clock
from portal.access import SYSTEM, act_as
from portal.accounts.rules import Level
from portal.problems import Problem
from portal.registry import actions
from portal.registry.regions import regions
from portal.registry.rules import Office

commands = AppGroup("registry", help="The register of the city.")


@commands.command("create-authority")
@click.argument("name")
@click.option(
    "--region", required=True, type=click.Choice(list(regions())), metavar="CODE", help="Code of the region."
)
@click.option("--mark", required=True, help="Mark in document numbers, such as 如.")
def create_authority(name: str, region: str, mark: str) -> None:
    """Enter an authority: the bureau of a county, or the office of a town."""
    act_as(SYSTEM)
    level = Level.COUNTY if regions()[region].level == "county" else Level.TOWN
    try:
        office = actions.found_authority(Office(name, level, region, mark), by=SYSTEM, at=clock.now())
    except Problem as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{office.name} {office.key}")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(commands)
