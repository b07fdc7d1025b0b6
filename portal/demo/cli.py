"""`flask demo`: load the city, name its accounts, make a city of any size."""

import json

import click
from flask import Flask
from flask.cli import AppGroup

from portal import clock
from portal.demo import listing, loading, scaling
from portal.problems import Problem

commands = AppGroup("demo", help="The demo city; demo mode only.")


@commands.command("load")
def load() -> None:
    """Load the demo city into an empty database: 14 towns, 70 made-up enterprises, two years of reports."""
    try:
        city = loading.load_city(clock.now())
    except Problem as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(
        f"{city.authorities} authorities, {city.enterprises} enterprises, {city.people} people, {city.steps} steps"
    )


@commands.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="All accounts as JSON, one per role first.")
def accounts(as_json: bool) -> None:
    """Name the demo accounts: one per role."""
    found = listing.accounts(everybody=as_json)
    if as_json:
        click.echo(json.dumps([one._asdict() for one in found], ensure_ascii=False, indent=2))
        return
    click.echo(f"{'role':<22}{'sign in':<20}{'password':<20}organisation")
    for one in found:
        click.echo(f"{one.role:<22}{one.sign_in:<20}{one.password:<20}{one.organisation}")


@commands.command("scale")
@click.option("--enterprises", type=click.IntRange(1, 100_000), required=True, help="How many.")
@click.option("--risks", type=click.IntRange(1, 500), required=True, help="Rows in the register of each.")
def scale(enterprises: int, risks: int) -> None:
    """Add so many enterprises with registers, and a report of this year for a part of them; for measuring."""
    try:
        made = scaling.add_enterprises(enterprises, risks, clock.now())
    except Problem as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(
        f"{made.enterprises} enterprises, {made.risks} risks, {made.controls} controls, {made.filings} filings"
    )


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(commands)
