"""The form of the inbox: one button."""

from portal.web import Form


class ReadForm(Form):
    """CSRF and idempotency key only."""
