"""Who may do what with a filing."""

from typing import Any

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

fills = has_role("filer", "signer")
signs = has_role("signer")
reviewer = has_role("reviewer")


@rule
def machine(actor: Actor, filing: Any) -> bool:
    """Work of the portal itself."""
    return actor.kind == "system"


@rule
def reviews_this_stage(actor: Actor, filing: Any) -> bool:
    """Is of the level that looks now."""
    return filing is not None and actor.level == filing.stage_level


@rule
def submitted_once(actor: Actor, filing: Any) -> bool:
    """Has been before the authority; a draft is the enterprise's own."""
    return filing is not None and filing.submitted_at is not None


@rule
def last_stage(actor: Actor, filing: Any) -> bool:
    """Nobody looks after this one."""
    return filing is not None and filing.is_last_stage


@rule
def stage_is_over(actor: Actor, filing: Any) -> bool:
    """Its level has looked, or the enterprise has recalled it in the meantime."""
    if filing is None or filing.submitted_at is None or actor.level not in filing.stages:
        return False
    return not filing.stage_level or filing.stages.index(actor.level) < filing.stages.index(
        filing.stage_level
    )


@rule
def looks_last(actor: Actor, filing: Any) -> bool:
    """Is of the level that closes the check."""
    return filing is not None and actor.level == filing.stages[-1]


reviews = in_jurisdiction & reviewer & reviews_this_stage
overtaken = in_jurisdiction & reviewer & stage_is_over

RIGHTS = {
    "filing.list": enterprise,
    "filing.read": owns | (in_jurisdiction & submitted_once),
    "filing.start": enterprise & fills,
    "filing.edit": owns & fills,
    "filing.discard": owns & fills,
    "filing.submit": owns & signs,
    "filing.recall": owns & signs,
    "filing.queue": authority,
    "filing.review": in_jurisdiction & submitted_once,
    "filing.open": reviews,
    "filing.remark": reviews,
    "filing.accept_row": reviews,
    "filing.endorse": reviews & ~last_stage,
    "filing.approve": reviews & last_stage,
    "filing.send_back": reviews,
    "filing.reject": reviews,
    "filing.supersede": machine,
}

TOO_LATE = {
    "filing.open": overtaken,
    "filing.remark": overtaken,
    "filing.accept_row": overtaken,
    "filing.endorse": overtaken & ~looks_last,
    "filing.approve": overtaken & looks_last,
    "filing.send_back": overtaken,
    "filing.reject": overtaken,
}

register_rights(RIGHTS)
register_too_late(TOO_LATE)
