"""Files that people added, as answers: kept by the browser, never shown inside the portal."""

from urllib.parse import quote

from flask import Response


def as_attachment(content: bytes, name: str, content_type: str) -> Response:
    """The bytes under the name that they came with."""
    disposition = f"attachment; filename=\"file\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return Response(content, mimetype=content_type, headers=headers)
