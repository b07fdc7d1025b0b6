"""The demo city as data: every reference leads somewhere, every number is right, every story stands."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from stdnum.cn import uscc

from portal.accounts.rules import AUTHORITY_ROLES, ENTERPRISE_ROLES, SIGN_IN_NAME
from portal.data import load
from portal.registry.regions import regions, towns
from portal.registry.rules import BusinessState, Premises, Scale, WriteOffGround
from portal.risks.catalogue import catalogue
from portal.risks.controls import least_level
from portal.risks.grading import assess
from portal.risks.hazards import usual_hazards
from portal.risks.methods import criteria, shipped_methods
from portal.risks.rules import ConditionAnswer, ControlKind, ControlLevel, Frequency, Grade, Judgement

STORIES = {
    "not begun", "draft", "submitted", "opened", "returned", "resubmitted", "endorsed", "approved", "superseded",
    "change in hand", "recalled", "rejected", "overdue", "zero report", "registration pending", "registration refused",
    "order issued", "written off",
}  # fmt: skip

ENTERPRISES = load("demo/enterprises.json")["rows"]
REGISTERS = load("demo/registers.json")["rows"]
AUTHORITIES = load("demo/authorities.json")["rows"]
INDUSTRIES = {row["code"]: row for row in load("risk/industries.json")["rows"]}
VILLAGES = {(row["parent"], row["name"]) for row in load("risk/regions.json")["rows"]}
KEY_SECTORS = {row["code"] for row in load("risk/key-sectors.json")["rows"]}
REASONS = {row["code"] for row in load("risk/return-reasons.json")["rows"]}


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of every register, with the enterprise that it belongs to."""
    for enterprise, register in REGISTERS.items():
        yield from ((enterprise, row) for row in register)


