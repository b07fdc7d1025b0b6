"""What is done with papers: issue, put in force, supersede, revoke, download."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal import audit, storage
from portal.access import SYSTEM, Actor, Owned
from portal.accounts.model import Authority
from portal.clock import local_day
from portal.db import session, writing
from portal.documents import printing
from portal.documents.model import Paper
from portal.documents.numbering import new_code, number_of
from portal.documents.rules import PAPER, PaperState
from portal.documents.series import next_serial
from portal.jobs import enqueue

PRINT = "documents.print"
"""The job that prints a paper."""


def issue(  # noqa: PLR0913 - the one door names all that a paper is
    kind: str,
    subject: Owned,
    facts: Mapping[str, Any],
    *,
    authority: Authority,
    by: Actor,
    at: datetime,
    number: str = "",
) -> Paper:
    """Take the next number of the authority's series and freeze the facts, in the caller's transaction.

    The paper is printed after the commit. `subject`: the row that it is about; it gives enterprise and region.
    `facts`: those of `documents.facts` for the kind. `number`: one that a higher authority gave, in place of our own.
    Raises KeyError for an unknown kind.
    """
    with writing() as current:
        year = local_day(at).year
        serial = next_serial(authority.id, kind, year)
        paper = _numbered(kind, subject, authority, year, serial)
        paper.number = number or paper.number
        whole = {**facts, **printing.printed(paper.number, paper.code, authority.name, at)}
        paper.facts_json, paper.issued_at, paper.issued_by = printing.frozen(whole), at, by.organisation
        current.add(paper)
        current.flush()
        after = {"number": paper.number, "facts": hashlib.sha256(paper.facts_json).hexdigest()}
        audit.record("paper.issue", paper, by=by, at=at, after=after)
        enqueue(PRINT, paper_id=paper.id)
    return paper


def _numbered(kind: str, subject: Any, authority: Authority, year: int, serial: int) -> Paper:
    return Paper(
        enterprise_id=subject.enterprise_id, region_path=subject.region_path, kind=kind, year=year, serial=serial,
        number=number_of(kind, authority.mark, year, serial), authority_id=authority.id, code=new_code(),
        subject_kind=subject.__tablename__, subject_key=subject.key,
    )  # fmt: skip


def put_in_force(paper_id: int, *, at: datetime) -> None:
    """Print a paper from its frozen facts and put it in force; again changes nothing. Run as SYSTEM, outside any lock.

    Of two who print at once, the first one's file counts; the other's is swept as an orphan.
    """
    current = session()
    paper = current.get(Paper, paper_id)
    if paper is None or paper.is_printed:
        return
    kind, facts = paper.kind, paper.facts
    current.rollback()
    stored = storage.store(printing.signed_pdf(kind, facts))
    with writing():
        paper = current.get_one(Paper, paper_id, with_for_update=True)
        if not paper.is_printed:
            _keep_file(paper, stored, at)


def _keep_file(paper: Paper, stored: storage.StoredFile, at: datetime) -> None:
    paper.file_key, paper.sha256, paper.size = stored.key, stored.sha256, stored.size
    if paper.state is PaperState.ISSUING:
        PAPER.move(paper, "put_in_force", by=SYSTEM)
        paper.in_force_at = at
    audit.record(
        "paper.put_in_force", paper, by=SYSTEM, at=at, after={"sha256": stored.sha256, "size": stored.size}
    )


def supersede(paper: Paper, successor: Paper, *, by: Actor, at: datetime) -> None:
    """A later paper takes the place of this one, which stays genuine. Inside the caller's `writing()`."""
    with writing():
        PAPER.move(paper, "supersede", by=SYSTEM)
        paper.successor_id, paper.ended_at = successor.id, at
        audit.record("paper.supersede", paper, by=by, at=at, after={"successor": successor.number})


def revoke(paper: Paper, reason: str, *, by: Actor, at: datetime) -> None:
    """Withdraw a paper; the room that issued it has asked the right. Inside the caller's `writing()`."""
    with writing():
        PAPER.move(paper, "revoke", by=SYSTEM)
        paper.end_reason, paper.ended_at = reason, at
        audit.record("paper.revoke", paper, by=by, at=at, after={"reason": reason})


def download(paper: Paper, *, by: Actor, at: datetime) -> bytes:
    """The bytes of the signed PDF, with an event; prints the paper first where that has not happened yet.

    Raises NotFound when the file is gone, AssertionError when it is not the one that was stored.
    """
    if not paper.is_printed:
        printing.in_own_context(put_in_force, paper.id, at)
        session().rollback()  # what was read before is older than the print
    content = storage.read(paper.file_key)
    if hashlib.sha256(content).hexdigest() != paper.sha256:
        raise AssertionError("the file of a paper is not the one that was stored")
    with writing():
        audit.record("paper.download", paper, by=by, at=at)
    return content
