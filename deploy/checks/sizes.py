"""Nothing grows beyond what one reads at a sitting: files, functions, views."""

from collections.abc import Iterator

from deploy.checks.findings import Finding, files, read
from deploy.checks.trees import functions, is_view, length, tree

FILE_LINES = 400
FUNCTION_LINES = 40
VIEW_LINES = 15

PYTHON = ("portal/*.py", "forms/*.py", "tests/*.py", "deploy/*.py", "wsgi.py")
PAGES = ("templates/*.html", "portal/static/*.css", "portal/static/*.js")


def findings() -> Iterator[Finding]:
    """Files over 400 lines, functions over 40, views over 15 (docstrings do not count)."""
    for path in files(*PYTHON, *PAGES):
        lines = read(path).count("\n")
        if lines > FILE_LINES:
            yield Finding(
                path, lines, f"{lines} lines, at most {FILE_LINES}", "split it by topic, not by kind"
            )
    for path in files(*PYTHON):
        yield from _functions(path)


def _functions(path: str) -> Iterator[Finding]:
    for function in functions(tree(path)):
        view = is_view(function) and path.startswith("portal/")
        limit = VIEW_LINES if view else FUNCTION_LINES
        if length(function) > limit:
            wrong = f"{function.name} has {length(function)} lines, at most {limit}"
            way_out = (
                "fetch, form, action, answer; the rest is an action or a query" if view else "name its parts"
            )
            yield Finding(path, function.lineno, wrong, way_out)
