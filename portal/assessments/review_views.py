"""Pages of a reviewer beside the review screen: the own score of an item, the sheet for a look on the spot."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.assessments import ReviewAnswerForm, SampleForm
from portal.assessments import review_page, reviewing, sampling
from portal.assessments.snapshot import standard_of_snapshot
from portal.db import session
from portal.filings.model import Filing
from portal.filings.queries import latest_revision
from portal.filings.review_page import anchor
from portal.problems import NotFound
from portal.web import allow, current_actor, done, errors_on, now, page

bp = Blueprint("item_review", __name__)


@bp.route("/review/<filing_key>/items/<item>", methods=["GET", "POST"])
@allow("filing.score_item")
def score(filing: Filing, item: str) -> ResponseReturnValue:
    """The reviewer's own answer to one item, on the same form as the enterprise's."""
    row = _row(filing, item)
    form = ReviewAnswerForm.for_review(row.item, row.reviewed, row.row)
    if form.validate_on_submit():
        with errors_on(form):
            reviewing.score_item(filing, item, form.value(), by=current_actor, at=now())
            return done(_("Your score is kept."), "review.show", **_place(filing, item))
    return page("assessments/score_item.html", form=form, filing=filing, own=row, back=_place(filing, item))


@bp.post("/review/<filing_key>/items/<item>/unscore")
@allow("filing.score_item")
def unscore(filing: Filing, item: str) -> ResponseReturnValue:
    """Let the enterprise's answer count again."""
    reviewing.unscore_item(filing, item, by=current_actor, at=now())
    return done(_("Your score is taken back."), "review.show", **_place(filing, item))


@bp.get("/review/<filing_key>/sample")
@allow("filing.review")
def sample(filing: Filing) -> ResponseReturnValue:
    """The items to look at on the spot, as a sheet to print."""
    form = SampleForm(request.args)
    content = latest_revision(session(), filing.id).snapshot
    if "items" not in content:
        raise NotFound
    drawn = sampling.draw(standard_of_snapshot(content), content["items"], filing.key, form.value())
    shown = review_page.gather(session(), filing, latest_revision(session(), filing.id))
    return page("assessments/sample.html", form=form, filing=filing, drawn=drawn, shown=shown)


def _row(filing: Filing, item: str) -> review_page.ReviewedRow:
    """An item of an assessment under review. Raises NotFound for any other."""
    revision = latest_revision(session(), filing.id)
    if "items" not in revision.snapshot:
        raise NotFound
    found = review_page.gather(session(), filing, revision).rows.get(item)
    if found is None:
        raise NotFound
    return found


def _place(filing: Filing, item: str) -> dict[str, str]:
    return {"filing_key": filing.key, "_anchor": anchor(f"/items/{item}")}
