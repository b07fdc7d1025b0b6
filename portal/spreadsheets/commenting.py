"""Comments on cells, in the two parts that Excel and WPS want: the words, and the boxes that show them."""

import re
from collections.abc import Mapping

from portal.spreadsheets.book import column_name
from portal.spreadsheets.package import MAIN, OFFICE, Package, escaped, insert_before

AUTHOR = "安报"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
BOXES_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
ONE_COMMENT = re.compile(rb"<comment\b[^>]*>.*?</comment>", re.DOTALL)
ONE_BOX = re.compile(rb"<(\w+):shape\b.*?</\1:shape>", re.DOTALL)
PLACE_OF_BOX = re.compile(rb"<\w+:Row>\s*(\d+)\s*</\w+:Row>\s*<\w+:Column>\s*(\d+)\s*<")
AFTER_BOXES = (
    b"<legacyDrawingHF", b"<drawingHF", b"<picture", b"<oleObjects", b"<controls", b"<webPublishItems",
    b"<tableParts", b"<extLst", b"</worksheet>",
)  # fmt: skip
"""What may follow the mention of the boxes in a sheet, in the order of the schema."""

NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
EMPTY_BOXES = f"<xml {NAMES}></xml>"
SHAPE_TYPE = (
    f'<v:shapetype {NAMES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
BOX = (
    '<v:shape {names} id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;width:200pt;height:90pt;z-index:1;'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left},15,{top},2,{right},15,{bottom},4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)

Words = Mapping[tuple[int, int], tuple[str, str]]
"""What to say, by row and column from 0: the cell's name such as D17, and the words."""


def comment(package: Package, part: str, words: Words) -> None:
    """Put comments on cells of a sheet; those of an earlier round go, those of others stay unless on the same cell."""
    known = {relation.kind: relation.target for relation in package.relations(part)}
    texts, boxes = known.get("comments"), known.get("vmlDrawing")
    if not words and texts is None:
        return
    if texts is None:
        texts = package.free_name("xl/comments{}.xml")
        empty = f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
        package.write(texts, empty.encode())
        package.say_type(texts, COMMENTS_TYPE)
        package.relate(part, "comments", texts)
    if boxes is None:
        boxes = package.free_name("xl/drawings/vmlDrawing{}.vml")
        package.write(boxes, EMPTY_BOXES.encode())
        package.say_extension("vml", BOXES_TYPE)
        _mention(package, part, package.relate(part, "vmlDrawing", boxes))
    gone = _write_words(package, texts, words)
    _write_boxes(package, boxes, words, gone)


def _mention(package: Package, part: str, relation: str) -> None:
    sheet = package.read(part)
    end = sheet.rfind(b"</sheetData>")
    end = end if end >= 0 else sheet.rfind(b"<sheetData")
    place = min(found for mark in AFTER_BOXES if (found := sheet.find(mark, end)) >= 0)
    entry = f'<legacyDrawing xmlns:link="{OFFICE}" link:id="{relation}"/>'.encode()
    package.write(part, sheet[:place] + entry + sheet[place:])


def _write_words(package: Package, part: str, words: Words) -> set[bytes]:
    """Write the words; answers the cells whose comments went."""
    held = re.sub(rb"<(authors|commentList)\s*/>", rb"<\1></\1>", package.read(part))
    own = _author_number(held)
    fresh_cells = {cell for cell, _said in words.values()}
    gone: set[bytes] = set()

    def keep(found: re.Match[bytes]) -> bytes:
        head = found[0][: found[0].index(b">")]
        cell = _attribute(head, b"ref")
        if (own is not None and _attribute(head, b"authorId") == b"%d" % own) or cell.decode() in fresh_cells:
            gone.add(cell)
            return b""
        return found[0]

    held = ONE_COMMENT.sub(keep, held)
    if own is None:
        own = len(re.findall(rb"<author\b", held))
        held = insert_before(held, b"</authors>", f"<author>{AUTHOR}</author>".encode())
    entries = "".join(
        f'<comment ref="{cell}" authorId="{own}"><text><t xml:space="preserve">{escaped(said)}</t></text></comment>'
        for cell, said in words.values()
    )
    package.write(part, insert_before(held, b"</commentList>", entries.encode()))
    return gone


def _write_boxes(package: Package, part: str, words: Words, gone: set[bytes]) -> None:
    held = package.read(part)

    def keep(found: re.Match[bytes]) -> bytes:
        place = PLACE_OF_BOX.search(found[0])
        return b"" if place and _cell(int(place[1]), int(place[2])) in gone else found[0]

    held = ONE_BOX.sub(keep, held)
    first = max((int(n) for n in re.findall(rb'id="_x0000_s(\d+)"', held)), default=1024) + 1
    entries = "" if b"_x0000_t202" in held else SHAPE_TYPE
    entries += "".join(
        BOX.format(
            names=NAMES,
            id=number,
            left=column + 1,
            top=row,
            right=column + 5,
            bottom=row + 6,
            row=row,
            column=column,
        )
        for number, (row, column) in enumerate(words, start=first)
    )
    package.write(part, insert_before(held, b"</xml>", entries.encode()))


def _author_number(held: bytes) -> int | None:
    authors = re.findall(rb"<author\b[^>]*?(?:/>|>(.*?)</author>)", held, re.DOTALL)
    return authors.index(AUTHOR.encode()) if AUTHOR.encode() in authors else None


def _attribute(head: bytes, name: bytes) -> bytes:
    found = re.search(rb"\b" + name + rb"=\"([^\"]*)\"", head)
    return found[1] if found else b""


def _cell(row: int, column: int) -> bytes:
    return f"{column_name(column)}{row + 1}".encode()
