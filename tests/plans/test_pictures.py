"""What becomes of an uploaded plan: pictures re-encoded, one page of a PDF drawn, everything else refused."""

from io import BytesIO

import pytest
from pikepdf import Pdf

from portal.plans import rasterising
from portal.plans.pictures import picture_of
from portal.problems import Refused
from portal.uploads import LONGEST_SIDE
from tests.plans.build import a_png


def a_pdf(pages: int = 1, size: tuple[int, int] = (842, 595)) -> BytesIO:
    """A PDF with empty pages of this size in points."""
    content = BytesIO()
    with Pdf.new() as pdf:
        for _number in range(pages):
            pdf.add_blank_page(page_size=size)
        pdf.save(content)
    content.seek(0)
    return content


def test_a_picture_keeps_its_size() -> None:
    found = picture_of(BytesIO(a_png(400, 300)), "厂区.png")
    assert (found.width, found.height) == (400, 300)
    assert found.upload.content_type == "image/jpeg"


def test_a_page_of_a_pdf_becomes_a_picture() -> None:
    found = picture_of(a_pdf(2), "总图.pdf", 2)
    assert found.width == LONGEST_SIDE
    assert found.upload.name == "总图.jpg"


def test_a_page_that_the_pdf_lacks_is_refused_with_the_number_of_pages() -> None:
    with pytest.raises(Refused, match="2") as refusal:
        picture_of(a_pdf(2), "总图.pdf", 3)
    assert refusal.value.field == "page"


def test_a_broken_pdf_is_refused_without_harm() -> None:
    with pytest.raises(Refused) as refusal:
        picture_of(BytesIO(b"%PDF-1.7\n" + b"rubbish " * 200), "坏.pdf")
    assert refusal.value.field == "file"


def test_a_page_of_a_thousand_metres_takes_no_more_room_than_another() -> None:
    found = picture_of(a_pdf(size=(14_400, 100)), "长.pdf")
    assert max(found.width, found.height) == LONGEST_SIDE


def test_the_program_that_reads_pdfs_has_bounds() -> None:
    assert rasterising.MEMORY <= 2**30
    assert rasterising.SECONDS <= 30
