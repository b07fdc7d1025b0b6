"""Pages of the facts that the report asks: one part, its lists, the key sectors."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from forms.registry_facts import AnswersForm, SectorsForm, part_form, row_form
from forms.registry_pasting import PasteForm
from portal.db import session
from portal.merging import Change
from portal.problems import NotFound
from portal.registry import fact_showing, pasting, telling
from portal.registry.completeness import home_of
from portal.registry.fact_words import title
from portal.registry.model import Enterprise, FactRow
from portal.registry.panels import Panel, register_panel
from portal.registry.queries import own_enterprise
from portal.registry.questions import BASIC, Part, lists, parts
from portal.registry.told import told
from portal.web import allow, current_actor, done, errors_on, now, page, saving, today
from portal.web.seen import SavedField

bp = Blueprint("facts", __name__)
bp.add_app_template_filter(fact_showing.head, "column_head")
bp.add_app_template_filter(fact_showing.declared_parts)
bp.add_app_template_filter(title, "fact_title")
register_panel(
    Panel(
        15, "safety", _l("Production safety and key sectors"), "registry/_safety.html", fact_showing.read_parts,
        "enterprise.read",
    )
)  # fmt: skip


def own() -> Enterprise:
    """The enterprise that the person acts for."""
    return own_enterprise(session(), current_actor)


def part_of(part_code: str) -> Part:
    """The part of an address. Raises NotFound for none."""
    if part_code not in parts() or part_code == BASIC:
        raise NotFound
    return parts()[part_code]


# --- one part ---------------------------------------------------------------------------------------------------


@bp.get("/enterprise/facts/<part_code>")
@allow("enterprise.tell")
def part(part_code: str) -> ResponseReturnValue:
    """The questions of one part."""
    return part_page(own(), part_of(part_code))


def part_page(enterprise: Enterprise, asked: Part, sent: tuple[str, AnswersForm] | None = None) -> Response:
    """A part's page, with a form that was sent (of the part, a list or a row by its key) in place of the fresh one."""
    shown = fact_showing.part_page(enterprise, asked, dict([sent]) if sent else {})
    return page("registry/part.html", form=sent[1] if sent else None, shown=shown)


@bp.post("/enterprise/facts/<part_code>")
@allow("enterprise.tell")
def save(part_code: str) -> ResponseReturnValue:
    """Keep all answers of a part, where no script saves its fields."""
    enterprise, asked, form = own(), part_of(part_code), part_form(part_of(part_code))
    standing = fact_showing.standing_part(told(session(), enterprise), asked)
    form.settle(standing)
    if form.validate():
        with errors_on(form):
            changes = saving.as_changes(form)
            telling.tell(enterprise, asked, changes, by=current_actor, at=now())
            return done(_("Saved."), ".part", part_code=part_code)
    form.meet(standing)
    return part_page(enterprise, asked, (asked.code, form))


@bp.post("/enterprise/facts/<part_code>/field")
@allow("enterprise.tell", repeatable=True)
def save_field(part_code: str) -> ResponseReturnValue:
    """Keep one answer of a part; what is computed and what is lacking comes back with it."""
    enterprise, asked = own(), part_of(part_code)

    def keep(one: SavedField) -> None:
        telling.tell(enterprise, asked, [Change(*one)], by=current_actor, at=now())

    saved = saving.save_one(lambda: fact_showing.standing_part(told(session(), enterprise), asked), keep)
    return saved.answer("registry/_told.html", shown=fact_showing.part_page(enterprise, asked))


# --- lists ------------------------------------------------------------------------------------------------------


@bp.post("/enterprise/lists/<list_code>")
@allow("enterprise.tell")
def add_row(list_code: str) -> ResponseReturnValue:
    """Enter a row of a list."""
    if list_code not in lists():
        raise NotFound
    enterprise, form = own(), row_form(lists()[list_code]).beside(f"new-{list_code}")
    if form.validate():
        with errors_on(form):
            telling.add_row(enterprise, list_code, form.value(), by=current_actor, at=now())
            return to_list(list_code, _("The row is added."))
    return part_page(enterprise, home(list_code), (list_code, form))


