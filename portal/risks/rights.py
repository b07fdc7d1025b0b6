"""Who may do what with risks. A filer fills; who signs may fill too; regulators of the region read."""

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
)  # fmt: skip
from portal.accounts.rights import administers
from portal.accounts.rules import Role
from portal.registry.rights import at_county
from portal.risks.method_model import MethodState
from portal.risks.model import SavedView

fills = has_role(Role.FILER.value, Role.SIGNER.value)


@rule
def of_own_authority(actor: Actor, method: Any) -> bool:
    """Acts for the authority that defines the method."""
    return method is not None and actor.authority_id is not None and method.authority_id == actor.authority_id


@rule
def grades_near(actor: Actor, method: Any) -> bool:
    """The method is, or was, in force for enterprises that the actor looks at."""
    near = method is not None and (
        actor.region_path.startswith(method.region_path) or method.region_path.startswith(actor.region_path)
    )
    return near and method.state is not MethodState.DRAFT


@rule
def method_drafted(actor: Actor, method: Any) -> bool:
    """The method is a draft still."""
    return method is not None and method.state is MethodState.DRAFT


@rule
def operator(actor: Actor, thing: Any) -> bool:
    """Works on the command line of the machine."""
    return actor.kind == "system"


defines = at_county & administers
keeps = of_own_authority & defines


@rule
def recorded_it(actor: Actor, check: Any) -> bool:
    """Recorded this check in the membership acted in."""
    return (
        check is not None and actor.membership_id is not None and check.membership_id == actor.membership_id
    )


@rule
def made_view(actor: Actor, view: SavedView) -> bool:
    """Saved the view in the membership acted in."""
    return view.membership_id == actor.membership_id


@rule
def view_is_shared(actor: Actor, view: SavedView) -> bool:
    """Everyone of the enterprise sees the view."""
    return view.shared


RIGHTS = {
    "risk.list": enterprise,
    "risk.read": owns | in_jurisdiction,
    "risk.add": enterprise & fills,
    "risk.import": (owns & fills) | operator,
    "risk.edit": owns & fills,
    "risk.grade": owns & fills,
    "risk.remove": owns & fills,
    "risk.restore": owns & fills,
    "risk.affirm": owns & fills,
    "risk.affirm_rest": enterprise & fills,
    "control.add": owns & fills,
    "control.edit": owns & fills,
    "control.remove": owns & fills,
    "control.restore": owns & fills,
    "evidence.add": owns & fills,
    "evidence.read": owns | in_jurisdiction,
    "evidence.remove": owns & fills,
    "check.list": enterprise,
    "check.read": owns | in_jurisdiction,
    "check.record": owns & fills,
    "check.undo": owns & fills & recorded_it,
    "zero.read": enterprise,
    "zero.answer": enterprise & fills,
    "method.list": authority,
    "method.read": authority & (of_own_authority | grades_near),
    "method.define": authority & defines,
    "method.edit": keeps & method_drafted,
    "method.discard": keeps & method_drafted,
    "method.rehearse": authority & (of_own_authority | grades_near),
    "method.load": operator,
    "method.put_in_force": keeps | operator,
    "method.withdraw": keeps,
    "bulk.list": enterprise,
    "bulk.read": owns,
    "bulk.change": enterprise & fills,
    "bulk.undo": owns & fills,
    "view.list": enterprise,
    "view.save": enterprise,
    "view.edit": owns & (made_view | (view_is_shared & fills)),
    "view.remove": owns & (made_view | (view_is_shared & fills)),
}

register_rights(RIGHTS)
