"""Pages of checks: what comes up, recording one on one screen, one that was recorded with its photo."""

from urllib.parse import quote

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.risks_checks import CheckForm, DueFilterForm
from portal import storage
from portal.db import session
from portal.problems import NotFound
from portal.registry.model import Enterprise
from portal.registry.panels import Panel, register_panel
from portal.risks import check_showing, checking, due_checks
from portal.risks.check_showing import SOON, Asked
from portal.risks.checked import ControlCheck
from portal.risks.intervals import next_check_day
from portal.risks.model import Control
from portal.risks.photos import KeptPhoto, keep_photo
from portal.web import (
    Entry,
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

bp = Blueprint("checks", __name__)
bp.add_app_template_filter(check_showing.lapse_words)
register_page("control_check", "checks.show", "control_check_key")
register_page("due_checks", "checks.index", "day")
register_entry(
    Entry(
        21, _l("Risks"), _l("Checks due"), "checks.index", "clipboard-check", "check.list",
        count=lambda: due_checks.due_count(session(), current_actor.enterprise_id or 0, today(), today()).number,
    )
)  # fmt: skip


def live_of(enterprise: Enterprise) -> check_showing.LivePanel:
    """How the risks of an enterprise stand now, for its page. 2 statements."""
    return check_showing.live_panel(session(), enterprise.id, today())


register_panel(Panel(20, "live", _l("Risks as they stand now"), "risks/_live.html", live_of, "check.read"))


@bp.get("/checks")
@allow("check.list")
def index() -> ResponseReturnValue:
    """The controls that come up for their check within seven days, have lapsed or are out of order."""
    form = DueFilterForm(request.args)
    form.offer(due_checks.people_of_checks(session(), current_actor.enterprise_id or 0))
    asked = Asked(form.value(), request.args.get("after", ""), page_size())
    shown = check_showing.due_list(session(), current_actor, asked, today())
    return page("risks/checks.html", form=form, shown=shown, days=SOON.days)


@bp.route("/controls/<control_key>/check", methods=["GET", "POST"])
@allow("check.record")
def record(control: Control) -> ResponseReturnValue:
    """Record a check of a control on one screen, from a phone in under a minute."""
    form = CheckForm(data={"next_check_on": next_check_day(control.frequency, today())})
    if form.validate_on_submit():
        with errors_on(form):
            found = form.value(keep_photo(form.upload()))
            check = checking.record(control, found, by=current_actor, at=now())
            return done(_("The check is recorded."), ".show", control_check_key=check.key)
    shown = check_showing.record_page(session(), control, today())
    return page("risks/check.html", form=form, control=control, shown=shown)


@bp.get("/control-checks/<control_check_key>")
@allow("check.read")
def show(control_check: ControlCheck) -> ResponseReturnValue:
    """One check as it was recorded, with its photo."""
    shown = check_showing.check_page(session(), control_check, current_actor, today())
    return page("risks/recorded.html", check=control_check, shown=shown)


@bp.get("/control-checks/<control_check_key>/photo")
@allow("check.read")
def photo(control_check: ControlCheck) -> ResponseReturnValue:
    """The photo of a check."""
    return photo_answer(control_check.photo, control_check.key)


def photo_answer(kept: KeptPhoto, plain_name: str) -> Response:
    """A photo for `<img>`; opened by itself it is kept, never shown inside the portal. Raises NotFound without one."""
    if not kept.file_size:
        raise NotFound
    named = f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(kept.file_name, safe='')}"
    headers = {"Content-Disposition": named, "X-Content-Type-Options": "nosniff"}
    return Response(storage.read(kept.file_key), mimetype=kept.file_type, headers=headers)


@bp.post("/control-checks/<control_check_key>/undo")
@allow("check.undo")
def undo(control_check: ControlCheck) -> ResponseReturnValue:
    """Take one's own last check back."""
    checking.undo(control_check, by=current_actor, at=now())
    return done(_("The check is taken back."), ".show", control_check_key=control_check.key)
