"""What people upload: photos re-encoded without their metadata, papers kept unopened; type by content and name.

Photos: JPEG, PNG, WebP up to 10 MB and 40 megapixels (read from the header, before anything is unpacked).
Papers: PDF, docx, xlsx up to 20 MB. Everything else is refused, with a way to mend it.
"""

import re
import unicodedata
from io import BytesIO
from pathlib import PurePath
from typing import IO, NamedTuple
from warnings import catch_warnings, simplefilter
from zipfile import BadZipFile, ZipFile

import puremagic
from flask_babel import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from portal.problems import Refused

MEGABYTE = 1024 * 1024
PHOTO_LIMIT = 10 * MEGABYTE
PAPER_LIMIT = 20 * MEGABYTE
PIXEL_LIMIT = 40_000_000
LONGEST_SIDE = 2560
NAME_LIMIT = 120
ARCHIVE_PARTS = 2000
FIELD = "file"

PHOTOS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
PAPERS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MAIN_PART = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff/\\]")


class Upload(NamedTuple):
    """A file that may be stored: its bytes, their type as found in them, and the name to show."""

    name: str
    content: bytes
    content_type: str


def accept(stream: IO[bytes], name: str) -> Upload:
    """Check an uploaded photo or paper; photos come back upright, at most 2560 px, without metadata.

    Raises Refused (field `file`) naming the file, what is wrong with it and how to mend it.
    """
    shown = shown_name(name)
    suffix = PurePath(shown).suffix.lower()
    if suffix not in (*PHOTOS, *PAPERS):
        raise Refused(
            _("%(name)s cannot be taken: upload JPEG, PNG, WebP, PDF, docx or xlsx.", name=shown), FIELD
        )
    content = _read(stream, shown, PHOTO_LIMIT if suffix in PHOTOS else PAPER_LIMIT)
    if suffix not in _kinds_of(content):
        raise Refused(
            _("The content of %(name)s is not what its name says; save it anew in that format.", name=shown),
            FIELD,
        )
    if suffix in PHOTOS:
        return _photo(content, shown, PHOTOS[suffix])
    _refuse_locked_or_active(content, shown, suffix)
    return Upload(shown, content, PAPERS[suffix])


def shown_name(name: str) -> str:
    """A file name fit to be shown: NFC, no control or direction characters, no path, at most 120 characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    path = PurePath(NOT_SHOWN.sub("", last).strip(" .") or "file")
    return (
        path.stem[: NAME_LIMIT - len(path.suffix)] + path.suffix
        if len(path.suffix) < 10
        else path.name[:NAME_LIMIT]
    )


def readable_size(size: int) -> str:
    """12.4 MB or 87 kB."""
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{max(1, size // 1024)} kB"


def _read(stream: IO[bytes], name: str, limit: int) -> bytes:
    content = stream.read(limit + 1)
    if not content:
        raise Refused(_("%(name)s is empty; choose the file again.", name=name), FIELD)
    if len(content) > limit:
        size = readable_size(len(content) + len(stream.read()))
        allowed = f"{limit // MEGABYTE} MB"
        raise Refused(
            _("%(name)s has %(size)s; the limit is %(limit)s.", name=name, size=size, limit=allowed), FIELD
        )
    return content


def _kinds_of(content: bytes) -> set[str]:
    try:
        return {match.extension for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return set()


def _photo(content: bytes, name: str, kind: str) -> Upload:
    try:
        with catch_warnings():
            simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[kind]) as image:
                _refuse_too_many_pixels(image, name)
                return _encoded(image, name)
    except Image.DecompressionBombError:
        raise _too_many_pixels(name) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise Refused(
            _("%(name)s is damaged and cannot be read; choose it again.", name=name), FIELD
        ) from None


def _refuse_too_many_pixels(image: Image.Image, name: str) -> None:
    if image.width * image.height > PIXEL_LIMIT:
        raise _too_many_pixels(name)


def _too_many_pixels(name: str) -> Refused:
    return Refused(_("%(name)s has more than 40 megapixels; make it smaller first.", name=name), FIELD)


def _encoded(image: Image.Image, name: str) -> Upload:
    """A new picture from the pixels alone: JPEG, or PNG where parts of it are transparent."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    kind = "PNG" if upright.has_transparency_data else "JPEG"
    clean = upright.convert("RGBA" if kind == "PNG" else "RGB")
    clean.info = {}
    target = BytesIO()
    clean.save(target, kind, optimize=True, **({"quality": 85} if kind == "JPEG" else {}))
    suffix = ".png" if kind == "PNG" else ".jpg"
    return Upload(PurePath(name).stem + suffix, target.getvalue(), f"image/{kind.lower()}")


def _refuse_locked_or_active(content: bytes, name: str, suffix: str) -> None:
    """Encrypted papers and those with macros are refused; nothing is opened further than its table of parts."""
    if suffix == ".pdf":
        if b"/Encrypt" in content:
            raise Refused(_("%(name)s is encrypted; save it without a password first.", name=name), FIELD)
        return
    parts = _parts_of(content, name)
    if MAIN_PART[suffix] not in parts or any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise Refused(
            _("%(name)s is not a plain docx or xlsx; save it as one, without macros.", name=name), FIELD
        )


def _parts_of(content: bytes, name: str) -> list[str]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return archive.namelist()[:ARCHIVE_PARTS]
    except (BadZipFile, ValueError, OSError):
        raise Refused(
            _("%(name)s is damaged and cannot be read; choose it again.", name=name), FIELD
        ) from None
