"""Templates: no inline code, no logic, no raw words; one macro a file, named like the file, every import used."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import PurePath

from jinja2 import Environment, TemplateSyntaxError, nodes

from deploy.checks.findings import Finding, files, read

# fmt: off
LINES = (
    (r"\|\s*safe\b|autoescape false",             "unescaped output",     "let Jinja escape"),
    (r"<script(?![^>]*\bsrc=)",                   "inline script",        "portal/static/js (CSP)"),
    (r"<style\b|\sstyle\s*=",                     "inline style",         "portal/static/css (CSP)"),
    (r"\son[a-z]+\s*=\s*[\"']|javascript:",       "inline handler",       "portal/static/js (CSP)"),
    (r"hx-on\b|hx-vals=.?js:|hx-trigger=[^>]*\[", "htmx that needs eval", "portal/static/js (CSP)"),
    (r"(?i)\b(TODO|FIXME|XXX|lorem ipsum)\b",     "left open",            "finish it or leave it out"),
)
# fmt: on

LETTERS = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]")
SPOKEN = re.compile(r"\b(?:title|alt|placeholder|aria-label)=\"([^\"{]*)\"")
CHINESE = ("templates/documents/", "templates/components_gallery.html")
"""Papers are Chinese by law; the gallery shows samples."""

NAMES = {"PDF", "Excel", "CSV", "LEC", "SHA", "QR", "GB", "xlsx", "csv", "pdf", "中文", "English"}
"""Words that are the same in every language."""


def findings() -> Iterator[Finding]:
    """Every breach in every template."""
    rules = [(re.compile(pattern), wrong, way_out) for pattern, wrong, way_out in LINES]
    for path in files("templates/*.html"):
        for number, line in enumerate(read(path).splitlines(), 1):
            for pattern, wrong, way_out in rules:
                if pattern.search(line):
                    yield Finding(path, number, wrong, way_out)
        yield from _parsed(path)


@cache
def environment() -> Environment:
    """Jinja as the portal has it, for parsing alone."""
    return Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)


def _parsed(path: str) -> Iterator[Finding]:
    try:
        template = environment().parse(read(path))
    except TemplateSyntaxError as error:
        yield Finding(path, error.lineno, str(error), "mend the syntax")
        return
    yield from _unused_imports(path, template)
    yield from _logic(path, template)
    if path.startswith("templates/components/"):
        yield from _component(path, template)
    if not path.startswith(CHINESE):
        yield from _raw_words(path, template)


def _unused_imports(path: str, template: nodes.Template) -> Iterator[Finding]:
    used = {name.name for name in template.find_all(nodes.Name) if name.ctx == "load"}
    for statement in template.find_all(nodes.FromImport):
        for name in statement.names:
            known = name if isinstance(name, str) else name[1]
            if known not in used:
                yield Finding(
                    path, statement.lineno, f"{known} is imported and not used", "remove the import"
                )


def _logic(path: str, template: nodes.Template) -> Iterator[Finding]:
    for call in template.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "may":
            yield Finding(
                path, call.lineno, "a right is asked in a template", "pass what is offered: FILING.offers()"
            )
    for branch in template.find_all((nodes.If, nodes.CondExpr)):
        test = next(child for child in branch.iter_child_nodes() if isinstance(child, nodes.Expr))
        asked = {found.attr for found in nodes.Output([test]).find_all(nodes.Getattr)}
        if asked & {"roles", "state"}:
            wrong = "a template decides on a role or a state"
            yield Finding(path, branch.lineno, wrong, "pass what is offered or shown")
    for sum_ in template.find_all((nodes.Mul, nodes.Div, nodes.Sub)):
        yield Finding(path, sum_.lineno, "a template reckons", "let the query or the rule say the number")


def _component(path: str, template: nodes.Template) -> Iterator[Finding]:
    name = PurePath(path).stem
    public = [macro.name for macro in template.find_all(nodes.Macro) if not macro.name.startswith("_")]
    if public and public != [name]:
        yield Finding(path, 1, f"defines {', '.join(public)}", f"one public macro a file, called {name}")
    if not read(path).lstrip().startswith("{#"):
        yield Finding(
            path, 1, "does not tell its parameters", f"begin with {{#- {name}(…): what it shows. -#}}"
        )


def _raw_words(path: str, template: nodes.Template) -> Iterator[Finding]:
    """Words that no catalogue knows: text between tags, and what screen readers read out."""
    text, lines = _plain_text(template)
    spoken = [found[1] for found in SPOKEN.finditer(read(path))]
    for line, words in [*zip(lines, text, strict=True), *((1, words) for words in spoken)]:
        left = [word for word in re.findall(r"[\w]+", words) if LETTERS.search(word) and word not in NAMES]
        if left:
            yield Finding(
                path, line, f"words outside _(): {' '.join(left)[:40]}", '{{ _("…") }}, and the catalogue'
            )


def _plain_text(template: nodes.Template) -> tuple[list[str], list[int]]:
    """The text between tags, chunk by chunk; a tag may span expressions, so all chunks are joined first."""
    chunks = [(data.lineno, data.data) for data in template.find_all(nodes.TemplateData)]
    if not chunks:
        return [], []
    whole = "\0".join(data for _line, data in chunks)
    whole = re.sub(r"<!--.*?-->|<[^<>]*>", lambda found: "\0" * found[0].count("\0"), whole, flags=re.DOTALL)
    whole = re.sub(r"&#?\w+;", " ", whole)
    return whole.split("\0"), [line for line, _data in chunks]
