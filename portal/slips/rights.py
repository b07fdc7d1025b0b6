"""Who may do what with slips. Who fills or administrates hands them out; who fills accepts what comes back."""

from portal.access import enterprise, has_role, owns, register_rights
from portal.accounts.rules import Role
from portal.risks.rights import fills

hands_out = has_role(Role.FILER.value, Role.SIGNER.value, Role.ADMINISTRATOR.value)

RIGHTS = {
    "slip.list": enterprise & hands_out,
    "slip.make": enterprise & hands_out,
    "slip.read": owns & hands_out,
    "slip.revoke": owns & hands_out,
    "suggestion.list": enterprise & hands_out,
    "suggestion.read": owns & hands_out,
    "suggestion.accept": owns & fills,
    "suggestion.decline": owns & fills,
}

register_rights(RIGHTS)
