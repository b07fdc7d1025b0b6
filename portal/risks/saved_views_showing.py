"""What the list and the pages of saved views show: the tabs above the list, and each view in words."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from forms.risks_list import RegisterFilterForm
from portal.access import Actor, may
from portal.risks import viewing
from portal.risks.model import SavedView
from portal.risks.named import Names

ALL = "all"


class ViewLine(NamedTuple):
    """A saved view as the list of views shows it."""

    view: SavedView
    url: str
    own: bool
    editable: bool


class Tabs(NamedTuple):
    """The tabs above the register: (words, address, no number, whether this one), and where the list can be named."""

    views: Sequence[tuple[str, str, None, bool]]
    save_url: str
    opening: SavedView | None


def address(view: SavedView) -> str:
    """Where a view is looked at."""
    base = url_for("risks.index")
    return f"{base}?{view.query}" if view.query else url_for("risks.index", view=ALL)


def tabs(session: Session, actor: Actor) -> Tabs:
    """The tabs of the page in hand. 1 statement."""
    views = viewing.listed(session, actor)
    here = viewing.canonical(request.query_string.decode("utf-8", "replace"))
    found = [(_("All risks"), url_for("risks.index", view=ALL), None, not here)]
    found += [(view.name, address(view), None, bool(here) and view.query == here) for view in views]
    unsaved = here and here not in {view.query for view in views}
    save_url = f"{url_for('saved_views.new')}?{here}" if unsaved else ""
    return Tabs(found, save_url, viewing.opening(views, actor))


def lines(session: Session, actor: Actor) -> list[ViewLine]:
    """The views that the actor sees. 1 statement."""
    return [
        ViewLine(
            view, address(view), view.membership_id == actor.membership_id, may(actor, "view.edit", view)
        )
        for view in viewing.listed(session, actor)
    ]


def in_words(query: str) -> list[str]:
    """The filters of a view, one after the other. No statement."""
    form = RegisterFilterForm(MultiDict(parse_qsl(query)))
    form.offer(*Names([], []))
    return [said for _name, said in form.chosen()]
