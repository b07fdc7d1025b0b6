"""Who may do what with risks. A filer fills; who signs may fill too; regulators of the region read."""

from portal.access import Actor, enterprise, has_role, in_jurisdiction, owns, register_rights, rule
from portal.accounts.rules import Role
from portal.risks.model import SavedView

fills = has_role(Role.FILER.value, Role.SIGNER.value)


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
    "risk.edit": owns & fills,
    "risk.grade": owns & fills,
    "risk.remove": owns & fills,
    "risk.restore": owns & fills,
    "control.add": owns & fills,
    "control.edit": owns & fills,
    "control.remove": owns & fills,
    "control.restore": owns & fills,
    "evidence.add": owns & fills,
    "evidence.read": owns | in_jurisdiction,
    "evidence.remove": owns & fills,
    "zero.read": enterprise,
    "zero.answer": enterprise & fills,
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
