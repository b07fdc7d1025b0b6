"""`flask accounts`: first people of an authority; `flask rights`: who may what; `flask audit`: whether events hold."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from portal import audit, clock
from portal.access import SYSTEM, Rule, act_as, rights
from portal.accounts import members, queries
from portal.accounts.rules import AUTHORITY_ROLES, Invited, Place, Role
from portal.db import ROOT, session
from portal.problems import Problem

RIGHTS_FILE = ROOT / "docs" / "rights.md"
ROLES = [role.value for role in AUTHORITY_ROLES]

accounts = AppGroup("accounts", help="People and authorities.")
events = AppGroup("audit", help="The chain of events.")


@accounts.command("create-authority-member")
@click.option("--authority", required=True, help="Name or key of the authority.")
@click.option("--name", required=True, help="Name of the person.")
@click.option(
    "--role", "roles", type=click.Choice(ROLES), multiple=True, required=True, help="May be given often."
)
@click.option("--job-title", default="", help="Job title.")
@click.option("--certificate", default="", help="Number of an inspector's certificate.")
def create_authority_member(
    authority: str, name: str, roles: tuple[str, ...], job_title: str, certificate: str
) -> None:
    """Make a one-time link by which a person makes an account and joins an authority; it holds for 7 days."""
    act_as(SYSTEM)
    place = Place(frozenset(Role(role) for role in roles), job_title, certificate)
    try:
        office = queries.named_authority(session(), authority)
        to = queries.organisation_of(office)
        handed = members.invite(to, Invited(name, place), by=SYSTEM, at=clock.now())
    except Problem as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(handed.address)


@events.command("verify")
def verify() -> None:
    """Name every place where a chain of events does not hold; ends with 1 when there is one."""
    act_as(SYSTEM)
    broken = list(audit.broken_links())
    for sentence in broken:
        click.echo(sentence)
    if broken:
        raise SystemExit(1)
    click.echo("Every chain holds.")


@click.command("rights")
@click.option("--check", is_flag=True, help="Write nothing; end with 1 when the file differs.")
@click.option(
    "--file", type=click.Path(path_type=Path), default=RIGHTS_FILE, show_default=True, help="Where to."
)
def print_rights(check: bool, file: Path) -> None:
    """Write the union of all rights to docs/rights.md, so that a widened right shows in a diff."""
    printed = rights_page()
    if not check:
        file.parent.mkdir(exist_ok=True)
        file.write_text(printed, encoding="utf-8")
        click.echo(f"{len(rights())} rights in {file}")
    elif not file.exists() or file.read_text(encoding="utf-8") != printed:
        raise click.ClickException(
            f"{file} is not what the code says: run `flask rights` and look at the diff"
        )


def rights_page() -> str:
    """All rights with the predicates that give them, by name, as Markdown."""
    rows = [f"| `{name}` | {_in_words(rule)} |" for name, rule in sorted(rights().items())]
    head = [
        "# Who may what",
        "",
        "Printed by `flask rights` from the tables of the areas; compared by `make check`.",
        "",
    ]
    return "\n".join([*head, "| right | who |", "| --- | --- |", *rows, ""])


def _in_words(rule: Rule) -> str:
    """The predicates as a sentence; a bar would end the cell of the table."""
    return rule.name.replace(" | ", " or ").replace(" & ", " and ").replace("~", "not ")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(accounts)
    app.cli.add_command(events)
    app.cli.add_command(print_rights)
