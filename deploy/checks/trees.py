"""Parsed Python files, and the questions that several checks ask of them."""

import ast
from collections.abc import Iterator
from functools import cache

from deploy.checks.findings import read

Function = ast.FunctionDef | ast.AsyncFunctionDef

ROUTES = {"route", "get", "post", "put", "patch", "delete"}


@cache
def tree(path: str) -> ast.Module:
    """The parsed file."""
    return ast.parse(read(path), path)


def functions(module: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def is_view(function: Function) -> bool:
    """Whether a decorator such as `@bp.get("/…")` makes it a view."""
    calls = [node for node in function.decorator_list if isinstance(node, ast.Call)]
    return any(isinstance(call.func, ast.Attribute) and call.func.attr in ROUTES for call in calls)


def length(function: Function) -> int:
    """Lines from `def` to the end, without the docstring."""
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is None:
        return whole
    return whole - ((first.end_lineno or first.lineno) - first.lineno + 1)


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a name or a chain of attributes; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = dotted(node.value)
        return f"{base}.{node.attr}" if base else node.attr
    return ""


def imported(module: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, full name) of everything imported: `from a import b` gives a.b."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
