"""The inbox, and the bell of every page."""

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.db import session
from portal.notices import actions, queries
from portal.notices.labels import sentence
from portal.notices.model import Notice
from portal.notices.showing import inbox_page
from portal.web import allow, current_actor, done, lead_to, now, page, page_size
from portal.web.answers import page_of

bp = Blueprint("notices", __name__)
bp.add_app_template_global(sentence, "notice_sentence")


@bp.app_template_global()
def unread_notices() -> int:
    """How many notices the actor has not read; asked once a request."""
    if "unread_notices" not in g:
        g.unread_notices = queries.unread_count(session(), current_actor) if current_actor.signed_in else 0
    return int(g.unread_notices)


@bp.get("/notices")
@allow("notice.list")
def index() -> ResponseReturnValue:
    """Notices of one's organisation, newest first."""
    shown = inbox_page(session(), current_actor, request.args.get("after", ""), page_size())
    return page("notices/index.html", fragment="notices/_rows.html", shown=shown)


@bp.post("/notices/<notice_key>/read")
@allow("notice.read", repeatable=True)
def read(notice: Notice) -> ResponseReturnValue:
    """Note that it is read, and look at what it tells of."""
    address = page_of(notice.thing_kind, notice.thing_key)
    actions.read(notice, by=current_actor, at=now())
    return lead_to(address) if address else done("", ".index")


@bp.post("/notices/read")
@allow("notice.read_all", repeatable=True)
def read_all() -> ResponseReturnValue:
    """Note that everything so far is read."""
    actions.read_all(by=current_actor, at=now())
    return done(_("All notices are marked as read."), ".index")
