"""What each kind of paper prints: plain values, frozen at issue as canonical JSON. Days and moments are ISO 8601."""

from typing import Literal, TypedDict


class Printed(TypedDict):
    """What `actions.issue` adds to the facts of every kind."""

    number: str
    code: str
    verify_url: str
    authority: str
    issued_on: str
    issued_at: str
    seal: Literal["sample", "none"]


class Unit(TypedDict):
    """The enterprise as it was on the day; `town` and `address` may be empty."""

    name: str
    code: str
    town: str
    address: str


class Counts(TypedDict):
    """How many risks of each grade."""

    major: int
    larger: int
    general: int
    low: int


class ReportedRisk(TypedDict):
    """One larger-or-above row. `accidents`: accident types in words, joined by 、."""

    name: str
    place: str
    grade: Literal["major", "larger"]
    accidents: str
    person: str


class ReceiptFacts(TypedDict):
    """安全风险报告回执. `year`: reporting year; `revision`: the how-manieth submission; `digest`: SHA-256 in hex.

    `replaces`: number of the receipt before, or empty; `next_due`: day of the next regular report, or empty.
    """

    enterprise: Unit
    report_kind: str
    year: int
    revision: int
    submitted_at: str
    declarant: str
    digest: str
    counts: Counts
    risks: list[ReportedRisk]
    next_due: str
    replaces: str


class OrderedItem(TypedDict):
    """One problem: place, fact, legal basis, what is to be reached, by which day; `major`: a major hazard."""

    place: str
    fact: str
    basis: str
    measure: str
    deadline: str
    major: bool


class Inspector(TypedDict):
    """One of the two inspectors, with the number of the certificate."""

    name: str
    certificate: str


class OrderFacts(TypedDict):
    """责令限期整改指令书. `inspected_on` and `record` (number of the record of inspection) may be empty.

    `channel`: where reconsideration can be asked online, may be empty; `contact`: person and phone.
    """

    enterprise: Unit
    inspected_on: str
    record: str
    items: list[OrderedItem]
    interim: str
    deadline: str
    inspectors: list[Inspector]
    organ: str
    court: str
    channel: str
    contact: str
    complaint_phone: str


class CertificateFacts(TypedDict):
    """安全生产标准化证书. `level`: 三级 or 达标; `industry`: in words; `announced_on` to `valid_until`: its days."""

    enterprise: Unit
    standard: str
    level: str
    industry: str
    announced_on: str
    valid_until: str
