"""A paper's PDF from its frozen facts: WeasyPrint with our fonts, fetching nothing. The only user of the engine.

The same facts give the same bytes: dates and identifier come from the facts, fonts from our own folder.
Source of the tuning: one font configuration and one parsed style sheet a process, garbage collection held back.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple, NoReturn

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML, Attachment, Document  # type: ignore[import-untyped]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
from weasyprint.urls import FatalURLFetchingError, URLFetcher  # type: ignore[import-untyped]

from portal.db import ROOT, canonical_json
from portal.documents import fonts, words
from portal.documents.kinds import KINDS
from portal.documents.qr import qr_code

LINE = 28.98 * 4 / 3
COLLECT_EVERY = 40


class OwnAssets(URLFetcher):  # type: ignore[misc]
    """Papers need nothing from outside: fonts come by fontconfig, drawings stand in the template."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: Any = None) -> NoReturn:
        """Refuse, and end the rendering: what asks for a URL is a mistake or an attack."""
        raise FatalURLFetchingError("a paper fetches nothing")


class Press(NamedTuple):
    """What every paper of this process shares."""

    fonts: FontConfiguration
    style: CSS
    templates: Environment
    fetcher: OwnAssets
    lock: Lock


@cache
def press() -> Press:
    """Set up once a process; a second font configuration would leak megabytes.

    Raises RuntimeError without a single font: the engine would take the whole process down with it.
    """
    if len(fonts.missing()) == len(fonts.FACES):
        raise RuntimeError(f"no font in {fonts.FOLDER}: make fetches them")
    with fonts.own_fontconfig():
        configuration = FontConfiguration()
        fetcher = OwnAssets()
        style = CSS(Path(__file__).parent / "paper.css", font_config=configuration, url_fetcher=fetcher)
    loader = FileSystemLoader(ROOT / "templates")
    templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    templates.filters.update(words.FILTERS)
    return Press(configuration, style, templates, fetcher, Lock())


def render(kind: str, facts: Mapping[str, Any]) -> bytes:
    """The PDF/A-3u of a paper, its facts attached as `facts.json`; unsigned. About 0.1 s, never under a lock of data.

    Raises KeyError for an unknown kind, jinja2.UndefinedError when a fact is missing.
    """
    shared = press()
    with shared.lock, garbage_held_back():
        document = _best_set(shared, kind, facts)
        moment = datetime.fromisoformat(facts["issued_at"])
        attached = Attachment(
            string=canonical_json(dict(facts)), name="facts.json", description=facts["number"], created=moment,
            modified=moment, relationship="Data", url_fetcher=shared.fetcher,
        )  # fmt: skip
        pdf = document.write_pdf(pdf_variant="pdf/a-3u", attachments=[attached], pdf_tags=True)
    assert isinstance(pdf, bytes)
    return pdf


def _best_set(shared: Press, kind: str, facts: Mapping[str, Any]) -> Document:
    """The first line pitch that fills each page before it breaks; the wanted pitch where none does."""
    wanted, *others = KINDS[kind].pitches
    first = _set(shared, kind, facts, wanted)
    if _is_filled(first):
        return first
    documents = (_set(shared, kind, facts, pitch) for pitch in others)
    return next((document for document in documents if _is_filled(document)), first)


def _set(shared: Press, kind: str, facts: Mapping[str, Any], pitch: int) -> Document:
    printed = printable(dict(facts))
    html = shared.templates.get_template(f"documents/{kind}.html").render(
        printed, kind=kind, title=KINDS[kind].title, qr=qr_code(facts["verify_url"]), pitch=pitch
    )
    try:
        return HTML(string=html, url_fetcher=shared.fetcher).render(
            font_config=shared.fonts, stylesheets=[shared.style]
        )
    except FatalURLFetchingError as error:
        raise AssertionError("a paper asked for a URL") from error


def _is_filled(document: Document) -> bool:
    """Whether the closing block did not drag two lines of text along and leave the page before half empty."""
    top = document.pages[0].anchors["title"][1]
    page, end = next(
        (n, page.anchors["end"][1]) for n, page in enumerate(document.pages) if "end" in page.anchors
    )
    return page == 0 or bool(end - top > 2.5 * LINE)


def printable(value: Any) -> Any:
    """The facts with each text as it can be set."""
    if isinstance(value, str):
        return fonts.printable(value)
    if isinstance(value, Mapping):
        return {key: printable(inner) for key, inner in value.items()}
    return [printable(inner) for inner in value] if isinstance(value, list) else value


_rendered = 0


@contextmanager
def garbage_held_back() -> Iterator[None]:
    """Collecting while a document is laid out costs a third of the time; afterwards is soon enough."""
    global _rendered
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        _rendered += 1
        if _rendered % COLLECT_EVERY == 0:
            gc.collect()


__all__ = ["press", "render"]
