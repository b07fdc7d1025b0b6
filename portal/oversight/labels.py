"""Words of the overview."""

from flask_babel import lazy_gettext as _l

from portal.oversight.rules import Standing
from portal.web.words import register_labels, register_tones

register_labels(
    {
        Standing.CHECKED: _l("Checked"),
        Standing.RETURNED: _l("Sent back"),
        Standing.WAITING: _l("Submitted, in review"),
        Standing.NOT_FILED: _l("Not filed"),
    }
)
register_tones(
    {Standing.CHECKED: "ok", Standing.RETURNED: "back", Standing.WAITING: "wait", Standing.NOT_FILED: "late"}
)
