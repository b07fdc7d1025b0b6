"""Who may do what with levels: the enterprise applies, town and county examine, the county grants and revokes."""

from typing import Any

from portal.access import (
    Actor,
    authority,
    enterprise,
    has_role,
    in_jurisdiction,
    owns,
    register_rights,
    rule,
)
from portal.accounts.rules import Level as AuthorityLevel
from portal.levels.rules import LevelState

fills = has_role("filer", "signer")
signs = has_role("signer")
reviewer = has_role("reviewer")
reviewer_or_chief = has_role("reviewer", "chief")
chief = has_role("chief")


@rule
def machine(actor: Actor, level: Any) -> bool:
    """Work of the portal itself."""
    return actor.kind == "system"


@rule
def of_county(actor: Actor, level: Any) -> bool:
    """Acts for the county bureau."""
    return actor.level == AuthorityLevel.COUNTY.value


@rule
def visited(actor: Actor, level: Any) -> bool:
    """Its standard has an on-site review."""
    return level is not None and level.is_visited


@rule
def examined(actor: Actor, level: Any) -> bool:
    """Was confirmed after the on-site review, or needs none."""
    return level is not None and (level.state is not LevelState.ACCEPTED or not level.is_visited)


@rule
def proposed(actor: Actor, level: Any) -> bool:
    """Its revocation is proposed."""
    return level is not None and level.state is LevelState.REVOCATION_PROPOSED


@rule
def rectifying(actor: Actor, level: Any) -> bool:
    """Findings of the on-site review are being rectified."""
    return level is not None and level.state is LevelState.RECTIFYING


@rule
def held(actor: Actor, level: Any) -> bool:
    """The enterprise has the level."""
    return level is not None and level.is_held


examines = in_jurisdiction & reviewer
grades = in_jurisdiction & of_county & reviewer_or_chief
decides = in_jurisdiction & of_county & chief

RIGHTS = {
    "level.list": enterprise,
    "level.begin": enterprise & fills,
    "level.read": owns | in_jurisdiction,
    "level.overview": authority,
    "level.export": authority,
    "level.remind": authority & reviewer_or_chief,
    "level.rank": authority,
    "level.open": owns & fills,
    "level.display": owns & fills,
    "level.apply": owns & signs,
    "level.resubmit": owns & signs,
    "level.rectify": owns & fills,
    "level.renew": owns & signs,
    "level.review_again": owns & signs,
    "level.answer": owns & signs & proposed,
    "level.ask_completion": examines,
    "level.accept": examines,
    "level.refuse_application": examines,
    "level.review": examines & visited,
    "level.report_findings": examines,
    "level.extend": examines & rectifying,
    "level.confirm": examines,
    "level.object": examines,
    "level.sample": examines & held,
    "level.fail": grades,
    "level.publish": grades & examined,
    "level.clear": grades,
    "level.not_announced": grades,
    "level.extend_directly": grades,
    "level.warn": grades,
    "level.restore": grades,
    "level.propose_revocation": grades,
    "level.withdraw_proposal": grades,
    "level.announce": decides,
    "level.false_commitment": decides,
    "level.revoke": decides,
    "level.decide_rank": grades & held,
    "rank_decision.answer": owns & signs,
    "level.expire": machine,
}

register_rights(RIGHTS)
