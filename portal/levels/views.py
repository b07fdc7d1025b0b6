"""Pages of levels: the enterprise's own, one level with its steps, the regulators' list."""

from collections.abc import Callable, Sequence

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.levels import AnswerForm, LevelFilterForm, ReasonForm, SampleForm, StepForm
from portal import audit
from portal.assessments.rules import StandardKind
from portal.db import session
from portal.documents.kinds import CERTIFICATE, MICRO_CERTIFICATE
from portal.documents.model import Paper
from portal.documents.standing import Standing, register_status
from portal.levels import actions, deciding, queries, showing
from portal.levels.labels import STEPS, level_name
from portal.levels.model import Level, RankDecision
from portal.levels.queries import LevelFilter
from portal.levels.rules import LevelState, transitions
from portal.problems import NotFound
from portal.registry.model import Enterprise
from portal.registry.panels import Panel, register_panel
from portal.registry.queries import own_enterprise
from portal.web import (
    Entry,
    Form,
    allow,
    current_actor,
    done,
    errors_on,
    now,
    page,
    page_size,
    register_entry,
    today,
)
from portal.web.answers import register_page
from portal.web.sheets import download, workbook

bp = Blueprint("levels", __name__)
bp.add_app_template_filter(level_name)
bp.add_app_template_filter(showing.term_words)
register_page("level", "levels.show", "level_key")
register_entry(
    Entry(36, _l("Standardisation"), _l("Standardisation level"), "levels.index", "award", "level.list")
)
register_entry(
    Entry(52, _l("Whole"), _l("Standardisation levels"), "levels.all_levels", "award", "level.overview")
)


@bp.get("/levels")
@allow("level.list")
def index() -> ResponseReturnValue:
    """Where the enterprise stands, what comes next and by when."""
    own = own_enterprise(session(), current_actor)
    lines = showing.own_lines(session(), own, current_actor, today())
    return page("levels/index.html", lines=lines, on=today())


@bp.route("/levels/begin/<standard_kind>", methods=["GET", "POST"])
@allow("level.begin")
def begin(standard_kind: str) -> ResponseReturnValue:
    """Begin the way to a level by a kind of standard."""
    own = own_enterprise(session(), current_actor)
    kind = _kind(standard_kind)
    form = Form()
    if form.validate_on_submit():
        with errors_on(form):
            level = actions.begin(own, kind, by=current_actor, at=now())
            return done(_("The way to the level is begun."), ".show", level_key=level.key)
    return page("levels/begin.html", form=form, kind=kind, step=showing.step_of("open"))


def _kind(standard_kind: str) -> StandardKind:
    known = {one.value: one for one in StandardKind if one is not StandardKind.RESPONSIBILITY}
    if standard_kind not in known:
        raise NotFound
    return known[standard_kind]


@bp.get("/levels/all")
@allow("level.overview")
def all_levels() -> ResponseReturnValue:
    """The levels of the region."""
    form = LevelFilterForm(request.args)
    form.offer()
    place = (request.args.get("after", ""), page_size())
    shown = showing.level_list(session(), form.value(), today(), place)
    return page("levels/all.html", filters=form, shown=shown, on=today())


@bp.route("/levels/export", methods=["GET", "POST"])
@allow("level.export")
def export() -> ResponseReturnValue:
    """The same list as a workbook, once it is said what for; the export is an event."""
    filters = LevelFilterForm(request.args)
    filters.offer()
    form = ReasonForm()
    if form.validate_on_submit():
        return _exported(filters.value(), form.value())
    return page("levels/export.html", form=form, words=showing.filter_words(filters.value()))


def _exported(chosen: LevelFilter, reason: str) -> ResponseReturnValue:
    rows = showing.export_rows(session(), chosen, today())
    said = {"filters": showing.filter_words(chosen), "reason": reason, "rows": len(rows)}
    audit.record_alone("level.export", "level", by=current_actor, at=now(), after=said)
    words = showing.export_words(chosen, today(), reason, current_actor)
    return download(
        workbook(_("Standardisation levels"), words, showing.export_heads(), rows), _("levels"), today()
    )


