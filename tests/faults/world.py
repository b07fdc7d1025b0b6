"""What the faults strike: enterprises with a real risk report ready to be submitted, and who receives it."""

from typing import NamedTuple

from portal.access import SYSTEM, act_as
from portal.accounts.model import Membership
from portal.db import session
from portal.filings import actions
from portal.filings.rules import Occasion
from portal.registry.model import Enterprise
from portal.risks.kind import CODE
from tests.build import AT, PASSWORD, a_member, an_enterprise, the_actor
from tests.risks.build import a_risk

SIGNED = {"truthful": "y", "password": PASSWORD}
"""What a signer adds to the form of a submission."""


class Ready(NamedTuple):
    """A report that waits for its submission; plain values, for threads."""

    filing_key: str
    signer: str

    @property
    def submit(self) -> str:
        """The address of the submission."""
        return f"/filings/{self.filing_key}/submit"


def a_ready_report() -> Ready:
    """An enterprise with one larger risk in order, its signer, and a draft. The town's office must exist."""
    enterprise = an_enterprise(industry_code="338")
    signer = a_member(enterprise, "signer", "filer")
    key, name, by = enterprise.id, signer.person.sign_in_name, the_actor(signer)
    act_as(by)
    own = session().get_one(Enterprise, key)
    a_risk(own, by)
    filing = actions.start(own, CODE, Occasion.REGULAR, AT.date(), by=by, at=AT)
    ready = Ready(filing.key, name)
    act_as(SYSTEM)
    return ready


def name_of(member: Membership) -> str:
    """The name under which a member signs in."""
    return member.person.sign_in_name
