"""Fills a form of a page as a person would, so that a test reaches the action behind it."""

from typing import Any

from tests.build import PASSWORD
from tests.client import fields_of

TYPED = {
    "password": PASSWORD, "current_password": PASSWORD, "phone": "13900000003", "email": "x@example.com",
    "certificate_number": "苏F-0002", "sign_in_name": "applicant1", "words": "请补充说明", "reason": "核对事实",
}  # fmt: skip
"""What stands in fields that not every text fits."""


def filled(form: Any) -> dict[str, Any]:
    """What a browser would send once nothing needed is left out."""
    sent = fields_of(form)
    for field in form.select("input[name], select[name], textarea[name]"):
        name, kind = field["name"], field.get("type", field.name)
        if kind in ("radio", "checkbox"):
            sent.setdefault(name, field.get("value", "on"))
        elif kind not in ("hidden", "submit", "file", "button") and not sent.get(name):
            sent[name] = _something(field, kind)
    return sent


def _something(field: Any, kind: str) -> str:
    if kind == "select":
        return next((one["value"] for one in field.select("option[value]") if one["value"]), "")
    return TYPED.get(field["name"], "12" if field.get("inputmode") in ("numeric", "decimal") else "说明")