@bp.get("/levels/<level_key>")
@allow("level.read")
def show(level: Level) -> ResponseReturnValue:
    """One level: where it stands, what can be done, what happened."""
    shown = showing.level_page(session(), level, current_actor, today())
    return page("levels/show.html", shown=shown, level=level, enterprise=level.enterprise, on=today())


def _step(verb: str, act: Callable[..., None]) -> Callable[..., ResponseReturnValue]:
    """The view of one step: says what the law says of it, asks what it asks, takes it."""

    @allow(f"level.{verb}")
    def step(level: Level) -> ResponseReturnValue:
        form = StepForm.of(showing.asked_of(level), verb)
        if form.validate_on_submit():
            with errors_on(form):
                act(level, form.value(), by=current_actor, at=now())
                return done(_("Done: %(step)s.", step=STEPS[verb]), ".show", level_key=level.key)
        shown = showing.level_page(session(), level, current_actor, today())
        return page("levels/step.html", form=form, level=level, shown=shown, verb=verb, title=STEPS[verb],
                    step=showing.step_of(verb), first=showing.first_day(level, verb), on=today())  # fmt: skip

    return step


def _take(verb: str) -> Callable[..., None]:
    def act(level: Level, given: actions.Given, **who: object) -> None:
        actions.take(level, verb, given, **who)  # type: ignore[arg-type]

    return act


for _verb in transitions():
    if _verb not in ("open", "expire"):
        bp.add_url_rule(
            f"/levels/<level_key>/{_verb}", _verb, _step(_verb, _take(_verb)), methods=["GET", "POST"]
        )
for _verb, _act in (("answer", actions.answer), ("extend", actions.extend)):
    bp.add_url_rule(f"/levels/<level_key>/{_verb}", _verb, _step(_verb, _act), methods=["GET", "POST"])


@bp.route("/levels/<level_key>/sample", methods=["GET", "POST"])
@allow("level.sample")
def sample(level: Level) -> ResponseReturnValue:
    """Record what an on-site sample came to."""
    form = SampleForm(data={"seen_version": level.version, "on": today()})
    if form.validate_on_submit():
        with errors_on(form):
            actions.record_sample(level, form.value(), by=current_actor, at=now())
            return done(_("The sample is recorded."), ".show", level_key=level.key)
    return page("levels/sample.html", form=form, level=level)


@bp.route("/rank-decisions/<rank_decision_key>/answer", methods=["GET", "POST"])
@allow("rank_decision.answer")
def answer_rank(rank_decision: RankDecision) -> ResponseReturnValue:
    """Answer what was decided by the ranking."""
    form = AnswerForm()
    if form.validate_on_submit():
        with errors_on(form):
            deciding.answer_rank(rank_decision, form.value(), by=current_actor, at=now())
            return done(_("The answer is sent."), ".show", level_key=rank_decision.level.key)
    return page("levels/answer_rank.html", form=form, decision=rank_decision, level=rank_decision.level)


# --- what other rooms show of it ------------------------------------------------------------------------------


def standing(paper: Paper) -> Sequence[Standing]:
    """What became of the level that a certificate shows, for the public verification page. 1 statement."""
    level = queries.level_by_key(session(), paper.subject_key)
    if level is None or level.paper_id != paper.id:
        return ()
    if level.state is LevelState.REVOKED:
        return (Standing(_l("The level was revoked."), "late", level.ended_on, over=True),)
    assert level.valid_until is not None
    if level.valid_until < today():
        return (
            Standing(_l("The level has expired; its last day was:"), "late", level.valid_until, over=True),
        )
    return (Standing(_l("The level is in force until:"), "ok", level.valid_until),)


register_status(CERTIFICATE.code, standing)
register_status(MICRO_CERTIFICATE.code, standing)


def levels_of(enterprise: Enterprise) -> Sequence[Level]:
    """The levels of an enterprise, for its page. 1 statement."""
    return queries.levels_of(session(), enterprise.id)


register_panel(
    Panel(55, "levels", _l("Standardisation level"), "levels/_levels.html", levels_of, "level.read")
)
