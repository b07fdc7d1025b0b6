"""Builders of the registry room: what people type to register, and applications."""

from itertools import count
from typing import Any

from portal.registry.rules import Application, Scale
from tests.accounts.build import GOOD, an_account
from tests.build import TOWN, a_code

_numbers = count(500_000)


def some_facts(**facts: Any) -> dict[str, Any]:
    """What a registration tells of a company."""
    given: dict[str, Any] = {
        "name": "如皋新源机械有限公司", "region_code": TOWN, "address": "如城街道海阳路8号", "industry_code": "348",
        "scale": Scale.SMALL, "legal_representative": "钱七", "safety_manager": "孙八",
        "safety_manager_phone": "13900000002",
    }  # fmt: skip
    return {**given, **facts}


def an_application(code: str = "", **facts: Any) -> Application:
    """A registration as the form hands it over."""
    return Application(code or a_code(next(_numbers)), some_facts(**facts), an_account())


def registration_fields(**typed: Any) -> dict[str, str]:
    """The same as a person types it."""
    number = next(_numbers)
    given = {
        **some_facts(), "scale": "small", "code": a_code(number), "person_name": "赵六", "job_title": "安全主管",
        "phone": "13900000001", "sign_in_name": f"applicant{number}", "password": GOOD,
    }  # fmt: skip
    return {**given, **typed}