def steps() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every step of every story, with its enterprise."""
    for enterprise in ENTERPRISES:
        yield from ((enterprise, step) for step in enterprise["story"]["steps"])


def judged(row: dict[str, Any]) -> Grade | None:
    """The grade that a row comes to by its values, its catalogue row and its direct judgement."""
    values = {code: Decimal(str(value)) for code, value in row["grading"]["values"].items()}
    match = row.get("catalogue")
    floor = catalogue()[match["code"]].floor(ConditionAnswer(match["answer"])) if match else None
    direct = [criteria()[code].grade for code in row.get("direct", {}).get("criteria", ())]
    return Judgement(
        assess(shipped_methods()[row["grading"]["method"]], values).grade, floor, max(direct, default=None)
    ).final


@pytest.mark.parametrize("name", ["authorities", "enterprises", "registers"])
def test_every_file_says_that_it_is_fictional(name):
    assert "fictional" in load(f"demo/{name}.json")["note"]


# --- authorities ------------------------------------------------------------------------------------------


def test_the_county_and_all_fourteen_towns_have_an_office_with_a_reviewer():
    reviewing = {
        row["region_code"] for row in AUTHORITIES if any("reviewer" in one["roles"] for one in row["staff"])
    }
    assert reviewing == {town.code for town in towns()} | {"320682"}


def test_three_towns_have_two_reviewers():
    offices = [row["staff"] for row in AUTHORITIES if row["level"] == "town"]
    reviewers = [sum("reviewer" in one["roles"] for one in staff) for staff in offices]
    assert sorted(reviewers)[-4:] == [1, 2, 2, 2]


def test_inspectors_work_in_pairs_and_carry_certificates():
    for authority in AUTHORITIES:
        inspectors = [one for one in authority["staff"] if "inspector" in one["roles"]]
        assert len(inspectors) in (0, 2)
        assert all(one["certificate_number"] for one in inspectors)


def test_every_role_has_somebody():
    officials = {role for row in AUTHORITIES for one in row["staff"] for role in one["roles"]}
    assert officials == {role.value for role in AUTHORITY_ROLES}
    people = {role for row in ENTERPRISES for one in row["people"] for role in one["roles"]}
    assert people == {role.value for role in ENTERPRISE_ROLES}


def test_no_sign_in_name_and_no_phone_is_given_twice():
    people = [one for row in (*AUTHORITIES, *ENTERPRISES) for one in row.get("staff", row.get("people"))]
    names = [one["sign_in"] for one in people]
    assert len(set(names)) == len(names)
    assert all(SIGN_IN_NAME.fullmatch(name) for name in names)
    assert len({one["phone"] for one in people}) == len(people)


# --- enterprises ------------------------------------------------------------------------------------------


def test_there_are_at_least_sixty_four_enterprises_in_all_towns():
    assert len(ENTERPRISES) >= 64
    assert {row["region_code"] for row in ENTERPRISES} == {town.code for town in towns()}


@pytest.mark.parametrize("row", ENTERPRISES, ids=lambda row: row["id"])
def test_an_enterprise_names_only_what_exists(row):
    assert uscc.is_valid(row["code"])
    assert (row["region_code"], row["village"]) in VILLAGES
    assert row["address"].startswith(regions()[row["region_code"]].name + row["village"])
    assert INDUSTRIES[row["industry_code"]]["in_scope"]
    assert len(row["industry_code"]) == 3
    assert set(row["key_sectors"]) <= KEY_SECTORS
    assert Scale(row["scale"])
    assert BusinessState(row["business_state"])
    assert Premises(row["premises"])
    assert (row["premises"] == "rented") == ("landlord" in row)


@pytest.mark.parametrize("row", ENTERPRISES, ids=lambda row: row["id"])
def test_an_enterprise_has_all_three_roles(row):
    assert {role for one in row["people"] for role in one["roles"]} >= {"filer", "signer", "administrator"}


def test_credit_codes_and_names_are_used_once():
    assert (
        len({row["code"] for row in ENTERPRISES})
        == len({row["name"] for row in ENTERPRISES})
        == len(ENTERPRISES)
    )


def test_some_names_hold_rare_characters():
    assert {sign for row in ENTERPRISES for sign in row["name"]} >= set("堃䶮𬭎")


def test_phones_are_plainly_made_up():
    phones = [
        row[field] for row in ENTERPRISES for field in ("legal_representative_phone", "safety_manager_phone")
    ]
    assert all(phone.startswith("1380000") and len(phone) == 11 for phone in phones)


# --- registers --------------------------------------------------------------------------------------------


def test_every_enterprise_has_a_register_of_eight_to_forty_six_rows():
    assert {row["id"] for row in ENTERPRISES} == set(REGISTERS)
    assert all(8 <= len(register) <= 46 for register in REGISTERS.values())


def test_every_row_refers_to_hazards_and_a_catalogue_that_exist():
    for enterprise, row in rows():
        assert row["code"] in usual_hazards(), (enterprise, row["code"])
        assert row.get("catalogue", {"code": None})["code"] in {None, *catalogue()}, (
            enterprise,
            row["risk_point"],
        )


def test_the_grade_of_every_row_is_the_one_that_its_values_come_to():
    judgements = [
        (enterprise, row["risk_point"], Grade(row["grade"]), judged(row)) for enterprise, row in rows()
    ]
    assert [one for one in judgements if one[2] is not one[3]] == []


def test_an_override_of_the_catalogue_has_a_reason():
    overridden = [row for _id, row in rows() if row.get("catalogue", {}).get("answer") == "does_not_apply"]
    assert overridden
    assert all(row["catalogue"]["reason"] for row in overridden)


def test_a_larger_risk_has_controls_of_all_kinds_somebody_and_a_check():
    people = {row["id"]: row["departments"] for row in ENTERPRISES}
    for enterprise, row in rows():
        if Grade(row["grade"]).larger_or_above:
            assert all(usual_hazards()[row["code"]].measures[kind] for kind in ControlKind)
            assert row.get("person") or people[enterprise][row["department"]]["head"]
            assert row["next_check"] > 0
            assert Frequency(row["frequency"])
            assert ControlLevel(row["level"]) >= least_level(Grade(row["grade"]))


def test_grades_are_mixed_as_in_life():
    counted = Counter(row["grade"] for _id, row in rows())
    whole = sum(counted.values())
    assert counted["major"] < whole * 0.06
    assert whole * 0.15 < counted["larger"] < whole * 0.3


def test_registers_do_not_look_copied():
    told = Counter((row["risk_point"], row["name"], row["description"]) for _id, row in rows())
    assert sum(count for count in told.values() if count > 1) < len(list(rows())) * 0.06


# --- stories ----------------------------------------------------------------------------------------------


def test_every_story_is_told():
    assert {row["story"]["name"] for row in ENTERPRISES} == STORIES


def test_what_a_story_points_at_is_in_the_register():
    for enterprise, step in steps():
        register = REGISTERS[enterprise["id"]]
        assert all(number < len(register) for number in step.get("rows", ()))
        for remark in step.get("remarks", ()):
            assert remark["reason"] in REASONS
            assert "path" in remark or Grade(register[remark["row"]]["grade"]).larger_or_above


def test_time_runs_forward_within_a_story():
    for enterprise in ENTERPRISES:
        moments = [_order(step["at"]) for step in enterprise["story"]["steps"]]
        assert all(earlier <= later for earlier, later in pairwise(moments)), enterprise["id"]


def _order(at: dict[str, Any]) -> tuple[int, int, str]:
    """Days of report years first, then the days before the city is loaded."""
    return (1, -at["days_ago"], "") if "days_ago" in at else (0, at["year"], at["day"])


def test_rows_that_a_story_edits_stood_otherwise_before():
    for enterprise, step in steps():
        if step["do"] == "edit":
            assert all("earlier" in REGISTERS[enterprise["id"]][number] for number in step["rows"])


def test_zero_reports_come_from_enterprises_without_larger_risks():
    for row in ENTERPRISES:
        if row["story"]["name"] == "zero report":
            assert not any(Grade(one["grade"]).larger_or_above for one in REGISTERS[row["id"]])


def test_a_county_stage_needs_a_major_risk():
    for row in ENTERPRISES:
        if row["story"]["name"] == "endorsed":
            assert any(one["grade"] == "major" for one in REGISTERS[row["id"]])


def test_orders_are_carried_by_two_inspectors_of_one_authority():
    teams = [{one["sign_in"] for one in row["staff"] if "inspector" in one["roles"]} for row in AUTHORITIES]
    findings = {row["id"] for row in load("enforcement/finding-reasons.json")["rows"]}
    for _enterprise, step in steps():
        if step["do"] == "order":
            assert set(step["inspectors"]) in teams
            assert {item["finding"] for item in step["items"]} <= findings


def test_who_is_written_off_has_a_ground():
    grounds = {step["ground"] for _enterprise, step in steps() if step["do"] == "write_off"}
    assert grounds
    assert grounds <= {ground.value for ground in WriteOffGround}
