"""`flask backup`, `flask restore`."""

from pathlib import Path

import click
from flask import Flask

from portal import clock
from portal.backup import MANIFEST, BackupProblem, back_up, restore, sha256


@click.command("backup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def backup_command(folder: Path) -> None:
    """Copy database, files and keys into FOLDER, while the portal runs."""
    try:
        manifest = back_up(folder, clock.now())
    except BackupProblem as problem:
        raise click.ClickException(str(problem)) from problem
    size = sum(entry.size for entry in manifest.entries) / 1024**2
    click.echo(f"{len(manifest.entries)} files, {size:.1f} MiB in {folder}")
    click.echo(f"SHA-256 of {MANIFEST}: {sha256(folder / MANIFEST)}")


@click.command("restore")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def restore_command(folder: Path) -> None:
    """Bring the backup in FOLDER into this empty instance; ends with 1 when a chain of events is broken."""
    try:
        broken = restore(folder, clock.now())
    except BackupProblem as problem:
        raise click.ClickException(str(problem)) from problem
    for sentence in broken:
        click.echo(sentence)
    if broken:
        raise SystemExit(1)
    click.echo(
        "Restored; every file is as it was backed up, every chain of events holds, everybody is signed out."
    )


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(backup_command)
    app.cli.add_command(restore_command)
