"""Papers from issue to the end: frozen facts, the file, superseding, revoking."""

import hashlib
import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Pdf
from pypdf import PdfReader
from sqlalchemy import select

from portal import audit, jobs, storage
from portal.access import SYSTEM
from portal.audit import Event
from portal.config import Settings
from portal.db import session, writing
from portal.documents import actions, printing, queries
from portal.documents.model import Paper
from portal.documents.rules import PaperState
from portal.problems import Refused, Stale
from tests.build import AT, a_member, an_authority, an_enterprise, the_actor
from tests.documents.build import a_paper_in_force, an_issued_paper, as_it_stands, issue_in_vain, revoke


def verbs_on(paper: Paper) -> list[str]:
    return list(
        session().scalars(select(Event.verb).where(Event.thing_key == paper.key).order_by(Event.sequence))
    )


def test_an_issued_paper_waits_for_its_print_and_is_put_in_force_by_the_job() -> None:
    paper = an_issued_paper()
    assert (paper.state, paper.is_printed) == (PaperState.ISSUING, False)
    assert jobs.run_due() == 1
    as_it_stands(paper)
    assert (paper.state, paper.is_printed) == (PaperState.IN_FORCE, True)
    assert verbs_on(paper) == ["paper.issue", "paper.put_in_force"]


def test_what_is_printed_are_the_frozen_facts_and_the_digest_is_that_of_the_stored_bytes() -> None:
    paper = a_paper_in_force(declarant="吉喆")
    content = storage.read(paper.file_key)
    assert hashlib.sha256(content).hexdigest() == paper.sha256
    assert len(content) == paper.size
    with Pdf.open(BytesIO(content)) as opened:
        assert json.loads(opened.attachments["facts.json"].get_file().read_bytes()) == paper.facts
    assert "吉喆" in PdfReader(BytesIO(content)).pages[0].extract_text()


def test_printing_again_changes_nothing() -> None:
    paper = a_paper_in_force()
    before = (paper.file_key, paper.sha256)
    actions.put_in_force(paper.id, at=AT)
    as_it_stands(paper)
    assert (paper.file_key, paper.sha256) == before


def test_of_two_who_print_at_once_the_first_file_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = an_issued_paper()
    first = printing.signed_pdf

    def meanwhile(kind: str, facts: dict[str, object]) -> bytes:
        monkeypatch.setattr(printing, "signed_pdf", first)
        printing.in_own_context(actions.put_in_force, paper.id, AT)
        return first(kind, facts)

    monkeypatch.setattr(printing, "signed_pdf", meanwhile)
    actions.put_in_force(paper.id, at=AT)
    as_it_stands(paper)
    assert verbs_on(paper).count("paper.put_in_force") == 1
    assert hashlib.sha256(storage.read(paper.file_key)).hexdigest() == paper.sha256


def test_a_failed_print_is_repeated_under_the_same_number(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = an_issued_paper()
    number = paper.number
    with monkeypatch.context() as broken:
        broken.setattr(printing, "signed_pdf", lambda _kind, _facts: 1 / 0)
        jobs.run_due()
    as_it_stands(paper)
    assert (paper.state, paper.is_printed) == (PaperState.ISSUING, False)
    actions.put_in_force(paper.id, at=AT)
    as_it_stands(paper)
    assert (paper.state, paper.number) == (PaperState.IN_FORCE, number)


def test_a_rolled_back_issue_prints_nothing() -> None:
    with pytest.raises(Refused):
        issue_in_vain(an_enterprise(), an_authority())
    assert jobs.run_due() == 0
    assert session().scalars(select(Paper)).all() == []


def test_a_downloaded_paper_is_printed_first_where_that_has_not_happened() -> None:
    enterprise = an_enterprise()
    paper, filer = an_issued_paper(enterprise), the_actor(a_member(enterprise, "filer"))
    content = actions.download(paper, by=filer, at=AT)
    assert content.startswith(b"%PDF-1.7")
    assert paper.state is PaperState.IN_FORCE
    assert verbs_on(paper)[-1] == "paper.download"


def test_a_file_that_is_not_the_stored_one_is_never_handed_out(settings: Settings) -> None:
    paper = a_paper_in_force()
    path = next(path for path in (settings.data_folder / "files").rglob(paper.file_key))
    Path(path).write_bytes(b"%PDF-1.7 something else")
    with pytest.raises(AssertionError, match="not the one"):
        actions.download(paper, by=SYSTEM, at=AT)


@pytest.mark.parametrize("name", ["number", "code", "facts_json", "sha256", "file_key"])
def test_nothing_of_an_issued_paper_can_be_changed(name: str) -> None:
    paper = a_paper_in_force()
    with pytest.raises(AssertionError, match="never changes"), writing():
        setattr(paper, name, b"{}" if name == "facts_json" else "something else")


def test_an_issued_paper_is_never_deleted() -> None:
    paper = an_issued_paper()
    with pytest.raises(AssertionError, match="never deleted"), writing() as current:
        current.delete(paper)


def test_a_superseded_paper_keeps_its_file_and_names_its_successor() -> None:
    enterprise, office = an_enterprise(), an_authority()
    former, later = an_issued_paper(enterprise, office), an_issued_paper(enterprise, office)
    with writing():
        actions.supersede(former, later, by=SYSTEM, at=AT)
    jobs.run_due()
    as_it_stands(former)
    assert former.state is PaperState.SUPERSEDED
    assert former.successor is not None
    assert former.successor.number == later.number
    assert former.is_printed


def test_a_revoked_paper_is_not_revoked_twice() -> None:
    paper = a_paper_in_force()
    revoke(paper)
    with pytest.raises(Stale):
        revoke(paper)


def test_the_living_paper_of_a_subject_is_the_one_that_counts() -> None:
    enterprise, office = an_enterprise(), an_authority()
    former, later = an_issued_paper(enterprise, office), an_issued_paper(enterprise, office)
    with writing():
        actions.supersede(former, later, by=SYSTEM, at=AT)
    found = queries.living_paper(session(), "report_receipt", "enterprise", enterprise.key)
    assert found is not None
    assert found.number == later.number
    assert [one.number for one in queries.papers_of(session(), "enterprise", enterprise.key)] == [
        later.number,
        former.number,
    ]


def test_files_of_papers_survive_the_sweep() -> None:
    paper = a_paper_in_force()
    assert queries.files_in_use([paper.file_key, "zzzzzzzzzzzzzzzz"]) == [paper.file_key]
    storage.sweep(AT + timedelta(days=3650))
    assert storage.read(paper.file_key)


def test_the_chain_of_events_holds() -> None:
    revoke(a_paper_in_force())
    assert list(audit.broken_links()) == []


def test_the_sample_seal_is_printed_in_demo_mode_alone(settings: Settings) -> None:
    assert settings.demo
    assert an_issued_paper().facts["seal"] == "sample"
