"""Pages of rectification orders: the list, one order, its items, issuing, revoking."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forms.enforcement import (
    FindingForm,
    HeadForm,
    IssueForm,
    ItemForm,
    OrderFilterForm,
    RevokeForm,
    SeenForm,
)
from portal.access import may
from portal.db import session
from portal.enforcement import actions, found, queries, showing
from portal.enforcement.actions import Confirmation
from portal.enforcement.findings import filled_from, findings
from portal.enforcement.model import RectificationOrder
from portal.registry.model import Enterprise
from portal.registry.panels import Panel, register_panel
from portal.risks.findings_door import register_finding_source
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
)  # fmt: skip
from portal.web.answers import register_page

bp = Blueprint("enforcement", __name__)
register_page("rectification_order", "enforcement.show", "rectification_order_key")
register_entry(Entry(60, _l("Papers"), _l("Rectification orders"), "enforcement.index", "flag", "order.list"))


@bp.get("/orders")
@allow("order.list")
def index() -> ResponseReturnValue:
    """Orders that the actor sees, newest first."""
    form = OrderFilterForm(request.args)
    after = request.args.get("after", "")
    shown = showing.orders_page(session(), form.value(today()), after, page_size(), actor=current_actor)
    return page("enforcement/index.html", filters=form, shown=shown, on=today())


@bp.route("/enterprises/<enterprise_key>/orders/new", methods=["GET", "POST"])
@allow("order.prepare")
def prepare(enterprise: Enterprise) -> ResponseReturnValue:
    """Begin an order to an enterprise."""
    form = HeadForm.of(showing.first_head(session(), current_actor))
    form.offer(queries.inspectors(session(), current_actor.authority_id))
    filing_key = showing.linked_filing(session(), enterprise, request.args.get("filing", ""))
    if form.validate_on_submit():
        with errors_on(form):
            order = actions.prepare(enterprise, form.value(), filing_key, by=current_actor, at=now())
            return done(
                _("The order is begun; now add its items."), ".show", rectification_order_key=order.key
            )
    return page("enforcement/head.html", form=form, enterprise=enterprise, order=None)


@bp.get("/orders/<rectification_order_key>")
@allow("order.read")
def show(rectification_order: RectificationOrder) -> ResponseReturnValue:
    """One order: what it says, what is missing, where it stands."""
    view = showing.order_page(session(), rectification_order, current_actor, today())
    form = SeenForm(data={"seen_version": rectification_order.version})
    return page("enforcement/show.html", view=view, order=rectification_order, form=form)


@bp.route("/orders/<rectification_order_key>/edit", methods=["GET", "POST"])
@allow("order.edit")
def edit(rectification_order: RectificationOrder) -> ResponseReturnValue:
    """Change what an order says besides its items."""
    order = rectification_order
    form = HeadForm.of(order.head, order.version)
    form.offer(queries.inspectors(session(), order.authority_id))
    if form.validate_on_submit():
        with errors_on(form):
            actions.edit(order, form.value(), form.seen, by=current_actor, at=now())
            return done(_("The order was changed."), ".show", rectification_order_key=order.key)
    return page("enforcement/head.html", form=form, enterprise=order.enterprise, order=order)


@bp.route("/orders/<rectification_order_key>/items/new", methods=["GET", "POST"])
@allow("order.edit")
def new_item(rectification_order: RectificationOrder) -> ResponseReturnValue:
    """Add an item; a common finding may fill it."""
    order = rectification_order
    finding = findings().get(request.args.get("finding", ""))
    form = ItemForm.of(filled_from(finding, today()) if finding else None, today(), order.version)
    if form.validate_on_submit():
        with errors_on(form):
            actions.put_item(order, form.value(), form.seen, by=current_actor, at=now())
            return done(_("The item was added."), ".show", rectification_order_key=order.key)
    return _item_page(order, form, "")


@bp.route("/orders/<rectification_order_key>/items/<item>", methods=["GET", "POST"])
@allow("order.edit")
def item(rectification_order: RectificationOrder, item: str) -> ResponseReturnValue:
    """Change an item."""
    order = rectification_order
    form = ItemForm.of(showing.item_of(order, item), today(), order.version)
    if form.validate_on_submit():
        with errors_on(form):
            actions.put_item(order, form.value(item), form.seen, by=current_actor, at=now())
            return done(_("The item was changed."), ".show", rectification_order_key=order.key)
    return _item_page(order, form, item)


def _item_page(order: RectificationOrder, form: ItemForm, key: str) -> ResponseReturnValue:
    chooser = FindingForm(request.args)
    chooser.offer()
    hint = showing.suggestion(form.finding.data or "")
    context = {"order": order, "chooser": chooser, "key": key, "hint": hint}
    return page("enforcement/item.html", fragment="enforcement/_item.html", form=form, **context)


@bp.post("/orders/<rectification_order_key>/items/<item>/remove")
@allow("order.edit")
def remove_item(rectification_order: RectificationOrder, item: str) -> ResponseReturnValue:
    """Take an item out."""
    actions.remove_item(rectification_order, item, SeenForm().seen, by=current_actor, at=now())
    return done(_("The item was removed."), ".show", rectification_order_key=rectification_order.key)


@bp.route("/orders/<rectification_order_key>/discard", methods=["GET", "POST"])
@allow("order.discard")
def discard(rectification_order: RectificationOrder) -> ResponseReturnValue:
    """Remove an order that was never issued."""
    form = SeenForm()
    if form.validate_on_submit():
        actions.discard(rectification_order, by=current_actor, at=now())
        return done(_("The order was discarded."), ".index")
    return page("enforcement/discard.html", form=form, order=rectification_order)


@bp.route("/orders/<rectification_order_key>/issue", methods=["GET", "POST"])
@allow("order.issue")
def issue(rectification_order: RectificationOrder) -> ResponseReturnValue:
    """Everything on one page, then the password: the order is issued."""
    order = rectification_order
    form = IssueForm(data={"seen_version": order.version})
    if form.validate_on_submit():
        with errors_on(form):
            actions.issue(order, Confirmation(*form.value()), by=current_actor, at=now())
            return done(_("The order was issued."), ".show", rectification_order_key=order.key)
    view = showing.order_page(session(), order, current_actor, today())
    return page("enforcement/issue.html", form=form, view=view, order=order)


@bp.route("/orders/<rectification_order_key>/revoke", methods=["GET", "POST"])
@allow("order.revoke")
def revoke(rectification_order: RectificationOrder) -> ResponseReturnValue:
    """Withdraw an issued order, with a reason."""
    order = rectification_order
    form = RevokeForm(data={"seen_version": order.version})
    if form.validate_on_submit():
        with errors_on(form):
            actions.revoke(order, Confirmation(*form.value()), by=current_actor, at=now())
            return done(_("The order was revoked."), ".show", rectification_order_key=order.key)
    return page("enforcement/revoke.html", form=form, order=order)


def orders_of(enterprise: Enterprise) -> showing.OrdersPanel:
    """The orders of an enterprise, for its page. 1 statement."""
    may_prepare = may(current_actor, "order.prepare", enterprise)
    rows = queries.orders_of(session(), enterprise.id, with_drafts=current_actor.is_authority)
    return showing.OrdersPanel(enterprise.key, rows, may_prepare)


register_panel(
    Panel(60, "orders", _l("Rectification orders"), "enforcement/_orders.html", orders_of, "order.list")
)
register_finding_source("orders", found.items_of)
