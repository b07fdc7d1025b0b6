"""What the pages of the register show, put together from queries."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from forms.registry import FilterForm
from portal.audit import Event
from portal.db import session
from portal.problems import FieldConflict
from portal.registry import queries
from portal.registry.labels import FACT_LABELS, LABELS, UNITS, industry_name, town_name
from portal.registry.model import Enterprise
from portal.registry.rules import FACTS, PHONES
from portal.web import Page, current_actor
from portal.web.addresses import carry
from portal.web.timelines import doer
from portal.web.words import event_words


class Fact(NamedTuple):
    """One fact in words; of a phone that is not one's own, whose it is and the address that shows all of it."""

    label: str
    value: str
    whose: str = ""
    shown_at: str = ""


class Happened(NamedTuple):
    """One event as a timeline shows it."""

    what: str
    who: str
    at: Any
    note: str
    url: str | None


def facts_of(enterprise: Enterprise) -> list[Fact]:
    """All facts that are given, in the order of the form; phones hidden but for one's own enterprise. 0 statements."""
    named = [("code", enterprise.code), *((name, worded(enterprise, name)) for name in FACTS)]
    facts = {
        name: Fact(str(FACT_LABELS[name]), str(value)) for name, value in named if value not in ("", None)
    }
    if current_actor.enterprise_id != enterprise.id:
        facts |= {name: _hidden(enterprise, name, facts[name]) for name in PHONES if name in facts}
    return list(facts.values())


def _hidden(enterprise: Enterprise, name: str, fact: Fact) -> Fact:
    where = url_for("registry.show_phone", enterprise_key=enterprise.key, fact=name)
    return fact._replace(whose=getattr(enterprise, PHONES[name]), shown_at=where)


def worded(enterprise: Enterprise, name: str) -> Any:
    """One fact in words; None or empty where it is not given."""
    value = getattr(enterprise, name)
    if name == "region_code":
        return town_name(value)
    if name == "industry_code":
        return industry_name(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name in UNITS and value is not None:
        return f"{value:,} {UNITS[name]}"
    return LABELS.get(value, value) if value is not None else None


def others_words(enterprise: Enterprise, conflicts: Iterable[FieldConflict]) -> dict[str, str]:
    """What others wrote meanwhile into the facts of an edit, by name, in words. 0 statements."""
    return {one.field: str(worded(enterprise, one.field) or _("nothing")) for one in conflicts}


def history_of(enterprise: Enterprise) -> list[Happened]:
    """What happened to an enterprise and its people. 1 statement."""
    return [happened(event) for event in queries.history(session(), enterprise)]


def happened(event: Event) -> Happened:
    """An event in words; the reason of a decision is its note."""
    note = event.after.get("reason", "") if isinstance(event.after, dict) else ""
    return Happened(event_words(event.verb), doer(event), event.at, note, None)


def list_page(form: FilterForm, size: int) -> Page:
    """One page of the list for the filter and cursors of the address. 2 statements."""
    asked = form.value()
    after, before = request.args.get("after", ""), request.args.get("before", "")
    found = queries.enterprises(session(), asked, after=after, before=before, limit=size)
    return Page(
        found.rows,
        before=found.rows[0].cursor if found.more_before and found.rows else None,
        after=found.rows[-1].cursor if found.more_after and found.rows else None,
        count=_counted(queries.count(session(), asked)),
    )


def _counted(number: int) -> str:
    if number > queries.COUNT_LIMIT:
        return str(_("10,000+ enterprises"))
    return str(ngettext("%(num)d enterprise", "%(num)d enterprises", number))


def chosen(form: FilterForm) -> list[tuple[str, str]]:
    """Words of each filter in use, and the address of the list without it."""
    return [
        (words, carry(url_for("registry.index"), "after", "before", name)) for name, words in form.chosen()
    ]
