"""Words and figures in templates: labels of enums, days, moments, numbers; and the globals that layouts need."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from flask import Flask, g
from flask_babel import format_date, get_locale, get_translations, ngettext
from flask_babel import gettext as _

from portal import clock
from portal.db import new_key
from portal.web.addresses import carry, this_page
from portal.web.guards import current_actor
from portal.web.icons import icon
from portal.web.navigation import navigation
from portal.web.requests import LANGUAGES
from portal.workdays import is_provisional, workdays_left

_labels: dict[Enum, Any] = {}
_tones: dict[Enum, str] = {}
_events: dict[str, Any] = {}


def register_labels(words: Mapping[Any, Any]) -> None:
    """Words for the members of enums, said once for screen, CSV and paper."""
    _labels.update(words)


def register_tones(tones: Mapping[Any, str]) -> None:
    """The tone (wait, ok, back, late, none) of the tag of each member."""
    _tones.update(tones)


def register_events(words: Mapping[str, Any]) -> None:
    """What an event's verb is called in a timeline: a sentence that follows the person's name."""
    _events.update(words)


def tone(member: Enum | None) -> str:
    """The tone of a member's tag."""
    return "none" if member is None else _tones[member]


def event_words(verb: str) -> str:
    """What happened, in words."""
    return str(_events.get(verb, verb))


def in_language(zh: str, en: str) -> str:
    """The words for the reader: reference data know both languages."""
    return en if str(get_locale()) == "en" else zh


def label(member: Enum | None) -> str:
    """The word of an enum's member; — for none."""
    return "—" if member is None else str(_labels[member])


def day(value: date | datetime | None) -> str:
    """2026-01-05, for tables."""
    if value is None:
        return "—"
    return (clock.local_day(value) if isinstance(value, datetime) else value).isoformat()


def day_long(value: date | datetime | None) -> str:
    """2026年1月5日 or 5 January 2026, for sentences."""
    if value is None:
        return "—"
    local = clock.local_day(value) if isinstance(value, datetime) else value
    chinese = str(get_locale()).startswith("zh")
    return f"{local.year}年{local.month}月{local.day}日" if chinese else format_date(local, "d MMMM yyyy")


def moment(value: datetime | None) -> str:
    """2026-01-05 14:03, in Asia/Shanghai."""
    return "—" if value is None else value.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M")


def ago(value: datetime) -> str:
    """刚刚, 5分钟前, 3小时前; after a day the moment itself."""
    passed = clock.now() - value
    if passed < timedelta(minutes=1):
        return str(_("just now"))
    minutes = int(passed.total_seconds() // 60)
    if minutes < 60:
        return str(ngettext("%(num)d minute ago", "%(num)d minutes ago", minutes))
    if minutes < 24 * 60:
        return str(ngettext("%(num)d hour ago", "%(num)d hours ago", minutes // 60))
    return moment(value)


def num(value: int | Decimal | None) -> str:
    """1,234; — for none."""
    return "—" if value is None else f"{value:,}"


def plain(value: Decimal | None) -> str:
    """A decimal without zeros at its end: 60, 74.2; — for none."""
    return "—" if value is None else format(value.normalize() + 0, "f")


def time_left(due: date, on: date) -> tuple[str, str]:
    """Words and tone for the working days left until a day."""
    left = workdays_left(on, due)
    if due < on:
        return ngettext("%(num)d working day overdue", "%(num)d working days overdue", -left), "late"
    if due == on:
        return _("due today"), "late"
    return ngettext(
        "%(num)d working day left", "%(num)d working days left", left
    ), "late" if left <= 2 else "none"


def masked(phone: str) -> str:
    """138****5678; of a short one, nothing."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def language_links() -> list[tuple[str, str, bool]]:
    """(own name, address of this page in it, whether it is the current) of each language."""
    current = str(get_locale())
    return [(name, this_page(lang=tag), tag == current) for tag, name in LANGUAGES.items()]


def page_language() -> str:
    """The tag for `<html lang>`."""
    return "en" if str(get_locale()) == "en" else "zh-Hans"


def _catalogue() -> Any:
    """The sentences in the language of this page; found once a request, for a list says the same word in each row."""
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return g.catalogue


def _speak_quickly(app: Flask) -> None:
    """Let templates look sentences up by themselves; flask-babel finds language and catalogue anew for each."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda sentence: _catalogue().ugettext(sentence),
        lambda one, many, number: _catalogue().ungettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, sentence: _catalogue().upgettext(context, sentence),
        npgettext=lambda context, one, many, number: _catalogue().unpgettext(context, one, many, number),
    )


def init_app(app: Flask) -> None:
    """Register filters and globals."""
    _speak_quickly(app)
    app.jinja_env.filters.update(
        label=label,
        tone=tone,
        event_words=event_words,
        day=day,
        day_long=day_long,
        moment=moment,
        ago=ago,
        num=num,
        plain=plain,
        masked=masked,
        time_left=time_left,
        is_provisional=is_provisional,
    )
    app.jinja_env.globals.update(
        carry=carry, current_actor=current_actor, navigation=navigation, icon=icon, language_links=language_links,
        new_key=new_key, page_language=page_language, today=clock.today,
    )  # fmt: skip
