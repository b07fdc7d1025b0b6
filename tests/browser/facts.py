"""The facts of an enterprise as a person tells them at the screen."""

from tests.browser.screens import Window

# fmt: off
NUMBERS = {
    "place":        {"longitude": "120.5573", "latitude": "32.3908"},
    "workforce":    {"agency_workers": "０", "one_shift_workers": "30 人", "joined_last_year": "6",
                     "left_last_year": "4", "staff_last_year": "38"},
    "safety_staff": {"safety_department": "安全科", "safety_department_staff": "1", "full_time_staff": "1",
                     "full_time_certified": "1", "part_time_staff": "0", "part_time_certified": "0",
                     "special_operation_workers": "2", "special_operation_certificates": "2"},
    "insurance":    {"injury_insured": "40", "safety_spending": "２４．５"},
}
FLAGS = {
    "safety_staff":  {"three_simultaneities": "yes"},
    "insurance":     {"liability_insured": "no"},
    "installations": {"has_confined_space": "yes", "has_sewage": "no"},
}
# fmt: on
"""What blocks a regular report while it is not told."""


def tell_facts(filler: Window) -> None:
    """Tell all that the regular report must have: basic facts, parts, and one confined space in its grid."""
    filler.go("/enterprise/edit")
    filler.fill(
        main_products="齿轮箱", workers="40", income="3，200", fixed_assets="1500", site_area="8000",
        building_area="5200",
    )  # fmt: skip
    filler.press("保存企业信息")
    for part in {**NUMBERS, **FLAGS}:
        filler.go(f"/enterprise/facts/{part}").save(**NUMBERS.get(part, {}))
        for name, answer in FLAGS.get(part, {}).items():
            with filler.page.expect_response(lambda answer: answer.request.method == "POST"):
                filler.page.locator(f"main [name={name}][value={answer}]").check()
    enter_confined_space(filler)


def enter_confined_space(filler: Window) -> None:
    """Add a row to the grid, then change one of its cells, which saves itself."""
    row = filler.page.locator("#list-confined_space tbody tr")
    for name, value in (("name", "调节池"), ("place", "东北角")):
        row.last.locator(f"[name={name}]").fill(value)
    for name, value in (("kind", "地下"), ("hazard", "硫化氢"), ("entered", "是")):
        row.last.locator(f"[name={name}]").select_option(label=value)
    row.last.get_by_role("button", name="添加").click()
    filler.see("已添加一行")
    with filler.page.expect_response(lambda answer: answer.request.method == "POST"):
        row.first.locator("[name=place]").fill("西南角")
        row.first.locator("[name=place]").blur()
    filler.go("/enterprise/facts/installations")
    assert row.first.locator("[name=place]").input_value() == "西南角"
