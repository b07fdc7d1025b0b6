"""Builders: they state only what matters to a test; a state is reached by walking the actions."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from flask import current_app

from portal.access import Actor, as_system
from portal.accounts.model import Authority, Membership, Person
from portal.accounts.rules import Level
from portal.accounts.sessions import open_sign_in
from portal.db import session, writing
from portal.registry.model import Enterprise, SafetyProfile
from portal.registry.regions import COUNTY, region
from portal.registry.rules import EnterpriseState, Premises, Scale

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TOWN = "320682001"
OTHER_TOWN = "320682103"
PASSWORD = "correct horse battery 42"

_numbers = count(1)
_alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def a_code(number: int) -> str:
    """A valid unified social credit code, one a number."""
    from stdnum.cn import uscc

    body = f"91320682MA{number:07d}"
    return body + uscc.calc_check_digit(body)


def an_authority(region_code: str = TOWN, level: Level = Level.TOWN, **facts: Any) -> Authority:
    """A town's office, or the county bureau."""
    place = region(region_code)
    number = next(_numbers)
    authority = Authority(
        name=f"{place.name}应急管理办公室{number}",
        level=level,
        region_code=region_code,
        region_path=place.path,
        mark=f"如{number}",
        **facts,
    )
    with as_system("a builder"), writing():
        session().add(authority)
        session().flush()
        session().expunge(authority) if False else None
        key = authority.id
    return _fetch(Authority, key)


def the_county() -> Authority:
    """The county bureau."""
    return an_authority(COUNTY, Level.COUNTY)


PROFILE: dict[str, Any] = {
    "village": "海阳社区", "longitude": Decimal("120.5573"), "latitude": Decimal("32.3908"),
    "supervising_trade": "机械",
    "supervising_department": "应急管理", "agency_workers": 4, "one_shift_workers": 40, "joined_last_year": 9,
    "left_last_year": 6, "staff_last_year": 57, "safety_department": "安全环保部", "safety_department_staff": 2,
    "full_time_staff": 1, "full_time_certified": 1, "part_time_staff": 1, "part_time_certified": 1,
    "special_operation_workers": 3, "special_operation_certificates": 3, "principal_training": "考核合格",
    "staff_training": "全部合格", "three_simultaneities": True, "injury_insured": 60, "liability_insured": True,
    "liability_sum": Decimal(300), "liability_persons": 60, "safety_spending": Decimal("24.5"), "accidents": 0,
    "deaths": 0, "injuries": 0, "has_special_equipment": False, "has_confined_space": False, "has_chemicals": False,
    "has_sewage": False,
}  # fmt: skip
"""Answers of an enterprise of 60 workers that has told all that the regular report asks."""


def an_enterprise(town: str = TOWN, confirmed: bool = True, told: bool = True, **facts: Any) -> Enterprise:
    """An enterprise of a town; confirmed, and with all facts that a report asks, unless said otherwise."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "code": a_code(number), "name": f"如皋第{number}机械有限公司", "sort_key": f"rugao {number:05d}",
        "initials": f"rg{number}",
        "region_code": town, "region_path": region(town).path, "address": f"工业园{number}号", "industry_code": "348",
        "scale": Scale.SMALL, "workers": 60, "legal_representative": "张三", "safety_manager": "李四",
        "safety_manager_phone": "13800005678", "registered_at": AT, "registered_address": f"工业园{number}号",
        "principal": "张三", "principal_phone": "13800001234", "main_products": "齿轮箱", "premises": Premises.OWNED,
        "income": 3200, "fixed_assets": 1500, "site_area": 8000, "building_area": 5200,
    }  # fmt: skip
    with as_system("a builder"), writing():
        enterprise = Enterprise(**{**values, **facts})
        session().add(enterprise)
        session().flush()
        key = enterprise.id
        if told:
            owner = {"enterprise_id": key, "region_path": enterprise.region_path, "changed_at": AT}
            session().add(SafetyProfile(**{**PROFILE, **owner}))
    if confirmed:
        _confirm(key)
    return _fetch(Enterprise, key)


def _confirm(enterprise_id: int) -> None:
    from portal.workflow import _may_write_state  # the only walk without a person

    with as_system("a builder"), writing(), _may_write_state():
        enterprise = session().get_one(Enterprise, enterprise_id)
        enterprise._state = EnterpriseState.CONFIRMED


def a_member(of: Enterprise | Authority, *roles: str, **facts: Any) -> Membership:
    """A person with these roles in an enterprise or an authority."""
    number = next(_numbers)
    owner = {"enterprise_id": of.id} if isinstance(of, Enterprise) else {"authority_id": of.id}
    with as_system("a builder"), writing():
        person = Person(
            sign_in_name=f"person{number}",
            name=f"王{number}",
            phone="13800001234",
            password_hash=hashed_password(),
            password_changed_at=AT,
        )
        session().add(person)
        session().flush()
        member = Membership(
            person_id=person.id,
            region_path=of.region_path,
            role_codes=list(roles),
            joined_at=AT,
            organisation=of.name,
            **owner,
            **facts,
        )
        session().add(member)
        session().flush()
        key = member.id
    return _fetch(Membership, key)


def hashed_password() -> str:
    """The hash of PASSWORD under the cheap profile."""
    from portal.accounts.passwords import hash_password

    return hash_password(PASSWORD)


def the_actor(member: Membership) -> Actor:
    """The actor that this membership makes."""
    authority = member.authority
    return Actor(
        kind="authority" if authority else "enterprise",
        name=member.person.name,
        organisation=member.organisation,
        person_id=member.person_id,
        membership_id=member.id,
        roles=frozenset(member.role_codes),
        enterprise_id=member.enterprise_id,
        authority_id=member.authority_id,
        region_path=member.region_path,
        level=authority.level.value if authority else "",
        address="127.0.0.1",
    )


def signed_in_token(member: Membership) -> str:
    """The token of a fresh sign-in for the membership."""
    from portal import clock

    with as_system("a builder"), writing():
        return open_sign_in(session().get_one(Membership, member.id), clock.now())


def _fetch(model: type[Any], key: int) -> Any:
    return session().get_one(model, key)


__all__ = [
    "AT",
    "OTHER_TOWN",
    "PASSWORD",
    "PROFILE",
    "TOWN",
    "a_code",
    "a_member",
    "an_authority",
    "an_enterprise",
    "current_app",
    "the_actor",
    "the_county",
]
