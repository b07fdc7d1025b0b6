"""Pages of the enterprise's side: its filings, one filing, check answers and submit, recall."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.filings import DeclarationForm, RecallForm, StartForm
from portal.db import session
from portal.filings import actions, lists, queries, review_page, showing
from portal.filings.kinds import kind_of, offered
from portal.filings.model import Filing
from portal.filings.rules import OPEN
from portal.registry.queries import own_enterprise
from portal.web import Entry, allow, current_actor, done, errors_on, now, page, register_entry, today
from portal.web.answers import register_page

bp = Blueprint("filings", __name__)
bp.add_app_template_filter(review_page.shown_field)
bp.add_app_template_filter(review_page.facts_of)
bp.add_app_template_filter(review_page.parts_of)
bp.add_app_template_filter(review_page.highlight_tags)
bp.add_app_template_filter(review_page.highlight_words)
bp.add_app_template_filter(review_page.filing_title)
register_page("filing", "filings.show", "filing_key")
register_page("report_page", "filings.index", "kind")
register_entry(Entry(6, "", _l("Reports to file"), "filings.index", "file-earmark-text", "filing.list"))


@bp.get("/filings")
@allow("filing.list")
def index() -> ResponseReturnValue:
    """The enterprise's own filings by kind; `?kind=` shows one kind alone."""
    own = own_enterprise(session(), current_actor)
    shown = lists.own_page(session(), own, current_actor, request.args.get("kind", ""), today())
    return page("filings/index.html", shown=shown, enterprise=own, on=today())


@bp.route("/filings/start/<kind_code>", methods=["GET", "POST"])
@allow("filing.start")
def start(kind_code: str) -> ResponseReturnValue:
    """Begin one of the reports that make sense now, each with its deadline and what asks for it."""
    own = own_enterprise(session(), current_actor)
    kind, earlier = kind_of(kind_code), queries.filings_of(session(), own.id)
    if kind.begin_url:
        return redirect(kind.begin_url())
    form = StartForm()
    form.offer(offered(kind, own, earlier, today()), request.args.get("occasion", ""))
    if form.validate_on_submit():
        with errors_on(form):
            filing = actions.start(own, kind_code, *form.value(), by=current_actor, at=now())
            return done(_("The filing has been begun."), ".show", filing_key=filing.key)
    still_open = [one for one in earlier if one.state in OPEN]
    return page("filings/start.html", form=form, kind=kind, open=still_open, on=today())


@bp.get("/filings/<filing_key>")
@allow("filing.read")
def show(filing: Filing) -> ResponseReturnValue:
    """One filing: where it stands, what is next, remarks, papers, timeline."""
    return page(
        "filings/show.html",
        view=showing.filing_page(session(), filing, current_actor, now()),
        filing=filing,
    )


@bp.get("/filings/<filing_key>/receipt")
@allow("filing.read")
def receipt(filing: Filing) -> ResponseReturnValue:
    """What stands after a submission: number, time, who looks next and by when, the receipt."""
    return page(
        "filings/receipt.html",
        view=showing.filing_page(session(), filing, current_actor, now()),
        filing=filing,
    )


@bp.route("/filings/<filing_key>/submit", methods=["GET", "POST"])
@allow("filing.submit")
def submit(filing: Filing) -> ResponseReturnValue:
    """Check everything on one page, declare, sign, submit."""
    form = DeclarationForm(seen_version=filing.version)
    if form.validate_on_submit():
        with errors_on(form):
            actions.submit(filing, form.value(), by=current_actor, at=now())
            return done(filing.kind.wording.submitted, ".receipt", filing_key=filing.key)
    check = showing.check_page(filing, today(), form.answers())
    return page("filings/submit.html", form=form, filing=filing, check=check)


@bp.get("/filings/<filing_key>/check")
@allow("filing.edit")
def check(filing: Filing) -> ResponseReturnValue:
    """The same page for those who fill but do not sign."""
    return page(
        "filings/submit.html", form=None, filing=filing, check=showing.check_page(filing, today(), {})
    )


@bp.route("/filings/<filing_key>/recall", methods=["GET", "POST"])
@allow("filing.recall")
def recall(filing: Filing) -> ResponseReturnValue:
    """Take a submission back, after saying what that does."""
    form = RecallForm(seen_version=filing.version)
    if form.validate_on_submit():
        with errors_on(form):
            actions.recall(filing, form.seen_version.data or 0, by=current_actor, at=now())
            return done(
                _("The report has been recalled and is in preparation again."), ".show", filing_key=filing.key
            )
    return page(
        "components/confirm.html", form=form, title=filing.kind.wording.recall, thing=filing.title, danger=False,
        effect=_("It goes back into preparation and counts as filed only once it is submitted again."),
        action=url_for(".recall", filing_key=filing.key), button=filing.kind.wording.recall,
        back=url_for(".show", filing_key=filing.key),
    )  # fmt: skip


@bp.route("/filings/<filing_key>/discard", methods=["GET", "POST"])
@allow("filing.discard")
def discard(filing: Filing) -> ResponseReturnValue:
    """Remove a draft that was never submitted, after saying what that does."""
    form = RecallForm(seen_version=filing.version)
    if form.validate_on_submit():
        with errors_on(form):
            actions.discard(filing, by=current_actor, at=now())
            return done(_("The draft has been removed."), ".index")
    return page(
        "components/confirm.html", form=form, title=_("Remove the draft"), thing=filing.title, danger=True,
        effect=_("Only this draft goes away; the register of risks is untouched."),
        action=url_for(".discard", filing_key=filing.key), button=_("Remove the draft"),
        back=url_for(".show", filing_key=filing.key),
    )  # fmt: skip
