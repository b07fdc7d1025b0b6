"""Who may use what: statements, states, papers, the clock, templates made of text."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch

from deploy.checks.findings import Finding, files
from deploy.checks.trees import dotted, functions, imported, is_view, tree

Sight = Callable[[ast.Module], Iterator[tuple[int, str]]]
"""Finds in a module what a rule speaks of: (line, what)."""


def imports(*names: str) -> Sight:
    """Sees imports of these modules or names."""

    def see(module: ast.Module) -> Iterator[tuple[int, str]]:
        for line, name in imported(module):
            if any(name == wanted or name.startswith(f"{wanted}.") for wanted in names):
                yield line, f"import of {name}"

    return see


def uses(*names: str) -> Sight:
    """Sees attributes and dotted names that end in one of these."""

    def see(module: ast.Module) -> Iterator[tuple[int, str]]:
        for node in ast.walk(module):
            if isinstance(node, ast.Attribute | ast.Name):
                full = dotted(node)
                if any(full == name or full.endswith(f".{name}") for name in names):
                    yield node.lineno, full

    return see


def calls(*names: str) -> Sight:
    """Sees calls of these functions or methods."""

    def see(module: ast.Module) -> Iterator[tuple[int, str]]:
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in names:
                yield node.lineno, f"{dotted(node.func)}()"

    return see


def writes_state(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Sees `x._state = …` and `Filing(_state=…)`."""
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and any(
            dotted(target).endswith("._state") for target in node.targets
        ):
            yield node.lineno, "assignment to _state"
        if isinstance(node, ast.keyword) and node.arg == "_state":
            yield node.value.lineno, "_state= in a call"


def asks_session(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Sees `session().scalars(…)`; handing `session()` to a query is fine."""
    for node in ast.walk(module):
        match node:
            case ast.Attribute(value=ast.Call(func=asked), attr=what) if dotted(asked).endswith("session"):
                yield node.lineno, f"session().{what}"


def decides_in_view(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Sees views that branch on a role or a state, or reckon."""
    for view in filter(is_view, functions(module)):
        for node in ast.walk(view):
            if isinstance(node, ast.If | ast.IfExp):
                words = {dotted(part).split(".")[-1] for part in ast.walk(node.test)}
                if words & {"role", "roles", "state", "level"}:
                    yield node.lineno, f"view {view.name} branches on a role or a state"
            if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.BitOr | ast.Mod):
                yield node.lineno, f"view {view.name} reckons"


@dataclass(frozen=True)
class Door:
    """A rule: what is seen in these files, though not in those, is a finding."""

    sight: Sight
    inside: tuple[str, ...]
    but_not: tuple[str, ...]
    way_out: str


PORTAL = ("portal/*.py", "forms/*.py")
EDGES = (
    "portal/*/*views.py", "portal/*/api*.py", "portal/*/cli*.py", "portal/*_cli.py", "portal/*/jobs*.py",
    "portal/web/*.py", "portal/accounts/sessions.py", "portal/jobs*.py", "portal/storage.py",
)  # fmt: skip
"""Where the world comes in: only there somebody asks the clock."""
BELOW_VIEWS = tuple(f"portal/*/{part}*.py" for part in ("actions", "queries", "model", "rules", "rights"))
PAGES = ("portal/*/*views.py", "portal/*/api*.py", "forms/*.py")

# fmt: off
DOORS = (
    Door(imports("weasyprint"), ("*.py",), ("portal/documents/*", "tests/*"),
         "documents.issue() is the only door to a paper"),
    Door(writes_state, PORTAL, ("portal/workflow.py",),
         "a state is changed by its Workflow: FILING.move(filing, verb, by=actor)"),
    Door(imports("portal.workflow._may_write_state"), PORTAL, (),
         "a state is changed by its Workflow"),
    Door(uses("__table__"), PORTAL, ("portal/db.py", "portal/access.py"),
         "use mapped attributes: a table escapes the actor's scope"),
    Door(imports("sqlalchemy.text", "sqlalchemy.sql.text"), PORTAL, ("portal/db.py", "portal/access.py"),
         "text() escapes the actor's scope: write the statement with mapped attributes"),
    Door(uses("db.engine", "db.engines"), PORTAL, ("portal/db.py", "portal/access.py", "portal/*/cli*.py"),
         "the engine escapes the actor's scope: use session() and writing()"),
    Door(calls("driver_connection"), PORTAL, ("portal/jobs*.py",),
         "only jobs.py defers on the driver's connection"),
    Door(imports("sqlalchemy", "portal.db.writing", "portal.db.db"), PAGES, (),
         "name the question in queries.py, the deed in actions.py"),
    Door(asks_session, PAGES, (),
         "a query has a name, in queries.py"),
    Door(decides_in_view, PAGES, (),
         "the right says who, the workflow what is offered, a query or a rule reckons"),
    Door(calls("utcnow", "now", "today"), PORTAL, ("portal/clock.py", *EDGES, "forms/*", "portal/demo/*"),
         "take the time in as `at` or `on`; views and jobs ask portal.clock"),
    Door(imports("portal.clock.now", "portal.clock.today"), BELOW_VIEWS, (),
         "take the time in as `at` or `on`"),
    Door(imports("unittest.mock", "mock", "pytest_mock"), ("tests/*.py",), (),
         "nothing is mocked that can run; fakes only at the machine's edge"),
    Door(calls("sleep", "wait_for_timeout"), ("tests/*.py", "portal/*.py"), (),
         "wait for the thing itself: an event, a line, a locator"),
    Door(calls("Markup"), PORTAL, ("portal/web/icons.py",),
         "let Jinja escape; markup is made in templates"),
    Door(calls("render_template_string", "from_string"), PORTAL, (),
         "no template from text"),
)
# fmt: on


def findings() -> Iterator[Finding]:
    """Everything seen where it may not be."""
    for door in DOORS:
        for path in files(*door.inside):
            if not any(fnmatch(path, pattern) for pattern in door.but_not):
                yield from (Finding(path, line, what, door.way_out) for line, what in door.sight(tree(path)))
