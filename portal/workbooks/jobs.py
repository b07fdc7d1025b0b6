"""Saving a workbook with many rows in the background, as the person who asked for it."""

from portal import clock
from portal.access import Actor
from portal.accounts.model import Membership
from portal.db import session
from portal.jobs_work import job
from portal.problems import Problem
from portal.workbooks import actions
from portal.workbooks.model import Workbook
from portal.workbooks.rules import WorkbookState


@job("workbooks.save", retries=2)
def save(workbook_id: int) -> None:
    """Save a workbook that waits; one that was dealt with is left alone."""
    workbook = session().get(Workbook, workbook_id)
    if workbook is None or workbook.state is not WorkbookState.SAVING:
        return
    by = _asker(workbook)
    try:
        actions.save(workbook, by=by, at=clock.now())
    except Problem as problem:
        actions.give_up(workbook, str(problem), by=by, at=clock.now())


def _asker(workbook: Workbook) -> Actor:
    """Who asked for it, as an event tells of him."""
    membership = session().get_one(Membership, workbook.membership_id)
    return Actor(
        kind="enterprise", name=membership.person.name, organisation=membership.organisation,
        person_id=membership.person_id, membership_id=membership.id, roles=frozenset(membership.role_codes),
        enterprise_id=membership.enterprise_id, region_path=membership.region_path,
    )  # fmt: skip
