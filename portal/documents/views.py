"""Pages of papers: the list, one paper, its file, public verification."""

from urllib.parse import quote

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from forms.documents import CodeForm, PaperFilterForm
from portal.db import session
from portal.documents import actions, listing, verifying
from portal.documents.model import Paper
from portal.registry.model import Enterprise
from portal.registry.panels import Panel, register_panel
from portal.web import Entry, allow, current_actor, now, page, page_size, register_entry
from portal.web.answers import register_page

bp = Blueprint("documents", __name__)
register_page("paper", "documents.show", "paper_key")


register_entry(
    Entry(
        40, _l("Papers"), LazyString(lambda: listing.title_of_list(current_actor)), "documents.index",
        "file-earmark-text", "paper.list",
    )
)  # fmt: skip


def papers_of(enterprise: Enterprise) -> listing.PapersPanel:
    """The newest papers of an enterprise, for its page. 1 statement."""
    return listing.papers_panel(session(), enterprise)


register_panel(Panel(70, "papers", _l("Papers"), "documents/_papers.html", papers_of, "paper.list"))


@bp.get("/papers")
@allow("paper.list")
def index() -> ResponseReturnValue:
    """Papers that the actor sees, newest first."""
    form = PaperFilterForm(request.args)
    shown = listing.papers_page(session(), form.value(), request.args.get("after", ""), page_size())
    return page("documents/index.html", filters=form, shown=shown, title=listing.title_of_list(current_actor))


@bp.get("/papers/<paper_key>")
@allow("paper.read")
def show(paper: Paper) -> ResponseReturnValue:
    """One paper: what it is, where it stands, what happened to it."""
    return page("documents/show.html", paper=paper, view=listing.paper_page(session(), paper, current_actor))


@bp.get("/papers/<paper_key>/file")
@allow("paper.read")
def download(paper: Paper) -> ResponseReturnValue:
    """The signed PDF."""
    return as_attachment(actions.download(paper, by=current_actor, at=now()), paper.file_name, paper.key)


def as_attachment(content: bytes, name: str, plain_name: str) -> Response:
    """A PDF to be kept, never shown inside the portal; `plain_name` is for browsers that know only ASCII names."""
    answer = make_response(content)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain_name}.pdf\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return answer


@bp.get("/verify")
@allow("public")
def ask() -> ResponseReturnValue:
    """Asks for the code of a paper."""
    form = CodeForm(request.args)
    if form.value():
        return redirect(url_for(".verify", code=form.value()), 303)
    return page("documents/ask.html", question=form)


@bp.get("/verify/<code>")
@allow("public")
def verify(code: str) -> ResponseReturnValue:
    """Whether a paper is genuine and in force; unknown and malformed codes alike."""
    verifying.refuse_too_many(request.remote_addr or "")
    found = verifying.verdict(code)
    answer = page("documents/verify.html", found=found, question=CodeForm(formdata=None))
    answer.status_code = 200 if found else 404
    return answer