@bp.route("/enterprise/lists/<list_code>/paste", methods=["GET", "POST"])
@allow("enterprise.tell")
def paste(list_code: str) -> ResponseReturnValue:
    """Enter many rows that were copied from a spreadsheet: first look at what was read, then keep all or none."""
    if list_code not in lists():
        raise NotFound
    form = PasteForm()
    read: pasting.Pasted | None = None
    if form.validate_on_submit():
        read = pasting.pasted(lists()[list_code], *form.value(), today())
        if form.enter.data and not read.errors:
            with errors_on(form):
                values = [row.values for row in read.rows]
                rows = telling.add_rows(own(), list_code, values, by=current_actor, at=now())
                words = ngettext("%(num)d row is added.", "%(num)d rows are added.", len(rows))
                return to_list(list_code, words)
    return page("registry/paste.html", form=form, of=lists()[list_code], part=home(list_code), read=read)


def home(list_code: str) -> Part:
    """The part on whose page a list stands."""
    return home_of(list_code) or parts()[list_code.partition(".")[0]]


def to_list(list_code: str, message: str) -> ResponseReturnValue:
    """Say what was done and lead on to the list."""
    return done(message, ".part", part_code=home(list_code).code, _anchor=f"list-{list_code}")


@bp.post("/fact-rows/<fact_row_key>")
@allow("fact_row.edit")
def save_row(fact_row: FactRow) -> ResponseReturnValue:
    """Keep a whole row, where no script saves its cells."""
    form, standing = (
        row_form(fact_row.fact_list).beside(f"cell-{fact_row.key}"),
        fact_showing.standing_row(fact_row),
    )
    form.settle(standing)
    if form.validate():
        with errors_on(form):
            telling.edit_row(fact_row, saving.as_changes(form), by=current_actor, at=now())
            return to_list(fact_row.list_code, _("Saved."))
    form.meet(standing)
    return part_page(own(), home(fact_row.list_code), (fact_row.key, form))


@bp.post("/fact-rows/<fact_row_key>/field")
@allow("fact_row.edit", repeatable=True)
def save_cell(fact_row: FactRow) -> ResponseReturnValue:
    """Keep one cell of a row."""

    def keep(one: SavedField) -> None:
        telling.edit_row(fact_row, [Change(*one)], by=current_actor, at=now())

    saved = saving.save_one(lambda: fact_showing.standing_row(fact_row), keep)
    return saved.answer("registry/_told.html", shown=fact_showing.part_page(own(), home(fact_row.list_code)))


@bp.post("/fact-rows/<fact_row_key>/remove")
@allow("fact_row.remove")
def remove_row(fact_row: FactRow) -> ResponseReturnValue:
    """Take a row out of its list; it can be taken back."""
    telling.remove_row(fact_row, by=current_actor, at=now())
    return to_list(fact_row.list_code, _("The row is removed; it can be restored below the list."))


@bp.post("/fact-rows/<fact_row_key>/restore")
@allow("fact_row.restore")
def restore_row(fact_row: FactRow) -> ResponseReturnValue:
    """Take a removed row back."""
    telling.restore_row(fact_row, by=current_actor, at=now())
    return to_list(fact_row.list_code, _("The row is back in its list."))


# --- key sectors ------------------------------------------------------------------------------------------------


@bp.route("/enterprise/facts/sectors", methods=["GET", "POST"])
@allow("enterprise.tell")
def sectors() -> ResponseReturnValue:
    """Tick the key sectors; unticking one with answers asks first."""
    enterprise = own()
    form = SectorsForm().offer(enterprise.key_sectors)
    if form.validate_on_submit():
        with errors_on(form):
            chosen = Change("key_sectors", *form.value())
            telling.choose_sectors(enterprise, chosen, sure=bool(form.sure.data), by=current_actor, at=now())
            return done(_("The key sectors are saved."), "registry.own")
    leaving = telling.unticked(enterprise, form.value()[1]) if form.sure.errors else []
    return page("registry/sectors.html", form=form, leaving=[title(parts()[code]) for code in leaving])
