"""Spreadsheets that nobody should open, made for tests."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter


def a_workbook(*rows: tuple[str, ...], sheets: int = 1) -> bytes:
    """A plain xlsx; its first sheet has these rows."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    first, *_others = [book.add_worksheet() for _ in range(sheets)]
    for number, row in enumerate(rows or (("a", "b"),)):
        for column, cell in enumerate(row):
            first.write_string(number, column, cell)
    book.close()
    return target.getvalue()


def with_part(content: bytes, name: str, held: bytes) -> bytes:
    """The workbook with one part added, or written over."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w", ZIP_DEFLATED) as fresh:
        for part in old.namelist():
            if part != name:
                fresh.writestr(part, old.read(part))
        fresh.writestr(name, held)
    return target.getvalue()


def with_cell(reference: str) -> bytes:
    """A workbook with one filled cell at this place."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row><c r="{reference}" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    )
    return with_part(a_workbook(), "xl/worksheets/sheet1.xml", sheet.encode())


def a_bomb() -> bytes:
    """Less than 1 MB that unpacks to 120 MB."""
    return with_part(a_workbook(), "xl/media/image1.bin", b"\0" * 120 * 1024 * 1024)


def with_doctype() -> bytes:
    """A workbook whose sheet brings a DTD."""
    bad = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    return with_part(a_workbook(), "xl/worksheets/sheet1.xml", bad)


def locked() -> bytes:
    """What Excel saves with a password: a compound file that holds an encrypted package."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )
