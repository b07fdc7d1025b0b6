"""A look at a spreadsheet before anything reads it: what it is, and whether it is safe to read.

A reader may allocate for the farthest filled cell, follow a DTD, or unpack without end; so places, sizes and
heads of the parts are looked at first, while what is unpacked is counted.
"""

import re
import zlib
from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile, ZipInfo

from portal.spreadsheets.book import BookKind
from portal.spreadsheets.limits import PACKED, PARTS, ROWS, SHEETS, UNPACKED, refused
from portal.uploads import readable_size

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MACRO_SUFFIXES = (".xlsm", ".xltm", ".xlam")
WORKBOOK = "xl/workbook.xml"
IS_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
WEB_PAGE = re.compile(rb"^\s*(<!doctype html|<html|<table|<\?xml[^>]*>\s*<(\w+:)?html)", re.IGNORECASE)
FAR_COLUMN = rb"(?:[A-Z]{3,}|C[W-Z]|[D-Z][A-Z])\d+"
FAR_ROW = rb"[A-Z]+0*(?:[1-9]\d{5,}|[3-9]\d{4}|2[1-9]\d{3}|20[1-9]\d\d|200[1-9]\d|2000[1-9])"
FAR = re.compile(
    rb"<(?:\w+:)?c\b[^>]*?\sr\s*=\s*[\"'](?:" + FAR_COLUMN + rb"|" + FAR_ROW + rb")[\"'][^>/]*>",
    re.IGNORECASE,
)
"""A filled cell beyond column CV (100) or row 20,000; a cell that ends in its own tag has a look, but no value."""

UNPLACED = re.compile(rb"<(?:\w+:)?c(?![^>]*\sr\s*=)(?:\s[^>]*)?>")
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr\s*=\s*[\"'](\d+)[\"']")


def kind_of(content: bytes, name: str) -> BookKind:
    """The format of a file, by content and name, once it has been found safe to read.

    Raises Refused (field `file`) with what is wrong and how to mend it.
    """
    suffix = PurePath(name).suffix.lower()
    _refuse_by_size(content, name)
    if suffix in MACRO_SUFFIXES:
        raise refused("macros", name)
    if content.startswith(ZIP):
        _scan(content, name)
        return BookKind.XLSX
    if content.startswith(COMPOUND):
        return _old_format(content, name, suffix)
    return _text(content, name, suffix)


def _refuse_by_size(content: bytes, name: str) -> None:
    if not content.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise refused("empty", name)
    if len(content) > PACKED:
        raise refused("too_big", name, size=readable_size(len(content)))


def _old_format(content: bytes, name: str, suffix: str) -> BookKind:
    if ENCRYPTED in content:
        raise refused("locked", name)
    if suffix not in (".xls", ".xlsx"):
        raise refused("unknown", name)
    return BookKind.XLS


def _text(content: bytes, name: str, suffix: str) -> BookKind:
    if content.startswith(PROGRAMS):
        raise refused("not_a_table", name)
    if WEB_PAGE.match(content[:2000]):
        raise refused("web_page", name)
    if suffix not in (".csv", ".txt"):
        raise refused("not_a_table" if suffix in (".xlsx", ".xls") else "unknown", name)
    return BookKind.CSV


# --- the parts of an xlsx ---------------------------------------------------------------------------------


def _scan(content: bytes, name: str) -> None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_by_parts(parts, name)
            left = UNPACKED
            for part in parts:
                left -= _scan_part(archive, part, name, left)
    except (BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError, OSError):
        raise refused("damaged", name) from None


def _refuse_by_parts(parts: list[ZipInfo], name: str) -> None:
    names = [part.filename for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise refused("locked", name)
    if any(one.lower().endswith("vbaproject.bin") for one in names):
        raise refused("macros", name)
    if len(set(names)) < len(names):
        raise refused("damaged", name)
    if WORKBOOK not in names:
        raise refused("not_a_table" if "xl/workbook.bin" not in names else "unknown", name)
    if sum(1 for one in names if IS_SHEET.fullmatch(one)) > SHEETS:
        raise refused("sheets", name)
    if len(parts) > PARTS:
        raise refused("parts", name)
    if sum(part.file_size for part in parts) > UNPACKED:
        raise refused("bomb", name)


def _scan_part(archive: ZipFile, part: ZipInfo, name: str, left: int) -> int:
    """Look into one part; answers how many bytes it really has."""
    with archive.open(part) as opened:
        held = opened.read(left + 1)
    if len(held) > left:
        raise refused("bomb", name)
    if part.filename.lower().endswith((".xml", ".rels", ".vml")):
        if b"\x00" in held[:200] or DOCTYPE.search(held):
            raise refused("doctype", name)
        if IS_SHEET.fullmatch(part.filename):
            _refuse_far_cells(held, name)
    return len(held)


def _refuse_far_cells(sheet: bytes, name: str) -> None:
    if FAR.search(sheet) or (UNPLACED.search(sheet) and any(int(row) > ROWS for row in ROW.findall(sheet))):
        raise refused("far_cell", name)
