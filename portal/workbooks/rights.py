"""Who may do what with workbooks: who fills the register brings lists in; everybody of the enterprise takes it out."""

from portal.access import enterprise, owns, register_rights
from portal.risks.rights import fills, machine

RIGHTS = {
    "workbook.list": enterprise,
    "workbook.template": enterprise,
    "workbook.export": enterprise | machine,
    "workbook.read": owns,
    "workbook.add": (enterprise & fills) | machine,
    "workbook.match": (owns & fills) | machine,
    "workbook.begin": owns & fills,
    "workbook.save": (owns & fills) | machine,
    "workbook.give_up": owns & fills,
    "workbook.cancel": owns & fills,
}

register_rights(RIGHTS)
