"""Who receives a filing, and what its paper's verification page tells of what became of it."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.accounts.model import Authority
from portal.accounts.rules import Level
from portal.db import session
from portal.documents.model import Paper
from portal.documents.standing import Standing
from portal.filings.model import Filing
from portal.filings.rules import FilingState
from portal.problems import Refused

# fmt: off
STANDINGS = {
    FilingState.DRAFT:      (_l("The report was recalled by the enterprise."), "late"),
    FilingState.SUBMITTED:  (_l("Reported; not checked yet."),                 "wait"),
    FilingState.ENDORSED:   (_l("Reported; checked by the town."),             "wait"),
    FilingState.RETURNED:   (_l("Reported; sent back to be mended."),          "back"),
    FilingState.APPROVED:   (_l("Reported and checked."),                      "ok"),
    FilingState.REJECTED:   (_l("The report was rejected."),                   "late"),
    FilingState.SUPERSEDED: (_l("Superseded by a later report."),              "none"),
}
# fmt: on


def receiving_authority(filing: Filing) -> Authority:
    """The office of the filing's town, else the county bureau. Raises Refused where there is none. 1 statement."""
    found = [
        one for one in session().scalars(select(Authority)) if filing.region_path.startswith(one.region_path)
    ]
    if not found:
        raise Refused(
            _("No authority receives reports of your town yet; ask the county bureau to set one up.")
        )
    return min(found, key=lambda one: (one.level is not Level.TOWN, one.id))


def standing(paper: Paper) -> Sequence[Standing]:
    """Where the filing of a paper stands, for the public verification page. 1 statement."""
    filing = session().scalars(select(Filing).where(Filing.key == paper.subject_key)).one_or_none()
    if filing is None:
        return ()
    words, tone = STANDINGS[filing.state]
    return (
        Standing(
            words, tone, filing.decided_at if filing.state is not FilingState.SUBMITTED else filing.filed_at
        ),
    )
