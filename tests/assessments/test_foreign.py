"""A framework of another shape, five levels deep and of 500, as data: loaded, filled in, scored, shown, printed."""

import json
from datetime import date

from flask import Flask

from portal.accounts.model import Membership
from portal.db import session
from tests.assessments.build_standards import (
    FOREIGN,
    a_signer,
    a_version_in_force,
    an_administrator,
    answer_all,
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

    county = an_administrator()
    a_version_in_force(county, the_foreign(chapter, "2026.41"))
    numbered = the_foreign(lambda raw: raw.update(id="gbt33000-level3"), "2025.1")
    a_version_in_force(county, numbered.replace('"A.', '"5.').replace('"A"', '"5"'))
    signer = a_signer()
    filed(signer, "gbt33000-level3@2025.1")
    assessment = opened(signer, "foreign-framework@2026.41", date(2027, 3, 1))
    assert not any(row.proposed for row in assessment.answers if row.item_id.startswith("A."))
    address = f"/assessments/{assessment.key}/sections/A.1.1.1.1"
    client.sign_in(session().get_one(Membership, signer.membership_id))
    assert "5.1.1" in client.get(address).select_one(".notice").get_text()


def test_its_score_stands_in_what_is_to_be_signed(app: Flask, client: PageClient):
    load(app)
    signer = a_signer()
    assessment = opened(signer, KEY)
    answer_all(assessment, signer)
    filing = assessment.filing.key
    client.sign_in(session().get_one(Membership, signer.membership_id))
    page = client.get(f"/filings/{filing}/submit")
    assert "500.00" in page.get_text()
