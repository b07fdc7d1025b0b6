"""The parts of an xlsx by name, with their relations and types; what is not written stays byte for byte.

Parts are edited as text: to parse and write them anew would lose what the parser does not know.
Source: ECMA-376 part 2 (packages) and part 1 §18 (SpreadsheetML).
"""

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class CannotEdit(Exception):
    """The package is written in a way that this editor does not know; build a fresh workbook instead."""


class Relation(NamedTuple):
    """One relation of a part: its id, the last word of its type, the part that it leads to."""

    id: str
    kind: str
    target: str


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a start tag, unescaped."""
    return {
        name.decode(): unescape((double or single).decode())
        for name, double, single in ATTRIBUTE.findall(tag)
    }


def escaped(text: str) -> str:
    """Text for the body of an element, without the characters that XML does not know."""
    return escape(NOT_IN_XML.sub("", text))


def insert_before(held: bytes, mark: bytes, fresh: bytes) -> bytes:
    """Put bytes before the last place of a mark. Raises CannotEdit where there is none."""
    place = held.rfind(mark)
    if place < 0:
        raise CannotEdit(mark)
    return held[:place] + fresh + held[place:]


class Package:
    """An xlsx that is being edited."""

    def __init__(self, content: bytes) -> None:
        self._archive = ZipFile(BytesIO(content))
        self._written: dict[str, bytes] = {}
        self.names = set(self._archive.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises CannotEdit for one that is not there."""
        if name in self._written:
            return self._written[name]
        if name not in self.names:
            raise CannotEdit(name)
        return self._archive.read(name)

    def write(self, name: str, held: bytes) -> None:
        """Give a part its new bytes."""
        self._written[name] = held
        self.names.add(name)

    def save(self) -> bytes:
        """The whole package: parts that were not written as they were, in their order."""
        target = BytesIO()
        with ZipFile(target, "w", ZIP_DEFLATED) as fresh:
            old = self._archive.namelist()
            for name in [*old, *(name for name in self._written if name not in old)]:
                fresh.writestr(
                    name, self._written[name] if name in self._written else self._archive.read(name)
                )
        return target.getvalue()

    # --- sheets and relations ---------------------------------------------------------------------------------

    def sheet_part(self, sheet: str) -> str | None:
        """The part of the sheet of this name."""
        targets = {relation.id: relation.target for relation in self.relations(WORKBOOK)}
        for tag in re.findall(rb"<sheet\b[^>]*>", self.read(WORKBOOK)):
            told = attributes(tag)
            if told.get("name") == sheet:
                return targets[next(value for key, value in told.items() if key.endswith(":id"))]
        return None

    def add_sheet(self, sheet: str, held: bytes) -> None:
        """Add a worksheet at the end."""
        part = self.free_name("xl/worksheets/sheet{}.xml")
        self.write(part, held)
        self.say_type(part, SHEET_TYPE)
        relation = self.relate(WORKBOOK, "worksheet", part)
        book = self.read(WORKBOOK)
        ids = [int(attributes(tag).get("sheetId", 0)) for tag in re.findall(rb"<sheet\b[^>]*>", book)]
        number = max(ids, default=0) + 1
        entry = f'<sheet xmlns:link="{OFFICE}" name="{sheet}" sheetId="{number}" link:id="{relation}"/>'
        self.write(WORKBOOK, insert_before(book, b"</sheets>", entry.encode()))

    def relations(self, part: str) -> Iterator[Relation]:
        """The relations of a part."""
        name = _relations_of(part)
        for tag in re.findall(rb"<Relationship\b[^>]*>", self.read(name)) if name in self.names else ():
            told = attributes(tag)
            base = posixpath.dirname(part)
            target = posixpath.normpath(posixpath.join("/" + base, told.get("Target", ""))).lstrip("/")
            yield Relation(told.get("Id", ""), told.get("Type", "").rsplit("/", 1)[-1], target)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation; answers its id."""
        known = {relation.id for relation in self.relations(part)}
        fresh = next(f"anbao{n}" for n in range(1, len(known) + 2) if f"anbao{n}" not in known)
        name = _relations_of(part)
        empty = f'<Relationships xmlns="{RELATIONS}"></Relationships>'.encode()
        held = self.read(name) if name in self.names else empty
        entry = f'<Relationship Id="{fresh}" Type="{OFFICE}/{kind}" Target="/{target}"/>'
        held = re.sub(rb"<Relationships\b([^>]*?)/>", rb"<Relationships\1></Relationships>", held)
        self.write(name, insert_before(held, b"</Relationships>", entry.encode()))
        return fresh

    # --- names and types --------------------------------------------------------------------------------------

    def free_name(self, pattern: str) -> str:
        """A name that no part has, such as xl/comments3.xml for `xl/comments{}.xml`."""
        return next(name for n in range(1, 10_000) if (name := pattern.format(n)) not in self.names)

    def say_type(self, part: str, content_type: str) -> None:
        """Tell the content type of a new part."""
        entry = f'<Override PartName="/{part}" ContentType="{content_type}"/>'
        self.write(TYPES, insert_before(self.read(TYPES), b"</Types>", entry.encode()))

    def say_extension(self, extension: str, content_type: str) -> None:
        """Tell the content type of an extension, unless it is told."""
        held = self.read(TYPES)
        if f'Extension="{extension}"'.encode() not in held:
            place = held.index(b">", held.index(b"<Types")) + 1
            entry = f'<Default Extension="{extension}" ContentType="{content_type}"/>'.encode()
            self.write(TYPES, held[:place] + entry + held[place:])


def _relations_of(part: str) -> str:
    folder, _slash, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"
