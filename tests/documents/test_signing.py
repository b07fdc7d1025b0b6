"""The portal's signature on papers: it holds, it shows a change, its key stays."""

import stat
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from portal.documents import signing
from portal.documents.rendering import render
from tests.documents.samples import an_order

pytestmark = pytest.mark.security

AT = datetime.now(UTC)


@pytest.fixture(autouse=True)
def context() -> None:
    """Signing needs no app and no database."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    signing.make_key(tmp_path, "安报", AT)
    return tmp_path


def verdict(pdf: bytes) -> Any:
    signature = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[signature.signer_cert]))


def test_a_signed_paper_is_intact_from_the_first_byte_to_the_last(folder: Path) -> None:
    found = verdict(signing.sign(render("rectification_order", an_order()), folder))
    assert found.bottom_line
    assert found.coverage.name == "ENTIRE_FILE"


def test_a_changed_byte_breaks_the_signature(folder: Path) -> None:
    signed = bytearray(signing.sign(render("rectification_order", an_order()), folder))
    signed[signed.index(b"stream\n") + 40] ^= 1
    assert not verdict(bytes(signed)).intact


def test_the_key_is_for_its_owner_alone_and_never_replaced_in_silence(folder: Path) -> None:
    assert stat.S_IMODE((folder / signing.FILE).stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        signing.make_key(folder, "安报", AT)


def test_without_a_key_nothing_is_signed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        signing.sign(render("rectification_order", an_order()), tmp_path)
