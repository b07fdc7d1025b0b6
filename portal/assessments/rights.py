"""Who may do what with assessments, their findings, and versions of standards."""

from portal.access import (
    Actor,
    authority,
    enterprise,
    has_role,
    in_jurisdiction,
    owns,
    register_rights,
    register_too_late,
    rule,
)
from portal.assessments.model import StandardVersion
from portal.assessments.rules import StandardState
from portal.filings.rights import overtaken, reviews

FILLERS = frozenset({"filer", "signer"})
fills = has_role(*sorted(FILLERS))
administrator = has_role("administrator")


@rule
def machine(actor: Actor, thing: object) -> bool:
    """Work of the portal itself, on the command line."""
    return actor.kind == "system"


@rule
def is_draft(actor: Actor, thing: StandardVersion) -> bool:
    """The version has never been in force."""
    return thing.state is StandardState.DRAFT


@rule
def of_county(actor: Actor, thing: object) -> bool:
    """Acts for the county bureau."""
    return actor.level == "county"


defines = authority & of_county & administrator

RIGHTS = {
    "assessment.list": enterprise,
    "assessment.open": enterprise & fills,
    "assessment.read": owns | in_jurisdiction,
    "assessment.fill": owns & fills,
    "standard.list": authority,
    "standard.read": authority,
    "standard.rehearse": authority,
    "standard.add": machine | defines,
    "standard.discard": defines & is_draft,
    "standard.put_in_force": machine | defines,
    "standard.withdraw": machine | defines,
    "standard.pin": defines,
    "assessment_finding.list": enterprise,
    "filing.score_item": reviews,
    "assessment_finding.read": owns | in_jurisdiction,
    "assessment_finding.edit": owns & fills,
    "assessment_finding.report_done": owns & fills,
    "assessment_finding.reopen": owns & fills,
    "assessment_finding.close": owns & fills,
}

TOO_LATE = {"filing.score_item": overtaken}

register_rights(RIGHTS)
register_too_late(TOO_LATE)
