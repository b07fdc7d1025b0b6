"""How a phone is shown in full, whosever it is: in its row, or on a page where no script runs."""

from urllib.parse import urlsplit

from flask import request
from flask.typing import ResponseReturnValue

from portal.accounts.returning import safe_next
from portal.web import page


def phone_shown(number: str, whose: str) -> ResponseReturnValue:
    """The number in the place of the masked one. The action has kept the event."""
    return page(
        "components/phone_page.html",
        fragment="components/phone_shown.html",
        number=number,
        whose=whose,
        back=safe_next(urlsplit(request.referrer or "").path),
    )
