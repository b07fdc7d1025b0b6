"""Pages of papers: who sees which, how a file goes out, what the public learns."""

import re
from collections.abc import Iterator

import pytest

from portal.documents import verifying
from portal.documents.model import Paper
from portal.documents.standing import Standing, register_status
from portal.registry.model import Enterprise
from tests.build import OTHER_TOWN, TOWN, a_member, an_authority, an_enterprise
from tests.client import PageClient
from tests.documents.build import a_paper_in_force, an_issued_paper, an_office, revoke
from tests.documents.samples import RARE


@pytest.fixture(autouse=True)
def _nobody_asked() -> Iterator[None]:
    """Questions are counted per process, not per test."""
    verifying.forget_askers()
    yield
    verifying.forget_askers()


def the_enterprise_of(paper: Paper) -> Enterprise:
    from portal.db import session

    return session().get_one(Enterprise, paper.enterprise_id)


def words_of(page: object) -> str:
    return re.sub(r"\s+", " ", page.get_text(" "))  # type: ignore[attr-defined]


@pytest.mark.security
def test_an_enterprise_sees_its_own_papers_alone(client: PageClient) -> None:
    office, own, other = an_authority(), an_enterprise(), an_enterprise()
    mine, theirs = an_issued_paper(own, office), an_issued_paper(other, office)
    page = client.sign_in(a_member(own, "filer")).get("/papers")
    assert mine.number in page.get_text()
    assert theirs.number not in page.get_text()
    client.get(f"/papers/{theirs.key}", status=404)
    client.get(f"/papers/{theirs.key}/file", status=404)


@pytest.mark.security
def test_an_authority_sees_the_papers_of_its_jurisdiction_alone(client: PageClient) -> None:
    here = an_issued_paper(an_enterprise(TOWN), an_office("如城"))
    there = an_issued_paper(an_enterprise(OTHER_TOWN), an_office("如北", region_code=OTHER_TOWN))
    page = client.sign_in(a_member(an_authority(), "observer")).get("/papers")
    assert here.number in page.get_text()
    assert there.number not in page.get_text()
    client.get(f"/papers/{there.key}", status=404)


def test_the_list_is_narrowed_by_words_kind_and_state(client: PageClient) -> None:
    office, enterprise = an_authority(), an_enterprise(name=RARE)
    first, second = an_issued_paper(enterprise, office), an_issued_paper(an_enterprise(), office)
    client.sign_in(a_member(office, "observer"))
    found = client.get("/papers", query_string={"words": "昇堃"}).get_text()
    assert first.number in found
    assert second.number not in found
    assert first.number not in client.get("/papers?state=revoked").get_text()
    assert first.number not in client.get("/papers?kind=rectification_order").get_text()
    assert second.number in client.get("/papers?state=nonsense&kind=nonsense").get_text()


def test_a_page_of_the_list_takes_one_statement_however_long_it_is(
    client: PageClient, statements: object
) -> None:
    office = an_authority()
    client.sign_in(a_member(office, "observer"))
    counts = []
    for _round in range(2):
        an_issued_paper(an_enterprise(), office)
        an_issued_paper(an_enterprise(), office)
        client.get("/papers")
        statements.clear()  # type: ignore[attr-defined]
        client.get("/papers")
        counts.append(statements.count)  # type: ignore[attr-defined]
    assert counts[0] == counts[1]


def test_a_paper_goes_out_as_an_attachment_under_its_number(client: PageClient) -> None:
    paper = a_paper_in_force()
    client.sign_in(a_member(the_enterprise_of(paper), "filer"))
    answer = client.browser.get(f"/papers/{paper.key}/file")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-1.7")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith(f"attachment; filename=\"{paper.key}.pdf\"; filename*=UTF-8''")
    assert "%E5%A6%82" in disposition
    assert disposition.isascii()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_page_of_a_paper_tells_its_fingerprint_and_its_story(client: PageClient) -> None:
    paper = a_paper_in_force()
    words = words_of(client.sign_in(a_member(the_enterprise_of(paper), "filer")).get(f"/papers/{paper.key}"))
    assert paper.sha256 in words
    assert paper.number in words
    assert "安报" in words


def test_whoever_holds_the_code_learns_that_the_paper_is_in_force(client: PageClient) -> None:
    paper = a_paper_in_force()
    words = words_of(client.get(f"/verify/{paper.code}?lang=en"))
    assert "genuine and in force" in words
    assert paper.number in words
    assert the_enterprise_of(paper).name not in words
    assert paper.facts["enterprise"]["name"] in words


@pytest.mark.security
def test_verification_shows_no_risk_no_person_and_no_address(client: PageClient) -> None:
    paper = a_paper_in_force(risks=2, declarant="张建华")
    words = words_of(client.get(f"/verify/{paper.code}"))
    for hidden in ("抛光粉尘爆炸", "张建华", "海阳南路", "91320682MA1MXQ7K3B"):
        assert hidden not in words


def test_a_revoked_paper_is_genuine_but_revoked(client: PageClient) -> None:
    paper = a_paper_in_force()
    revoke(paper)
    assert "it was revoked" in words_of(client.get(f"/verify/{paper.code}?lang=en"))


@pytest.mark.security
@pytest.mark.parametrize(
    "code", ["zzzzzzzzzzzz", "1", "如安报〔2026〕1号", "'; drop table paper", "a" * 3000]
)
def test_unknown_and_malformed_codes_are_answered_alike(client: PageClient, code: str) -> None:
    unknown = words_of(client.get("/verify/abcdefghijkm", status=404))
    assert words_of(client.get(f"/verify/{code}", status=404)) == unknown


@pytest.mark.security
def test_a_number_alone_opens_nothing(client: PageClient) -> None:
    paper = an_issued_paper()
    assert paper.number not in words_of(client.get(f"/verify/{paper.number}", status=404))


def test_the_code_is_typed_as_it_stands_on_the_paper(client: PageClient) -> None:
    paper = an_issued_paper()
    spaced = f"{paper.code[:4].upper()} {paper.code[4:8]} {paper.code[8:]}"
    answer = client.browser.get("/verify", query_string={"code": spaced})
    assert answer.headers["Location"] == f"/verify/{paper.code}"


@pytest.mark.security
def test_the_thirty_first_question_of_a_minute_is_refused(client: PageClient) -> None:
    for _question in range(30):
        client.get("/verify/abcdefghijkm", status=404)
    client.get("/verify/abcdefghijkm", status=429)


def test_verification_tells_what_became_of_the_subject(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.documents import standing

    monkeypatch.setattr(standing, "_registered", dict(standing._registered))
    register_status("report_receipt", lambda _paper: [Standing("Reported, and sent back since", "back")])
    paper = an_issued_paper()
    assert "sent back since" in words_of(client.get(f"/verify/{paper.code}"))
