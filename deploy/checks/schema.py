"""Migrations: numbered, one line of descent, the newest named in HEAD, equal to the models on both databases."""

import ast
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import PurePath

from deploy.checks.findings import ROOT, Finding, files, read
from deploy.checks.trees import tree

HEAD = "migrations/HEAD"
NAME = re.compile(r"^\d{4}_[a-z0-9_]+$")


def findings() -> Iterator[Finding]:
    """What is wrong with the files; then whether models and migrations agree."""
    names = sorted(PurePath(path).stem for path in files("migrations/[0-9]*.py"))
    yield from _files(names)
    yield from _agree("SQLite", [])
    yield from _agree("PostgreSQL", [sys.executable, "-m", "tests.postgres"])


def _files(names: list[str]) -> Iterator[Finding]:
    newest = read(HEAD).strip() if HEAD in files(HEAD) else ""
    if names and newest != names[-1]:
        yield Finding(HEAD, 1, f"names {newest or 'nothing'}", f"write {names[-1]} into it")
    before: str | None = None
    for name in names:
        path = f"migrations/{name}.py"
        told = _told(path)
        if not NAME.match(name):
            yield Finding(path, 1, "an unclear name", "0042_add_control_next_check.py: number, verb, thing")
        if told.get("revision") != name:
            yield Finding(path, 1, "revision id and file name differ", f'revision = "{name}"')
        if told.get("down_revision") != before:
            yield Finding(
                path, 1, f"descends from {told.get('down_revision')}", f'down_revision = "{before}"'
            )
        if len(ast.get_docstring(tree(path)) or "") < 40:
            yield Finding(
                path, 1, "says nothing", "why, what it locks and how long, that the code before still runs"
            )
        if re.search(r"^\s*(from|import) (portal|forms)\b", read(path), re.MULTILINE):
            yield Finding(
                path, 1, "imports the portal", "a migration keeps its own tables: models will change"
            )
        before = name


def _told(path: str) -> dict[str, object]:
    """The constants that a migration states."""
    told: dict[str, object] = {}
    for node in tree(path).body:
        target = (
            node.target
            if isinstance(node, ast.AnnAssign)
            else node.targets[0]
            if isinstance(node, ast.Assign)
            else None
        )
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant):
            told[target.id] = value.value
    return told


def _agree(database: str, around: list[str]) -> Iterator[Finding]:
    with tempfile.TemporaryDirectory() as folder:
        surroundings = {**os.environ, "DATA_FOLDER": folder, "LOG_JSON": "0", "FLASK_APP": "wsgi:app"}
        step = f"{sys.executable} -m flask db upgrade && {sys.executable} -m flask db check"
        answer = subprocess.run(
            [*around, "sh", "-c", step],
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )
    if answer.returncode:
        said = (answer.stdout + answer.stderr).strip().splitlines() or ["no word"]
        differences = [line.split("] ", 1)[1] for line in said if "alembic.autogenerate.compare" in line]
        for difference in differences or said[-1:]:
            yield Finding(
                HEAD, 1, f"{database}: {difference[:200]}", "write the migration that the models need"
            )
