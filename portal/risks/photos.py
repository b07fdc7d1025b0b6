"""Photos that show what was found on the spot: their columns, and how one is kept."""

from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal import storage
from portal.problems import Refused
from portal.uploads import Upload

FIELD = "photo"


class KeptPhoto(NamedTuple):
    """A photo in the store, by the names of the columns that it fills; all empty for none."""

    file_key: str = ""
    file_name: str = ""
    file_type: str = ""
    file_size: int = 0
    file_digest: str = ""


class Pictured:
    """A row that may carry one photo. `file_key` finds the bytes in the store; empty without a photo."""

    file_key: Mapped[str] = mapped_column(String(80), default="")
    file_name: Mapped[str] = mapped_column(String(120), default="")
    file_type: Mapped[str] = mapped_column(String(80), default="")
    file_size: Mapped[int] = mapped_column(default=0)
    file_digest: Mapped[str] = mapped_column(String(64), default="")

    @property
    def photo(self) -> KeptPhoto:
        """Its photo, to be carried over to another row."""
        return KeptPhoto(self.file_key, self.file_name, self.file_type, self.file_size, self.file_digest)


def keep_photo(upload: Upload | None) -> KeptPhoto:
    """Store an accepted photo; none stays none. Call it before `writing()`.

    Raises Refused (field `photo`) for a paper.
    """
    if upload is None:
        return KeptPhoto()
    if not upload.content_type.startswith("image/"):
        raise Refused(_("%(name)s is no photo: take JPEG, PNG or WebP.", name=upload.name), FIELD)
    stored = storage.store(upload.content)
    return KeptPhoto(stored.key, upload.name, upload.content_type, stored.size, stored.sha256)
