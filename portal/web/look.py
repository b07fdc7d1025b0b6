"""What pages need in order to look right: stylesheets in their order, the size of text, changed words."""

import hashlib
import re
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

from portal.problems import NotFound
from portal.web.addresses import this_page
from portal.web.guards import allow

STATIC = Path(__file__).resolve().parents[1] / "static"
CASCADE = (
    "css/tokens.css",
    "vendor/bootstrap.min.css",
    "css/base.css",
    "css/components/*.css",
    "css/pages/*.css",
    "css/print.css",
)
"""Later files win: tokens, Bootstrap, ground, components, pages, print."""

TEXT_SIZES = ("100", "125", "150")
"""Size of text in percent, as a person may choose it."""

FOR_EVER = "public, max-age=31536000, immutable"
YEAR = 365 * 24 * 3600


def cascade() -> list[Path]:
    """The stylesheets that exist, in their order."""
    return [path for pattern in CASCADE for path in sorted(STATIC.glob(pattern))]


@cache
def bundle() -> str:
    """All stylesheets as one text: one request instead of sixty."""
    return "\n".join(path.read_text(encoding="utf-8") for path in cascade())


@cache
def bundle_digest() -> str:
    """Names the bundle by its content, so that browsers may keep it for ever."""
    return hashlib.sha256(bundle().encode()).hexdigest()[:16]


@cache
def file_digest(name: str) -> str:
    """The same for one file of the static folder."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:16]


def stylesheets() -> list[str]:
    """Addresses for `<link>`, in the order of the cascade: one a file in debug mode, else the bundle alone."""
    if current_app.debug:
        return [url_for("static", filename=path.relative_to(STATIC).as_posix()) for path in cascade()]
    return [url_for("stylesheet", digest=bundle_digest())]


def asset(name: str) -> str:
    """The address of a file of the static folder; it changes with the file's content."""
    if current_app.debug:
        return url_for("static", filename=name)
    return url_for("static", filename=name, v=file_digest(name))


@allow("public")
def stylesheet(digest: str) -> Response:
    """The bundle, kept by browsers for ever under its digest."""
    if digest != bundle_digest():
        raise NotFound
    return Response(bundle(), mimetype="text/css", headers={"Cache-Control": FOR_EVER})


def text_size() -> str:
    """The size of text that this person chose, in percent."""
    asked = request.args.get("text") or request.cookies.get("text", "")
    return asked if asked in TEXT_SIZES else TEXT_SIZES[0]


def text_sizes() -> list[tuple[str, str, bool]]:
    """(percent, address of this page in it, whether it is the current) of each size."""
    return [(size, this_page(text=size), size == text_size()) for size in TEXT_SIZES]


TOKEN = re.compile(r"[A-Za-z0-9.%]+|\s+|.", re.DOTALL)
"""What a change is counted in: a word or number of Latin letters, else one character."""

SHORTEST_SAME = 2
LEAST_ALIKE = 0.4


def changed_words(old: str, new: str) -> list[tuple[str, str]]:
    """Pieces of both texts in reading order, as ("same" | "old" | "new", words).

    Texts that have little in common are shown whole, one after the other; so is what would fall into crumbs.
    """
    if not old or not new:
        return [(kind, text) for kind, text in (("old", old), ("new", new)) if text]
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return [("old", old), ("new", new)]
    return _joined(before, after, matcher)


def _joined(before: list[str], after: list[str], matcher: SequenceMatcher[str]) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    gone = come = ""
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        same = tag == "equal" and (j2 - j1 >= SHORTEST_SAME or not (gone or come))
        if same:
            pieces += [(kind, text) for kind, text in (("old", gone), ("new", come)) if text]
            pieces.append(("same", "".join(after[j1:j2])))
            gone = come = ""
        else:
            gone += "".join(before[i1:i2])
            come += "".join(after[j1:j2])
    return pieces + [(kind, text) for kind, text in (("old", gone), ("new", come)) if text]


def _keep(answer: Response) -> Response:
    """Remember the size of text; let browsers keep what is named by its content."""
    if request.args.get("text") in TEXT_SIZES:
        answer.set_cookie("text", request.args["text"], max_age=YEAR, samesite="Lax", httponly=True)
    if request.endpoint == "static" and "v" in request.args:
        answer.headers["Cache-Control"] = FOR_EVER
    return answer


def init_app(app: Flask) -> None:
    """Register the bundle, the cookie and the globals of the layouts."""
    app.add_url_rule("/look/<digest>.css", "stylesheet", stylesheet)
    app.after_request(_keep)
    app.jinja_env.globals.update(
        asset=asset,
        changed_words=changed_words,
        stylesheets=stylesheets,
        text_size=text_size,
        text_sizes=text_sizes,
    )
