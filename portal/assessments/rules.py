"""The words of the standards as types. Values are those of the data format `standard/1`."""

from datetime import date
from enum import Enum
from typing import NamedTuple

from portal.workflow import Workflow


class StandardKind(Enum):
    """What a standard is for; the responsibility checklist leads to no level."""

    THREE_LEVEL = "three_level"
    MICRO = "micro"
    PROFESSIONAL = "professional"
    RESPONSIBILITY = "responsibility"


class VetoTrigger(Enum):
    """When a veto item (否决项) falls: by a score of 0 however it came, by its stated condition, by any deduction."""

    ZERO = "zero"
    ZERO_CONDITION = "zero_condition"
    ANY_DEDUCTION = "any_deduction"


class VetoEffect(Enum):
    """What a veto does: no level at all, or nothing for an element and all below it."""

    NO_LEVEL = "no_level"
    ELEMENT_ZERO = "element_zero"


class EvidenceKind(Enum):
    """What can show that an item is met (佐证材料)."""

    POLICY = "policy"
    PLAN = "plan"
    RECORD = "record"
    LEDGER = "ledger"
    MINUTES = "minutes"
    APPOINTMENT = "appointment"
    AGREEMENT = "agreement"
    CERTIFICATE = "certificate"
    TEST_REPORT = "test_report"
    TRAINING_FILE = "training_file"
    EXPENSE = "expense"
    PHOTO = "photo"
    DRAWING = "drawing"
    INTERVIEW_NOTE = "interview_note"
    REGISTER_ROW = "register_row"
    SYSTEM_SCREENSHOT = "system_screenshot"


class CheckWay(Enum):
    """How a reviewer checks an item (考评方法)."""

    DOCUMENT = "document"
    SITE = "site"
    INTERVIEW = "interview"


class Met(Enum):
    """The answer to an item that is met or not (符合、不符合)."""

    MET = "met"
    NOT_MET = "not_met"


class Handed(NamedTuple):
    """To whom an element of the standard is handed to be filled in, and until when; nobody: taken back."""

    element_id: str
    member_key: str = ""
    due_on: date | None = None


class MeasureKind(Enum):
    """Whether a measure mends what was found (整改) or keeps it from coming back (预防)."""

    RECTIFICATION = "rectification"
    PREVENTION = "prevention"


class StandardState(Enum):
    """Where a version of a standard stands that was added here."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"


class FindingState(Enum):
    """Where the measure of a finding stands."""

    OPEN = "open"
    DONE = "done"
    CLOSED = "closed"


class PlanPart(Enum):
    """Which findings of a plan are looked at."""

    ALL = ""
    OPEN = "open"
    OVERDUE = "overdue"
    CLOSED = "closed"


STANDARD = Workflow(
    "standard",
    ("put_in_force", {StandardState.DRAFT}, StandardState.IN_FORCE),
    ("withdraw", {StandardState.IN_FORCE}, StandardState.WITHDRAWN),
)

FINDING = Workflow(
    "assessment_finding",
    ("report_done", {FindingState.OPEN}, FindingState.DONE),
    ("reopen", {FindingState.DONE, FindingState.CLOSED}, FindingState.OPEN),
    ("close", {FindingState.DONE}, FindingState.CLOSED),
)
