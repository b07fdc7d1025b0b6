"""Pages of dynamic management: the ranking of a year, one place with its arithmetic, what a person decides."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.levels import RankFilterForm, RankForm
from portal.access import may
from portal.db import session
from portal.levels import deciding, placing
from portal.levels.deciding import Decided
from portal.levels.labels import level_name
from portal.levels.model import Level
from portal.levels.numbers import trade_name
from portal.levels.ranking import Group, indicators, rules_in_words
from portal.registry.rules import Scale
from portal.web import allow, current_actor, done, errors_on, now, page, page_size, today
from portal.web.words import label

bp = Blueprint("levels_ranking", __name__)
bp.add_app_template_global(indicators)
OLDEST_YEAR = 2021


def asked_year() -> int:
    """The year that the address asks for, else this one."""
    year = request.args.get("year", type=int) or today().year
    return year if OLDEST_YEAR <= year <= today().year else today().year


@bp.app_template_filter("group_words")
def group_words(group: Group) -> str:
    """A group in words: level, size, industry; all of what was merged."""
    size = label(Scale(group.size)) if group.size else _("all sizes")
    trade = trade_name(group.trade) if group.trade else _("all industries")
    return f"{level_name(group.code)} · {size} · {trade}"


@bp.get("/levels/ranking")
@allow("level.rank")
def show() -> ResponseReturnValue:
    """The ranking of a year, group by group, with what each place suggests."""
    form = RankFilterForm(request.args)
    form.offer()
    rows = placing.placed(asked_year(), form.value(), current_actor, today())
    shown = placing.page_of(rows, request.args.get("after", ""), page_size())
    return page("levels/ranking.html", filters=form, shown=shown, year=asked_year(), rules=rules_in_words())


@bp.get("/levels/<level_key>/ranking/<int:year>")
@allow("level.read")
def place(level: Level, year: int) -> ResponseReturnValue:
    """One place with its arithmetic; the enterprise sees its own."""
    ranked = placing.place_of(level, year, today())
    may_decide = may(current_actor, "level.decide_rank", level)
    return page("levels/place.html", ranked=ranked, level=level, year=year, may_decide=may_decide)


@bp.route("/levels/<level_key>/ranking/<int:year>/decide", methods=["GET", "POST"])
@allow("level.decide_rank")
def decide(level: Level, year: int) -> ResponseReturnValue:
    """Decide what follows from a place, with the reason; the enterprise is told and may answer."""
    ranked = placing.place_of(level, year, today())
    form = RankForm(data={"verdict": ranked.proposal.value if ranked.proposal else None})
    if form.validate_on_submit():
        with errors_on(form):
            deciding.decide(level, ranked, Decided(year, *form.value()), by=current_actor, at=now())
            return done(_("The decision is kept."), "levels.show", level_key=level.key)
    found = deciding.decisions_of(session(), level.id)
    decided = [one for one in found if one.year == year]
    return page("levels/decide.html", form=form, ranked=ranked, level=level, year=year, decided=decided)
