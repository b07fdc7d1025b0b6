"""Pages of the regulator's side: the queue, the review screen, remarks, decisions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.filings import DecisionForm, HistoryForm, PathForm, QueueForm, RejectionForm, RemarkForm
from portal.db import session
from portal.filings import lists, queries, review_page, reviewing, showing
from portal.filings.model import Filing
from portal.web import (
    Entry,
    allow,
    current_actor,
    done,
    errors_on,
    lead_to,
    now,
    page,
    page_size,
    register_entry,
    today,
    wants_fragment,
)  # fmt: skip

bp = Blueprint("review", __name__)
register_entry(
    Entry(
        10,
        _l("Review"),
        _l("Waiting for review"),
        "review.queue",
        "inbox",
        "filing.queue",
        count=lambda: queue_count(),
    )
)
register_entry(Entry(12, _l("Review"), _l("All filings"), "review.history", "archive", "filing.queue"))


def queue_count() -> int:
    """How many wait for the actor's level."""
    return queries.queue_length(session(), current_actor.level)


@bp.get("/review")
@allow("filing.queue")
def queue() -> ResponseReturnValue:
    """Filings that wait, oldest due first."""
    form = QueueForm(request.args)
    form.offer()
    level = form.level_asked(current_actor.level)
    shown = lists.queue_page(session(), level, form.value(), request.args.get("after", ""), page_size())
    return page("filings/queue.html", fragment="filings/_queue.html", form=form, shown=shown, on=today())


@bp.get("/review/history")
@allow("filing.queue")
def history() -> ResponseReturnValue:
    """All filings of the jurisdiction that were ever submitted, newest first."""
    form = HistoryForm(request.args).offer()
    shown = lists.history_page(session(), form.value(), request.args.get("after", ""), page_size())
    return page("filings/history.html", form=form, shown=shown)


@bp.get("/review/<filing_key>")
@allow("filing.review")
def show(filing: Filing) -> ResponseReturnValue:
    """The review screen: changed rows first."""
    view = review_page.review_page(session(), filing, current_actor, request.args.get("against", ""))
    return page(
        "filings/review.html",
        view=view,
        filing=filing,
        form=_remark_form(filing),
    )


@bp.post("/review/<filing_key>/open")
@allow("filing.open")
def open_review(filing: Filing) -> ResponseReturnValue:
    """Begin to review."""
    reviewing.open_review(filing, by=current_actor, at=now())
    return done(
        _("You are reviewing this filing now; the enterprise can no longer recall it."),
        ".show",
        filing_key=filing.key,
    )


@bp.route("/review/<filing_key>/remark", methods=["GET", "POST"])
@allow("filing.remark")
def remark(filing: Filing) -> ResponseReturnValue:
    """Write a remark on a row."""
    form = _remark_form(filing)
    form.path.data = form.path.data or request.args.get("path", "")
    if form.validate_on_submit():
        with errors_on(form):
            reviewing.write_remark(filing, form.value(), by=current_actor, at=now())
            return _back_to_row(filing, form.path.data or "")
    row = showing.row_words(
        filing, queries.latest_revision(session(), filing.id).snapshot, form.path.data or "/"
    )
    return page("filings/remark.html", form=form, filing=filing, row=row)


@bp.post("/review/<filing_key>/remarks/<remark_id>/remove")
@allow("filing.remark")
def remove_remark(filing: Filing, remark_id: str) -> ResponseReturnValue:
    """Take a draft remark away."""
    remark = queries.remark(session(), filing.id, remark_id)
    path = remark.path
    reviewing.remove_remark(remark, filing, by=current_actor)
    return _back_to_row(filing, path)


@bp.post("/review/<filing_key>/accept")
@allow("filing.accept_row")
def accept_row(filing: Filing) -> ResponseReturnValue:
    """Accept a row as it stands."""
    path = PathForm().path.data or ""
    reviewing.accept_row(filing, path, by=current_actor, at=now())
    return _back_to_row(filing, path)


@bp.post("/review/<filing_key>/undo-accept")
@allow("filing.accept_row")
def undo_accept_row(filing: Filing) -> ResponseReturnValue:
    """Take an acceptance back."""
    path = PathForm().path.data or ""
    reviewing.undo_accept_row(filing, path, by=current_actor)
    return _back_to_row(filing, path)


def _remark_form(filing: Filing) -> RemarkForm:
    form = RemarkForm()
    form.offer(filing.kind.return_reasons)
    return form


def _back_to_row(filing: Filing, path: str) -> ResponseReturnValue:
    """The row that was dealt with: alone for htmx, or the page at its place."""
    view = review_page.review_page(session(), filing, current_actor, request.args.get("against", ""))
    if wants_fragment():
        return page(
            "filings/_review_row.html",
            view=view,
            row=view.row_at(path),
            filing=filing,
        )
    return lead_to(url_for(".show", filing_key=filing.key, _anchor=review_page.anchor(path)))


@dataclass(frozen=True)
class Verb:
    """A decision: its form, its action, the words of its button, what it does (empty: in the words of the filing's
    kind), and what is said when it is done. `sends`: with the drafts of remarks; else there may be none."""

    form: type[DecisionForm]
    act: Callable[..., None]
    title: Any
    effect: Any
    said: Any
    sends: bool = True


VERBS = {
    "endorse": Verb(
        DecisionForm, reviewing.endorse, _l("Pass on to the county bureau"),
        "",
        _l("Passed on to the county bureau."), sends=False,
    ),
    "approve": Verb(
        DecisionForm, reviewing.approve, _l("Close the check"),
        _l("The report is marked as checked. An earlier checked report of the enterprise is superseded by it."),
        _l("The check is closed."), sends=False,
    ),
    "send_back": Verb(
        DecisionForm, reviewing.send_back, _l("Send back to be mended"),
        _l("The enterprise sees the remarks below and mends them. The report keeps counting as filed."),
        _l("Sent back; the enterprise sees the remarks now."),
    ),
    "reject": Verb(
        RejectionForm, reviewing.reject, _l("Reject for good"),
        _l("The report no longer counts as filed and cannot be mended; the enterprise has to begin a new one."),
        _l("The filing has been rejected."),
    ),
}  # fmt: skip


def _decide(verb: str) -> Callable[..., ResponseReturnValue]:
    """The view of one decision: says what it does, asks for a note, does it, leads on to the next filing."""

    @allow(f"filing.{verb}")
    def decide(filing: Filing) -> ResponseReturnValue:
        form = VERBS[verb].form(seen_version=filing.version)
        if form.validate_on_submit():
            with errors_on(form):
                VERBS[verb].act(filing, form.value(), by=current_actor, at=now())
                return done(VERBS[verb].said, ".decided", filing_key=filing.key)
        remarks = showing.draft_remarks(session(), filing)
        return page("filings/decide.html", form=form, filing=filing, remarks=remarks, verb=VERBS[verb])

    return decide


for _verb in VERBS:
    bp.add_url_rule(f"/review/<filing_key>/{_verb}", _verb, _decide(_verb), methods=["GET", "POST"])


@bp.get("/review/<filing_key>/decided")
@allow("filing.review")
def decided(filing: Filing) -> ResponseReturnValue:
    """What was decided, and the next filing that waits."""
    following = queries.next_in_queue(session(), current_actor.level, filing)
    return page("filings/decided.html", filing=filing, following=following)
