"""The socket for kinds of filings: a kind registers once, on import of its area."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.filings.comparing import RowChange
from portal.filings.rules import Duty, Found, Occasion
from portal.web.words import label

if TYPE_CHECKING:
    from portal.filings.model import Filing, Revision
    from portal.registry.model import Enterprise

Owing = Callable[["Enterprise", Sequence["Filing"], date], list[Duty]]

Snapshot = dict[str, Any]
"""Plain JSON: sections by name; a section is a flat object of facts, or an object of rows by stable key."""


Arranging = Callable[[Snapshot, Sequence[RowChange]], list[tuple[str, list[RowChange]]]]


def _nothing(*_args: Any, **_options: Any) -> None:
    return None


class Titled(Protocol):
    """What a filing's name is made of; rows of lists have it too."""

    @property
    def year(self) -> int:
        """The year that it is for."""

    @property
    def occasion(self) -> Occasion:
        """Why it is made."""

    @property
    def number(self) -> int:
        """The how-manieth of its occasion within the year."""


@dataclass(frozen=True)
class Wording:
    """What pages call a filing of the kind: heading of its list, buttons, what is said when it is done.

    `work`: the button that leads to where it is filled in, empty for a kind that is filled in elsewhere all the year;
    `paper`: the button of the paper that a submission gives; `passed_on`: why the county looks after the town.
    """

    heading: Any
    submit: Any
    submitted: Any
    recall: Any
    paper: Any
    passed_on: Any
    work: Any = ""


REPORT_WORDING = Wording(
    heading=_l("Risk report"),
    submit=_l("Submit the report"),
    submitted=_l("Report submitted"),
    recall=_l("Recall the report"),
    paper=_l("Download the receipt"),
    passed_on=_l("The town has looked at it. As it holds a major risk, the county bureau looks at it too."),
)
"""What the risk report is called, and any kind that says nothing of its own."""


def _duty_title(duty: Duty) -> str:
    return str(_("%(year)d %(occasion)s", year=duty.year, occasion=label(duty.occasion)))


def _begin_words(duty: Duty) -> str:
    return str(_("Begin: %(occasion)s", occasion=label(duty.occasion)))


@dataclass(frozen=True)
class Kind:
    """What the engine asks a kind of filing.

    `title(filing)`: its name in the reader's language. `snapshot(enterprise, filing, on)`: all that is declared.
    `problems(snapshot, on)`: what is wrong with it. `stages(snapshot)`: levels that look, in order ("town", "county").
    `highlights(snapshot)`: few numbers for lists, such as {"major": 1}. `due_on(enterprise, occasion, year, began_on)`.
    `offers(enterprise, own, on)`: what it owes and may begin on a day, `own` being its filings.
    `declaration`: wording, with its version. `row_sections`: sections that hold rows. `row_title(section, row)` and
    `show(field, value)`: words for review. `field_label(path)`: word of a field; `field_rank(path)`: its place
    among the others, for canonical JSON keeps no order. `submitted`, `approved`: what follows
    inside the same transaction (papers); `url_of(path)`: where the enterprise mends what a path names, `/` being the
    whole. `duty_title`, `begin_words`, `begin_url`: what is owed, the button that begins it, and where it leads when
    more is asked than an occasion. `highlight_words`: the same numbers as `highlights` in words. `arrange(snapshot,
    rows)`: the rows under review in groups with a title each; `row_template`, `acts_template`, `review_template` and
    `gather(session, filing, revision)` show them; `outcome_template` and `outcome(session, filing)`: what a decision
    brought besides.
    """

    code: str
    title: Callable[[Titled], str]
    snapshot: Callable[["Enterprise", "Filing", date], Snapshot]
    problems: Callable[[Snapshot, date], list[Found]]
    stages: Callable[[Snapshot], tuple[str, ...]]
    highlights: Callable[[Snapshot], dict[str, Any]]
    due_on: Callable[["Enterprise", Occasion, int, date], date]
    declaration: tuple[str, str]
    occasions: tuple[Occasion, ...] = tuple(Occasion)
    offers: Owing | None = None
    row_sections: tuple[str, ...] = ()
    row_title: Callable[[str, Mapping[str, Any]], str] = lambda section, row: str(row.get("name", section))
    row_grade: Callable[[str, Mapping[str, Any]], Any] = lambda section, row: None
    field_label: Callable[[str], str] = str
    field_rank: Callable[[str], int] = lambda path: 0
    show: Callable[[str, Any], str] = lambda field, value: str(value)
    url_of: Callable[[str], str] = lambda path: ""
    submitted: Callable[["Filing", "Revision", Actor, datetime], Any] = _nothing
    approved: Callable[["Filing", "Revision", Actor, datetime], Any] = _nothing
    recalled: Callable[["Filing", Actor, datetime], Any] = _nothing
    rejected: Callable[["Filing", Actor, datetime], Any] = _nothing
    highlight_tags: Callable[[Mapping[str, int]], list[tuple[Any, int]]] = lambda highlights: []
    highlight_words: Callable[[Mapping[str, Any]], str] = lambda highlights: ""
    wording: Wording = REPORT_WORDING
    duty_title: Callable[[Duty], str] = _duty_title
    begin_words: Callable[[Duty], str] = _begin_words
    begin_url: Callable[[], str] | None = None
    arrange: Arranging | None = None
    row_template: str = ""
    acts_template: str = ""
    review_template: str = ""
    gather: Callable[[Session, "Filing", "Revision"], Any] = _nothing
    outcome_template: str = ""
    outcome: Callable[[Session, "Filing"], Any] = _nothing
    return_reasons: tuple[Mapping[str, Any], ...] = ()
    summary_template: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


def offered(kind: Kind, enterprise: "Enterprise", own: Sequence["Filing"], on: date) -> list[Duty]:
    """What may be begun on a day; of a kind that does not say, every occasion since that day."""
    if kind.offers:
        return kind.offers(enterprise, own, on)
    return [
        Duty(occasion, on.year, on, kind.due_on(enterprise, occasion, on.year, on), owed=False)
        for occasion in kind.occasions
    ]


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Plug a kind in; saying it again replaces it (tests register toys)."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    """The kind of a code. Raises KeyError for one that nobody registered."""
    return _kinds[code]


def kinds() -> list[Kind]:
    """All kinds, in the order of their registration."""
    return list(_kinds.values())
