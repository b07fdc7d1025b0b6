"""Who may do what with workbooks: who fills the register brings lists in; everybody of the enterprise takes it out."""

from portal.access import enterprise, owns, register_rights
from portal.risks.rights import fills, operator

RIGHTS = {
    "workbook.list": enterprise,
    "workbook.template": enterprise,
    "workbook.export": enterprise | operator,
    "workbook.read": owns,
    "workbook.add": (enterprise & fills) | operator,
    "workbook.match": (owns & fills) | operator,
    "workbook.begin": owns & fills,
    "workbook.save": (owns & fills) | operator,
    "workbook.give_up": owns & fills,
    "workbook.cancel": owns & fills,
}

register_rights(RIGHTS)
