"""From a paper's frozen facts to its signed file: outside any lock, repeatable, the same number every time."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from flask.globals import app_ctx

from portal import clock
from portal.access import SYSTEM, act_as
from portal.config import Settings
from portal.db import canonical_json
from portal.documents.facts import Printed

KEY_NAME = "安报"


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def verify_url(code: str) -> str:
    """Where a paper is verified: the portal's own address and no other."""
    return f"{settings().portal_url}/verify/{code}"


def printed(number: str, code: str, authority: str, at: datetime) -> Printed:
    """What the portal adds to the facts of a paper at its issue."""
    return Printed(
        number=number,
        code=code,
        verify_url=verify_url(code),
        authority=authority,
        issued_on=clock.local_day(at).isoformat(),
        issued_at=at.isoformat(timespec="seconds"),
        seal="sample" if settings().demo else "none",
    )


def frozen(facts: dict[str, Any]) -> bytes:
    """The canonical bytes of what is printed."""
    return canonical_json(facts)


def signed_pdf(kind: str, facts: dict[str, Any]) -> bytes:
    """The signed PDF of a paper; about 0.2 s. A missing signing key is made first."""
    from portal.documents import (  # half a second to import, and only needed where papers are printed
        rendering,
        signing,
    )

    folder = key_folder()
    if not (folder / signing.FILE).exists():
        make_key()
    return signing.sign(rendering.render(kind, facts), folder)


def make_key() -> Path:
    """Make the signing key of this installation; of two who try at once, one makes it."""
    from portal.documents import signing

    try:
        return signing.make_key(key_folder(), f"{KEY_NAME} {settings().hosts[0]}", clock.wall())
    except FileExistsError:
        return key_folder() / signing.FILE


def key_folder() -> Path:
    """Where the key lies."""
    return settings().data_folder.resolve()


def in_own_context(deed: Callable[..., None], paper_id: int, at: datetime) -> None:
    """Do a deed of the portal beside the request: as SYSTEM, in a session of its own, which takes nothing from it."""
    with app_ctx.app.app_context():
        act_as(SYSTEM)
        deed(paper_id, at=at)
