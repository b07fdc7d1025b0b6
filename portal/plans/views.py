"""Pages of plans: the list, one plan with its areas, an area to be drawn."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.plans import AreaForm, NameForm, PlanForm
from portal import storage
from portal.db import session
from portal.plans import actions, showing
from portal.plans.model import PlanArea, SitePlan
from portal.plans.pictures import picture_of
from portal.plans.queries import PlanRow
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.registry.panels import Panel, register_panel
from portal.registry.queries import own_enterprise
from portal.web import Entry, allow, current_actor, done, errors_on, now, page, register_entry, today
from portal.web.answers import register_page

bp = Blueprint("plans", __name__)
register_page("site_plan", "plans.show", "site_plan_key")
register_page("plan_area", "plans.area", "plan_area_key")
register_entry(Entry(31, _l("On site"), _l("Four-colour plan"), "plans.index", "map", "plan.list"))


def plans_of(enterprise: Enterprise) -> list[PlanRow]:
    """The plans of an enterprise, for its page. 4 statements."""
    return list(showing.panel(session(), enterprise, today()))


register_panel(Panel(55, "plans", _l("Four-colour plan"), "plans/_panel.html", plans_of, "plan.read"))


# --- plans ------------------------------------------------------------------------------------------------


@bp.get("/plans")
@allow("plan.list")
def index() -> ResponseReturnValue:
    """The enterprise's own plans."""
    return page("plans/index.html", shown=showing.plans_page(session(), current_actor, today()))


@bp.route("/plans/new", methods=["GET", "POST"])
@allow("plan.add")
def new() -> ResponseReturnValue:
    """Put up a picture of the premises."""
    form = PlanForm()
    if form.validate_on_submit():
        with errors_on(form):
            file, page_number = form.picture()
            if file is None:
                raise Refused(_("Choose the picture of the plan."), "file")
            picture = picture_of(file.stream, file.filename or "", page_number)
            own = own_enterprise(session(), current_actor)
            plan = actions.put_up(own, form.value(), picture, by=current_actor, at=now())
            return done(_("The plan is up; now draw the areas."), ".new_area", site_plan_key=plan.key)
    return page("plans/new.html", form=form)


@bp.get("/plans/<site_plan_key>")
@allow("plan.read")
def show(site_plan: SitePlan) -> ResponseReturnValue:
    """One plan with its areas and their risks."""
    shown = showing.plan_page(session(), site_plan, current_actor, today())
    return page("plans/show.html", plan=site_plan, shown=shown)


@bp.get("/plans/<site_plan_key>/picture")
@allow("plan.read")
def picture(site_plan: SitePlan) -> ResponseReturnValue:
    """The picture beneath the areas; opened by itself it is kept, never shown."""
    name = quote(site_plan.name, safe="")
    headers = {
        "Content-Disposition": f"attachment; filename=\"{site_plan.key}\"; filename*=UTF-8''{name}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(storage.read(site_plan.file_key), mimetype=site_plan.content_type, headers=headers)


@bp.route("/plans/<site_plan_key>/rename", methods=["GET", "POST"])
@allow("plan.edit")
def rename(site_plan: SitePlan) -> ResponseReturnValue:
    """Call a plan otherwise."""
    form = NameForm(obj=site_plan)
    if form.validate_on_submit():
        with errors_on(form):
            actions.rename(site_plan, form.value(), by=current_actor, at=now())
            return done(_("Saved."), ".show", site_plan_key=site_plan.key)
    return page("plans/rename.html", form=form, plan=site_plan)


@bp.post("/plans/<site_plan_key>/remove")
@allow("plan.remove")
def remove(site_plan: SitePlan) -> ResponseReturnValue:
    """Take a plan off the pages; it can be taken back."""
    actions.take_down(site_plan, by=current_actor, at=now())
    return done(_("The plan is removed; it can be restored below."), ".index")


@bp.post("/plans/<site_plan_key>/restore")
@allow("plan.restore")
def restore(site_plan: SitePlan) -> ResponseReturnValue:
    """Take a removed plan back."""
    actions.restore(site_plan, by=current_actor, at=now())
    return done(_("The plan is back."), ".show", site_plan_key=site_plan.key)


# --- areas ------------------------------------------------------------------------------------------------


@bp.route("/plans/<site_plan_key>/areas/new", methods=["GET", "POST"])
@allow("area.add")
def new_area(site_plan: SitePlan) -> ResponseReturnValue:
    """Draw an area, or type its corners."""
    shown = showing.area_page(session(), site_plan, None, today())
    form = AreaForm.of(None).offer(shown.units, shown.risks)
    if form.validate_on_submit():
        with errors_on(form):
            actions.draw(site_plan, form.value(), by=current_actor, at=now())
            return after_drawing(site_plan)
    return page("plans/area.html", form=form, shown=shown)


@bp.route("/areas/<plan_area_key>", methods=["GET", "POST"])
@allow("area.edit")
def area(plan_area: PlanArea) -> ResponseReturnValue:
    """Change an area."""
    shown = showing.area_page(session(), plan_area.plan, plan_area, today())
    form = AreaForm.of(plan_area.facts, plan_area.version).offer(shown.units, shown.risks)
    if form.validate_on_submit():
        with errors_on(form):
            actions.redraw(plan_area, form.value(), form.seen_version.data or 0, by=current_actor, at=now())
            return after_drawing(plan_area.plan)
    return page("plans/area.html", form=form, shown=shown)


def after_drawing(plan: SitePlan) -> ResponseReturnValue:
    """Back to the plan, or on to the next area."""
    values: dict[str, Any] = {"site_plan_key": plan.key}
    return done(_("Saved."), ".new_area" if "more" in request.form else ".show", **values)


@bp.post("/areas/<plan_area_key>/remove")
@allow("area.remove")
def remove_area(plan_area: PlanArea) -> ResponseReturnValue:
    """Take an area off its plan; it can be taken back."""
    actions.rub_out(plan_area, by=current_actor, at=now())
    return done(
        _("The area is removed; it can be restored below."), ".show", site_plan_key=plan_area.plan.key
    )


@bp.post("/areas/<plan_area_key>/restore")
@allow("area.restore")
def restore_area(plan_area: PlanArea) -> ResponseReturnValue:
    """Take a removed area back."""
    actions.redo(plan_area, by=current_actor, at=now())
    return done(_("The area is back."), ".show", site_plan_key=plan_area.plan.key)
