"""Files that pretend, unfold or overflow; types, sizes and names: tests/test_uploads.py. Source: security.md §4."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image
from sqlalchemy import select

from portal.access import act_as
from portal.db import session
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.risks.model import Evidence
from portal.uploads import accept
from tests.build import a_member, an_enterprise, the_actor
from tests.risks.build import a_control, a_risk

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def a_photo(kind="JPEG"):
    held = BytesIO()
    Image.new("RGB", (8, 8), "red").save(held, kind)
    return held.getvalue()


def an_archive(**parts):
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return held.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("tail", [HTML, PDF, an_archive(x="x"), b"<?php system($_GET[0]) ?>"], ids=len)
def test_what_hangs_behind_a_photo_is_gone(kind, tail):
    name = f"a.{kind.lower()}"
    assert tail not in accept(BytesIO(a_photo(kind) + tail), name).content


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SVG, "a.svg"), (HTML, "a.html"), (SVG, "a.png"), (HTML, "a.pdf"), (HTML, "a.jpg"), (HTML + PDF, "a.pdf"),
        (b"MZ\x90\x00", "a.pdf"), (b"MZ\x90\x00", "a.exe"), (a_photo(), "a.pdf"), (PDF, "a.jpg"),
        (PDF, "a.pdf.html"), (PDF, "a.pdf\x00.html"), (PDF, "pdf"), (PDF, ".pdf.svg"),
        (an_archive(xl__workbook="x"), "a.xlsm"), (an_archive(x="x"), "a.zip"), (an_archive(x="x"), "a.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xlsx"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value[:8]),
)  # fmt: skip
def test_what_is_not_what_its_name_says_is_refused_with_its_name(content, name):
    with pytest.raises(Refused) as refused:
        accept(BytesIO(content), name)
    assert refused.value.field == "file"


def a_png_of(width, height):
    """A PNG whose header promises more than it weighs."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(6_325, 6_325), (100_000, 100_000), (2**31 - 1, 1), (0, 5)])
def test_a_picture_that_promises_too_much_is_refused_unopened(size):
    with pytest.raises(Refused):
        accept(BytesIO(a_png_of(*size)), "a.png")


def test_a_bomb_inside_a_paper_is_never_unpacked():
    bomb = an_archive(word__document="x", **{"word__document.xml": b"0" * 50_000_000})
    assert accept(BytesIO(bomb), "a.docx").content == bomb


@pytest.fixture
def control(client):
    member = a_member(an_enterprise(), "filer")
    client.sign_in(member)
    by, enterprise_id = the_actor(member), member.enterprise_id
    act_as(by)
    return a_control(a_risk(session().get_one(Enterprise, enterprise_id), by), by).key


def send(client, control, *files):
    fields = {**client.tokens(), "file": [(BytesIO(content), name) for content, name in files]}
    return client.browser.post(f"/controls/{control}/evidence", data=fields)


def test_a_polyglot_goes_out_as_what_its_name_says_and_runs_nothing(client, control):
    both = PDF + HTML + an_archive(x="x")
    assert send(client, control, (both, "现场.pdf")).status_code == 303
    key = session().scalars(select(Evidence.key)).one()
    headers = client.browser.get(f"/evidence/{key}").headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("name", ['"; filename="x.html.pdf', "../../x.pdf", "安 全%0d.pdf"])
def test_no_name_breaks_out_of_its_header(client, control, name):
    assert send(client, control, (PDF, name)).status_code == 303
    key = session().scalars(select(Evidence.key)).one()
    answer = client.browser.get(f"/evidence/{key}")
    assert answer.headers["Content-Disposition"].isascii()
    assert answer.headers["Content-Disposition"].count('"') == 2


def test_a_stored_file_has_a_random_name(client, control, app):
    send(client, control, (PDF, "现场.pdf"))
    stored = session().scalars(select(Evidence.file_key)).one()
    folder = app.config["SETTINGS"].data_folder / "files"
    assert {path.name for path in folder.rglob("*") if path.is_file() and path.read_bytes() == PDF} >= {
        stored
    }
    assert len(stored) == 16


def test_a_request_over_25_mb_is_refused_with_a_page(client, control):
    answer = send(client, control, (bytes(26 * 1024 * 1024), "a.pdf"))
    assert answer.status_code == 413
    assert "<h1" in answer.text


def test_of_eleven_files_at_once_the_eleventh_is_refused(client, control):
    answer = send(client, control, *[(PDF, f"{number}.pdf") for number in range(11)])
    assert answer.status_code == 422
    assert len(session().scalars(select(Evidence)).all()) <= 10


def test_a_form_of_thousands_of_fields_is_refused(client, control):
    fields = {**client.tokens(), **{f"x{number}": "1" for number in range(2100)}}
    fields["file"] = (BytesIO(PDF), "a.pdf")
    assert client.browser.post(f"/controls/{control}/evidence", data=fields).status_code == 413


def test_a_long_self_assessment_is_taken(client, control):
    fields = {**client.tokens(), **{f"x{number}": "字" * 300 for number in range(1500)}}
    fields["file"] = (BytesIO(PDF), "a.pdf")
    assert client.browser.post(f"/controls/{control}/evidence", data=fields).status_code == 303
