"""Fills a form of a page as a person would, so that a test reaches the action behind it."""

from typing import Any

from tests.build import PASSWORD, a_code
from tests.client import fields_of

TYPED = {
    "password": PASSWORD, "new_password": "another horse battery 43", "email": "x@example.com", "code": a_code(424242),
    "certificate_number": "苏F-0002", "sign_in_name": "applicant1", "town": "320682103", "began_on": "2026-09-01",
}  # fmt: skip
"""What stands in fields that not every text fits."""

LEFT_OUT = ("direct_grade", "direct_criteria", "above_designated")
"""Choices that ask for more where they are made."""


def filled(form: Any) -> dict[str, Any]:
    """What a browser would send once nothing that may be needed is left out."""
    sent = fields_of(form)
    for field in form.select("input[name], select[name], textarea[name]"):
        name, kind = field["name"], field.get("type", field.name)
        if kind in ("radio", "checkbox"):
            if name not in LEFT_OUT:
                sent.setdefault(name, field.get("value", "on"))
        elif kind not in ("hidden", "submit", "file", "button") and (
            name == "town" or not sent.get(name, "").strip()
        ):
            sent[name] = _something(field, name, kind)
    return sent


def _something(field: Any, name: str, kind: str) -> str:
    if name in TYPED:
        return TYPED[name]
    if kind == "select":
        return next((one["value"] for one in field.select("option[value]") if one["value"]), "")
    if name == "on" or name.endswith("_on") or name == "deadline":
        return "2026-12-15" if name == "next_check_on" else "2026-11-20"
    if "phone" in name:
        return "13900000003"
    return "12" if field.get("inputmode") in ("numeric", "decimal") else "核对事实"
