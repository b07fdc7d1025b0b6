"""Addresses that keep the arguments of the page in hand: the same list in another language, from another row on.

`url_for(endpoint, **request.args)` would take `_scheme`, `_external` or `endpoint` from whoever wrote the link.
"""

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for


def this_page(*without: str, **changes: Any) -> str:
    """The address of the page in hand, less some of its arguments, with others changed."""
    return carry(url_for(request.endpoint or "desk.home", **(request.view_args or {})), *without, **changes)


def carry(address: str, *without: str, **changes: Any) -> str:
    """An address (without arguments) to which those of the page in hand are carried."""
    kept = {name: values for name, values in request.args.lists() if name not in without}
    query = urlencode({**kept, **changes}, doseq=True)
    return f"{address}?{query}" if query else address
