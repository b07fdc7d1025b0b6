"""Uploads: what is taken, what is refused, and what a photo leaves behind."""

import zipfile
import zlib
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portal.problems import Refused
from portal.uploads import LONGEST_SIDE, NAME_LIMIT, PAPER_LIMIT, PHOTO_LIMIT, accept, shown_name

pytestmark = pytest.mark.security

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def a_photo(
    kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object
) -> BytesIO:
    target = BytesIO()
    Image.new(mode, size, "red").save(target, kind, **options)
    return BytesIO(target.getvalue())


def an_office_file(*parts: str) -> BytesIO:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return BytesIO(target.getvalue())


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.JPEG", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")]
)
def test_a_photo_is_taken_and_comes_back_as_jpeg(name, kind):
    taken = accept(a_photo(kind), name)
    assert (taken.content_type, taken.name) == ("image/jpeg", "a.jpg")
    assert Image.open(BytesIO(taken.content)).size == (60, 40)


def test_a_transparent_picture_stays_one():
    taken = accept(a_photo("PNG", mode="RGBA"), "标志.png")
    assert (taken.content_type, taken.name) == ("image/png", "标志.png")


def test_a_large_photo_is_made_smaller():
    taken = accept(a_photo(size=(5000, 2500)), "a.jpg")
    assert Image.open(BytesIO(taken.content)).size == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_position_and_comment_of_a_photo_are_gone_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "secretmaker"
    exif.get_ifd(0x8825)[1] = "N"
    photo = a_photo(exif=exif, comment=b"secretcomment", xmp=b"secretxmp")
    taken = accept(photo, "a.jpg")
    assert b"secret" not in taken.content
    assert b"Exif" not in taken.content
    assert Image.open(BytesIO(taken.content)).size == (40, 60)


def test_text_chunks_of_a_png_are_gone():
    notes = PngInfo()
    notes.add_text("Author", "secretauthor")
    assert b"secret" not in accept(a_photo("PNG", mode="RGBA", pnginfo=notes), "a.png").content


def a_png_that_claims(width: int, height: int) -> BytesIO:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b""))


@pytest.mark.parametrize("size", [(8000, 5001), (30000, 30000)])
def test_a_photo_of_more_than_forty_megapixels_is_refused_by_its_header(size):
    with pytest.raises(Refused, match="40"):
        accept(a_png_that_claims(*size), "bomb.png")


def test_a_damaged_photo_is_refused():
    with pytest.raises(Refused, match=r"a\.jpg"):
        accept(BytesIO(a_photo(size=(600, 400)).getvalue()[:300]), "a.jpg")


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.xlsm", "a.exe", "a.heic", "a", ".jpg"])
def test_other_formats_are_refused_with_those_that_are_taken(name):
    with pytest.raises(Refused, match="docx"):
        accept(a_photo(), name)


# fmt: off
RENAMED = [
    (b"MZ" + bytes(200),                          "photo.jpg"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.png"),
    (b"<!DOCTYPE html><script>1</script>",         "paper.pdf"),
    (PDF,                                          "photo.webp"),
    (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "locked.xlsx"),
    (b"plain words",                               "paper.docx"),
]
# fmt: on


@pytest.mark.parametrize(("content", "name"), RENAMED)
def test_a_renamed_file_is_refused(content, name):
    with pytest.raises(Refused) as refused:
        accept(BytesIO(content), name)
    assert name in str(refused.value)


def test_papers_are_kept_byte_by_byte():
    for name, content in [
        ("a.pdf", PDF),
        ("a.docx", an_office_file("word/document.xml").getvalue()),
        ("a.xlsx", an_office_file("xl/workbook.xml").getvalue()),
    ]:
        assert accept(BytesIO(content), name).content == content


@pytest.mark.parametrize(
    "parts", [("xl/workbook.xml", "xl/vbaProject.bin"), ("word/document.xml",), ("readme.txt",)], ids=str
)
def test_a_workbook_with_macros_or_without_a_workbook_is_refused(parts):
    with pytest.raises(Refused, match="docx"):
        accept(an_office_file(*parts), "a.xlsx")


def test_an_encrypted_pdf_is_refused():
    with pytest.raises(Refused, match=r"a\.pdf"):
        accept(BytesIO(PDF.replace(b"/Root", b"/Encrypt 2 0 R/Root")), "a.pdf")


def test_an_empty_file_is_refused():
    with pytest.raises(Refused):
        accept(BytesIO(b""), "a.jpg")


@pytest.mark.parametrize(
    ("name", "limit", "told"), [("a.jpg", PHOTO_LIMIT, "10 MB"), ("a.pdf", PAPER_LIMIT, "20 MB")]
)
def test_a_file_over_its_limit_is_refused_with_its_size(name, limit, told):
    with pytest.raises(Refused, match=told) as refused:
        accept(BytesIO(bytes(limit + 3 * 1024 * 1024)), name)
    assert f"{limit // 1024 // 1024 + 3}.0 MB" in str(refused.value)


# fmt: off
NAMES = [
    ("安全报告.pdf",                    "安全报告.pdf"),
    ("../../etc/passwd.pdf",            "passwd.pdf"),
    ("C:\\photos\\冲床.jpg",            "冲床.jpg"),
    ("a\r\nSet-Cookie: x.pdf",          "aSet-Cookie: x.pdf"),
    ("gpj.\u202efdp.exe",               "gpj.fdp.exe"),
    ("e\u0301.png",                     "é.png"),
    ("///",                             "file"),
    ("x" * 300 + ".pdf",                "x" * (NAME_LIMIT - 4) + ".pdf"),
]
# fmt: on


@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_a_name_is_made_fit_to_be_shown(name, shown):
    assert shown_name(name) == shown
