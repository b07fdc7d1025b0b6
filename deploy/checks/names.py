"""Names that say nothing, and the grammar of a room: the same files, the same name in all four trees."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePath

from deploy.checks.findings import Finding, files
from deploy.checks.trees import tree

EMPTY_FILES = re.compile(r"^(utils?|helpers?|managers?|common|misc|base_?classes|constants)$")
EMPTY_CLASSES = re.compile(r"(Enum|Manager|Helper|Utils?)$")
EMPTY_FUNCTIONS = re.compile(r"^(handle|process|do_?|manage)(_|$)")

STATED = re.compile(r"\bstatements?\b", re.IGNORECASE)

CODE = ("portal/*.py", "forms/*.py", "deploy/*.py")
NOT_AREAS = {"web", "data", "static", "translations"}


def areas() -> set[str]:
    """The rooms: every package of portal/ but those of the house itself."""
    return {PurePath(path).parts[1] for path in files("portal/*/__init__.py")} - NOT_AREAS


def findings() -> Iterator[Finding]:
    """Every name that a reader cannot guess the content from."""
    for path in files(*CODE, "tests/*.py"):
        if EMPTY_FILES.match(PurePath(path).stem):
            yield Finding(path, 1, "a file name that says nothing", "name it after what it holds")
    for path in files(*CODE):
        yield from _defined(path)
    yield from _rooms()


def _defined(path: str) -> Iterator[Finding]:
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef) and EMPTY_CLASSES.search(node.name):
            yield Finding(path, node.lineno, f"class {node.name}", "name the thing, not its kind")
        if isinstance(node, ast.FunctionDef) and EMPTY_FUNCTIONS.match(node.name):
            yield Finding(
                path, node.lineno, f"function {node.name}", "say what it does in the words of the trade"
            )


def _rooms() -> Iterator[Finding]:
    for area in sorted(areas()):
        path = f"portal/{area}/__init__.py"
        body = tree(path).body
        if len(body) != 1 or not ast.get_docstring(tree(path)):
            yield Finding(
                path, 1, "a room's __init__ is a docstring", "say what the room is for; code stands elsewhere"
            )
    for path in files("forms/*.py", "templates/*/*.html"):
        name = PurePath(path).parts[1].removesuffix(".py")
        if _room_of(name) not in areas() | {"__init__", "components", "documents", "problems"}:
            yield Finding(path, 1, f"no room is called {name}", "one name for an area in all four trees")
    for path in files("portal/*/queries.py"):
        yield from _stated(path)


def _room_of(name: str) -> str:
    """The room that a folder or a file of forms names; forms that grew are split by topic: `risks_checks`."""
    return next((area for area in areas() if name.startswith(f"{area}_")), name)


def _stated(path: str) -> Iterator[Finding]:
    for node in tree(path).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        if not STATED.search(ast.get_docstring(node) or ""):
            wrong = f"{node.name} does not say what it costs"
            yield Finding(path, node.lineno, wrong, 'end its docstring with "2 statements."')
