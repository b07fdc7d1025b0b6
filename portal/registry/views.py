"""Pages of the register: registration, the list, an enterprise and its facts."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.registry import DecisionForm, EditForm, FilterForm, RegistrationForm
from portal.access import may
from portal.accounts.phone_views import phone_shown
from portal.db import session
from portal.registry import actions, fact_showing, queries, showing
from portal.registry.labels import industry_name, town_name
from portal.registry.model import Enterprise
from portal.registry.panels import Panel, panels_for, register_panel
from portal.registry.rules import ENTERPRISE, FACTS, PHONES
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
)
from portal.web.answers import register_page

bp = Blueprint("registry", __name__)
bp.add_app_template_filter(town_name, "town")
bp.add_app_template_filter(industry_name, "industry")
register_page("enterprise", "registry.show", "enterprise_key")
register_entry(
    Entry(
        40, _l("Supervision"), _l("Enterprises"), "registry.index", "building", "enterprise.list",
        count=lambda: queries.pending_count(session()),
    )
)  # fmt: skip
register_entry(
    Entry(86, _l("Organisation"), _l("Enterprise facts"), "registry.own", "building", "enterprise.own")
)
register_panel(
    Panel(10, "facts", _l("Enterprise facts"), "registry/_facts.html", showing.facts_of, "enterprise.read")
)
register_panel(
    Panel(90, "history", _l("What happened"), "registry/_history.html", showing.history_of, "enterprise.read")
)


# --- registration -------------------------------------------------------------------------------------------


@bp.route("/register", methods=["GET", "POST"])
@allow("enterprise.register")
def register() -> ResponseReturnValue:
    """Register a company and its first person."""
    form = RegistrationForm()
    form.offer()
    if form.validate_on_submit():
        with errors_on(form):
            actions.register(form.value(), by=current_actor, at=now())
            return done("", ".registered")
    return page("registry/register.html", form=form)


@bp.get("/registered")
@allow("enterprise.register")
def registered() -> ResponseReturnValue:
    """What happens next: the same words for every registration."""
    return page("registry/registered.html")


# --- the list and an enterprise -----------------------------------------------------------------------------


@bp.get("/enterprises")
@allow("enterprise.list")
def index() -> ResponseReturnValue:
    """Enterprises of the jurisdiction, by pinyin."""
    form = FilterForm(request.args)
    form.offer(current_actor.region_path)
    shown = showing.list_page(form, page_size())
    return page(
        "registry/index.html",
        fragment="registry/_rows.html",
        filter=form,
        shown=shown,
        chosen=showing.chosen(form),
    )


@bp.get("/enterprises/<enterprise_key>")
@allow("enterprise.read")
def show(enterprise: Enterprise) -> ResponseReturnValue:
    """An enterprise: where it stands, and the parts that the areas hang in."""
    return page(
        "registry/show.html",
        form=DecisionForm(seen_version=enterprise.version),
        crumbs=[(_("Enterprises"), url_for(".index"))] if may(current_actor, "enterprise.list") else [],
        enterprise=enterprise,
        offers=ENTERPRISE.offers(enterprise, current_actor),
        can_move=may(current_actor, "enterprise.move", enterprise),
        panels=panels_for(enterprise, current_actor),
    )


@bp.get("/enterprise")
@allow("enterprise.own")
def own() -> ResponseReturnValue:
    """The facts of one's own enterprise."""
    enterprise = queries.own_enterprise(session(), current_actor)
    return page(
        "registry/own.html",
        enterprise=enterprise,
        offers=ENTERPRISE.offers(enterprise, current_actor),
        can_edit=may(current_actor, "enterprise.edit", enterprise),
        parts=fact_showing.part_rows(enterprise),
        facts=showing.facts_of(enterprise),
        history=showing.history_of(enterprise),
    )


@bp.get("/enterprise/edit")
@allow("enterprise.tell")
def edit_own() -> ResponseReturnValue:
    """Lead to the facts of one's own enterprise, where a report names one of them."""
    return lead_to(url_for(".edit", enterprise_key=queries.own_enterprise(session(), current_actor).key))


@bp.route("/enterprises/<enterprise_key>/edit", methods=["GET", "POST"])
@allow("enterprise.edit")
def edit(enterprise: Enterprise) -> ResponseReturnValue:
    """Change facts; what another person changed meanwhile is shown field by field."""
    form = _edit_form(enterprise)
    if form.validate_on_submit():
        with errors_on(form):
            actions.edit(enterprise, form.value(), by=current_actor, at=now())
            return done(_("The facts are saved."), ".own")
    if form.conflicts:
        form.catch_up(enterprise.version, facts_now(enterprise))
    theirs = showing.others_words(enterprise, form.conflicts)
    return page("registry/edit.html", form=form, enterprise=enterprise, theirs=theirs)


def _edit_form(enterprise: Enterprise) -> EditForm:
    form = EditForm(obj=enterprise)
    form.offer()
    form.offer_town(enterprise.town_is_open)
    if not form.is_submitted():
        form.remember(enterprise.version, facts_now(enterprise))
    return form


def facts_now(enterprise: Enterprise) -> dict[str, Any]:
    """The facts as they stand, by name."""
    return {name: getattr(enterprise, name) for name in FACTS}


@bp.post("/enterprises/<enterprise_key>/phones/<fact>")
@allow("enterprise.show_phone", repeatable=True)
def show_phone(enterprise: Enterprise, fact: str) -> ResponseReturnValue:
    """Show one of an enterprise's phones in full."""
    number = actions.show_phone(enterprise, fact, by=current_actor, at=now())
    return phone_shown(number, getattr(enterprise, PHONES[fact]))


@bp.post("/enterprises/<enterprise_key>/resubmit")
@allow("enterprise.resubmit")
def resubmit(enterprise: Enterprise) -> ResponseReturnValue:
    """Send a refused registration in again."""
    actions.resubmit(enterprise, by=current_actor, at=now())
    return done(_("The registration is sent in again; your town looks at it."), ".own")
