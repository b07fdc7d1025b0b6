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
from portal.filings.rights import overtaken, reviews

FILLERS = frozenset({"filer", "signer"})
fills = has_role(*sorted(FILLERS))
administrator = has_role("administrator")


@rule
def machine(actor: Actor, thing: object) -> bool:
    """Work of the portal itself, on the command line."""
    return actor.kind == "system"


@rule
def of_county(actor: Actor, thing: object) -> bool:
    """Acts for the county bureau."""
    return actor.level == "county"


RIGHTS = {
    "assessment.list": enterprise,
    "assessment.open": enterprise & fills,
    "assessment.read": owns | in_jurisdiction,
    "assessment.fill": owns & fills,
    "standard.list": authority,
    "standard.add": machine | (authority & of_county & administrator),
    "standard.put_in_force": machine | (authority & of_county & administrator),
    "standard.withdraw": machine | (authority & of_county & administrator),
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
