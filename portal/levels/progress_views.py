"""The overview of a year's self-assessments, the enterprises behind its numbers, and reminders to a chosen set."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from forms.levels import CampaignForm, ProgressFilterForm
from portal.access import may
from portal.db import session
from portal.levels import campaign, progress, showing
from portal.levels.campaign import Campaign
from portal.levels.labels import level_name
from portal.levels.progress import AsOf
from portal.levels.ranking_views import asked_year
from portal.levels.rules import Dimension, LeftOut, Progress
from portal.registry.industries import industries
from portal.registry.regions import region
from portal.web import allow, current_actor, done, errors_on, now, page, page_size, today
from portal.web.answers import register_page
from portal.web.words import label

bp = Blueprint("levels_progress", __name__)
register_page("assessment_page", "assessments.index", "kind")


def asked() -> AsOf:
    """The year that the address asks for, as of today."""
    return AsOf(asked_year(), today())


def dimension() -> Dimension:
    """By what the address wants it broken down; by town unless it says."""
    known = {one.value: one for one in Dimension}
    return known.get(request.args.get("by", ""), Dimension.TOWN)


@bp.get("/levels/progress")
@allow("level.overview")
def show() -> ResponseReturnValue:
    """Not begun, in hand, submitted, sent back, checked, certified, expiring: by town, industry or level."""
    rows = progress.overview(session(), asked(), dimension())
    total = progress.total(rows)
    return page("levels/progress.html", rows=rows, total=total, asked=asked(), by=dimension(),
                tab_list=_tabs(), steps=Progress)  # fmt: skip


def _tabs() -> list[tuple[str, str, None, bool]]:
    here, year = dimension(), asked().year
    return [(label(one), url_for(".show", year=year, by=one.value), None, one is here) for one in Dimension]


@bp.get("/levels/progress/enterprises")
@allow("level.overview")
def enterprises() -> ResponseReturnValue:
    """The enterprises behind a number."""
    form = ProgressFilterForm(request.args)
    form.offer()
    place = (request.args.get("after", ""), page_size())
    shown = showing.progress_list(session(), asked(), form.value(), place)
    return page("levels/progress_enterprises.html", filters=form, shown=shown, year=asked().year,
                by_industry=Dimension.INDUSTRY, may_remind=may(current_actor, "level.remind"))  # fmt: skip


@bp.route("/levels/progress/remind", methods=["GET", "POST"])
@allow("level.remind")
def remind() -> ResponseReturnValue:
    """Remind a chosen set: the exact list, who is left out and why, then one notice each."""
    filters = ProgressFilterForm(request.args)
    filters.offer()
    found = campaign.audience(asked(), filters.value(), now())
    form = CampaignForm(data={"seen": found.digest})
    if form.validate_on_submit():
        with errors_on(form):
            sent = Campaign(asked(), filters.value(), *form.value())
            count = campaign.remind(sent, by=current_actor, at=now())
            said = ngettext("%(num)d enterprise was reminded.", "%(num)d enterprises were reminded.", count)
            return done(said, ".show", year=asked().year)
    return page("levels/remind.html", form=form, found=found, year=asked().year, reasons=LeftOut)


@bp.app_template_filter("dimension_words")
def dimension_words(code: str, by: Dimension) -> str:
    """What a line of the overview counts: a town, an industry, a level."""
    if by is Dimension.TOWN:
        return region(code).name
    if by is Dimension.INDUSTRY:
        return f"{code} {industries()[code].name}" if code in industries() else code
    return level_name(code)
