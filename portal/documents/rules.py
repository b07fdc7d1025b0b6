"""States of papers."""

from enum import Enum

from portal.workflow import Workflow


class PaperState(Enum):
    """Where a paper stands: numbered and being printed, in force, replaced by a later one, withdrawn."""

    ISSUING = "issuing"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


PAPER = Workflow(
    "paper",
    ("put_in_force", {PaperState.ISSUING}, PaperState.IN_FORCE),
    ("supersede", {PaperState.ISSUING, PaperState.IN_FORCE}, PaperState.SUPERSEDED),
    ("revoke", {PaperState.ISSUING, PaperState.IN_FORCE}, PaperState.REVOKED),
)

LIVING = (PaperState.ISSUING, PaperState.IN_FORCE)
"""States in which a paper counts."""
