"""Sheets that are printed and carry neither number nor signature: what hangs on a wall, not what an authority issues.

They share press, fonts and words with papers. A picture comes by name from the caller's hand; nothing else is fetched.
"""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from weasyprint import CSS, HTML  # type: ignore[import-untyped]
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse  # type: ignore[import-untyped]

from portal.documents.rendering import OwnAssets, garbage_held_back, press, printable

PICTURE = "picture:"
"""How a template names a picture of the caller: `picture:plan`."""


class Sheet(NamedTuple):
    """A printed sheet: its PDF and the number of its pages."""

    pdf: bytes
    pages: int


class HandedPictures(OwnAssets):
    """Gives the pictures that the caller handed over, and refuses everything else."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__()
        self.pictures = pictures

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The bytes of a picture by its name. Raises FatalURLFetchingError for any other address."""
        name = url.removeprefix(PICTURE)
        if not url.startswith(PICTURE) or name not in self.pictures:
            raise FatalURLFetchingError("a sheet fetches nothing but its own pictures")
        return URLFetcherResponse(url, BytesIO(self.pictures[name]))


@cache
def style() -> CSS:
    """The style sheet of posters, parsed once a process."""
    shared = press()
    return CSS(Path(__file__).parent / "posters.css", font_config=shared.fonts, url_fetcher=shared.fetcher)


def print_sheet(
    template: str, facts: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None
) -> Sheet:
    """Print `documents/posters/<template>.html` from plain facts; `pictures`: bytes by name. 0.2 to 1 s.

    Raises jinja2.UndefinedError when a fact is missing. Call it outside any lock of data.
    """
    shared = press()
    look = style()
    fetcher = HandedPictures(pictures or {})
    with shared.lock, garbage_held_back():
        html = shared.templates.get_template(f"documents/posters/{template}.html").render(
            printable(dict(facts))
        )
        try:
            document = HTML(string=html, url_fetcher=fetcher).render(
                font_config=shared.fonts, stylesheets=[look]
            )
        except FatalURLFetchingError as error:
            raise AssertionError("a sheet asked for an address") from error
        pdf = document.write_pdf(pdf_tags=True)
    assert isinstance(pdf, bytes)
    return Sheet(pdf, len(document.pages))
