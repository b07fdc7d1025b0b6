"""Background work on papers."""

from portal.clock import now
from portal.documents import actions
from portal.jobs import job


@job(actions.PRINT)
def print_paper(paper_id: int) -> None:
    """Print a numbered paper and put it in force."""
    actions.put_in_force(paper_id, at=now())
