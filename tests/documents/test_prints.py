"""Sheets without number: what they fetch, what they refuse."""

from io import BytesIO

import pytest
from PIL import Image
from weasyprint.urls import FatalURLFetchingError

from portal.documents.prints import HandedPictures


@pytest.fixture(autouse=True)
def context() -> None:
    """Sheets need no app and no database."""


def a_picture() -> bytes:
    content = BytesIO()
    Image.new("RGB", (2, 2)).save(content, "PNG")
    return content.getvalue()


def test_a_picture_comes_by_its_name() -> None:
    held = a_picture()
    assert HandedPictures({"plan": held}).fetch("picture:plan").read() == held


@pytest.mark.parametrize(
    "url", ["picture:other", "plan", "http://evil.example/x", "file:///etc/hostname", "data:text/plain,x"]
)
def test_nothing_else_is_fetched(url: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        HandedPictures({"plan": a_picture()}).fetch(url)
