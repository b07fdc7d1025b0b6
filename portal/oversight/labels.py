"""Words of the overview."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.oversight.rules import Standing
from portal.web.words import register_labels, register_tones

register_labels(
    {
        Standing.CHECKED: _l("Checked"),
        Standing.RETURNED: _l("Sent back"),
        Standing.WAITING: _l("Submitted, in review"),
        Standing.OVERDUE: _lp("report", "Overdue"),
        Standing.NOT_FILED: _l("Not filed yet"),
    }
)
register_tones(
    {
        Standing.CHECKED: "ok",
        Standing.RETURNED: "back",
        Standing.WAITING: "wait",
        Standing.OVERDUE: "late",
        Standing.NOT_FILED: "none",
    }
)
