"""A company with a risk and the people who act for it, as a browser meets them."""

from dataclasses import dataclass

from portal import clock
from portal.access import SYSTEM, act_as
from portal.db import session
from portal.filings import actions as filings
from portal.filings.rules import Occasion
from portal.registry.model import Enterprise
from tests.build import TOWN, a_member, an_authority, an_enterprise, the_actor
from tests.risks.build import a_risk


@dataclass(frozen=True)
class Company:
    """Sign-in names, and the addresses of a risk and of a report in preparation."""

    filer: str
    signer: str
    risk: str
    report: str


def a_company() -> Company:
    """One larger risk in order, one report that can be submitted."""
    an_authority(TOWN)
    enterprise = an_enterprise(TOWN)
    filer = a_member(enterprise, "filer").person.sign_in_name
    member = a_member(enterprise, "signer", "filer")
    signer, by = member.person.sign_in_name, the_actor(member)
    act_as(by)
    enterprise_id, at = by.enterprise_id, clock.now()
    risk = a_risk(session().get_one(Enterprise, enterprise_id), by).key
    report = filings.start(
        session().get_one(Enterprise, enterprise_id), "risk_report", Occasion.REGULAR, at.date(), by=by, at=at
    ).key
    act_as(SYSTEM)
    return Company(filer, signer, f"/risks/{risk}", f"/filings/{report}")
