"""A framework of another shape, five levels deep and of 500, as data: loaded, filled in, scored, shown, printed."""

import json
from datetime import date

from flask import Flask

from portal.access import act_as
from portal.accounts.model import Membership
from portal.assessments.model import Assessment
from portal.db import session
from tests.assessments.build_standards import (
    FOREIGN,
    a_signer,
    a_version_in_force,
    an_administrator,
    filed,
    opened,
    the_foreign,
)
from tests.client import PageClient

KEY = "foreign-framework@2026.1"


def load(app: Flask, file: str = str(FOREIGN)):
    """Load a file as the operator does."""
    answer = app.test_cli_runner().invoke(args=["standards", "load", file])
    session().rollback()
    return answer


def test_it_is_loaded_from_the_command_line_and_offered(app: Flask, client: PageClient):
    assert load(app).output.startswith(KEY)
    signer = a_signer()
    client.sign_in(session().get_one(Membership, signer.membership_id))
    page = client.get("/assessments/open/self_assessment")
    assert page.select_one(f'input[value="{KEY}"]')


def test_it_is_filled_in_scored_and_submitted(app: Flask):
    load(app)
    found = filed(a_signer(), KEY, {"A.1.1.1.1-01": {"findings": 5}})
    assert (found.answered, format(found.result, ".2f"), found.outcome) == (12, "462.50", "silver")


def test_its_pages_show_every_level_of_its_elements(app: Flask, client: PageClient):
    load(app)
    signer = a_signer()
    assessment = filed(signer, KEY)
    key = assessment.key
    client.sign_in(session().get_one(Membership, signer.membership_id))
    page = client.get(f"/assessments/{key}")
    assert {row["data-depth"] for row in page.select("tr[data-depth]")} == {"0", "1", "2", "3", "4"}
    assert page.select(".depth-4")
    assert client.get(f"/assessments/{key}/sections/A.1.1.1.1").select(".item-card")
    act_as(signer)
    filing = session().query(Assessment).one().filing.key
    assert "500" in client.get(f"/filings/{filing}").get_text()


def test_it_scores_on_the_command_line(app: Flask, tmp_path):
    load(app)
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"answers": {"A.1.1.1.1-01": {"findings": 0}}}))
    answer = app.test_cli_runner().invoke(
        args=["standards", "score", "foreign-framework", str(answers), "--json"]
    )
    result = json.loads(answer.output)
    assert (answer.exit_code, result["earned_points"], result["converted"]) == (0, 10, 37.5)


def test_a_section_of_another_shape_points_to_last_year_and_takes_no_value(app: Flask, client: PageClient):
    def chapter(raw):
        raw["elements"][0]["title"]["zh"] = "策划"

    a_version_in_force(an_administrator(), the_foreign(chapter, "2026.41"))
    signer = a_signer(above_designated=True)
    filed(signer, "gbt33000-level3@2026.1")
    assessment = opened(signer, "foreign-framework@2026.41", date(2027, 3, 1))
    assert not any(row.proposed for row in assessment.answers)
    address = f"/assessments/{assessment.key}/sections/A.1.1.1.1"
    client.sign_in(session().get_one(Membership, signer.membership_id))
    assert "5.1.1" in client.get(address).select_one(".notice").get_text()
