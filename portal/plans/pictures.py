"""The picture of a plan from what was uploaded: a photo or drawing as it is, a PDF by one of its pages."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path, PurePath
from typing import IO, NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext
from PIL import Image

from portal.plans import rasterising
from portal.problems import Refused
from portal.uploads import FIELD, LONGEST_SIDE, PAPERS, Upload, accept

SECONDS = 30


class Picture(NamedTuple):
    """A re-encoded picture, with its size in pixels."""

    upload: Upload
    width: int
    height: int


def picture_of(stream: IO[bytes], name: str, page_number: int = 1) -> Picture:
    """Check what was uploaded and make a picture of it, at most 2560 px; `page_number` of a PDF counts from 1.

    Raises Refused (field `file`, or `page` for a page that a PDF does not have) saying how to mend it.
    """
    upload = accept(stream, name)
    if upload.content_type == PAPERS[".pdf"]:
        drawn = _page_of(upload, page_number)
        upload = accept(BytesIO(drawn), PurePath(upload.name).stem + ".jpg")
    if not upload.content_type.startswith("image/"):
        raise Refused(
            _("%(name)s is no picture: upload the plan as JPEG, PNG, WebP or PDF.", name=upload.name), FIELD
        )
    with Image.open(BytesIO(upload.content)) as image:
        return Picture(upload, *image.size)


def _page_of(upload: Upload, page_number: int) -> bytes:
    """A page as JPEG, drawn in a child process with bounds on memory and time."""
    program = [sys.executable, "-P", str(Path(rasterising.__file__)), str(page_number), str(LONGEST_SIDE)]
    try:
        drawn = subprocess.run(
            program, input=upload.content, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused(
            _(
                "%(name)s takes too long to draw; save the page as a picture and upload that.",
                name=upload.name,
            ),
            FIELD,
        ) from None
    if drawn.returncode == rasterising.NO_SUCH_PAGE:
        pages = int(drawn.stderr)
        raise Refused(
            ngettext(
                "The PDF has %(num)d page; give a number up to that.",
                "The PDF has %(num)d pages; give a number up to that.",
                pages,
            ),
            "page",
        )
    if drawn.returncode:
        raise Refused(_("%(name)s is damaged and cannot be read; choose it again.", name=upload.name), FIELD)
    return drawn.stdout
