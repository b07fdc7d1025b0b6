"""States and kinds of enterprises."""

from enum import Enum

from portal.workflow import Workflow


class Scale(Enum):
    """Size of an enterprise (统计上大中小微型企业划分办法)."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


class EnterpriseState(Enum):
    """Where an enterprise stands in the register of the city."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WRITTEN_OFF = "written_off"


ENTERPRISE = Workflow(
    "enterprise",
    ("confirm", {EnterpriseState.PENDING}, EnterpriseState.CONFIRMED),
    ("refuse", {EnterpriseState.PENDING}, EnterpriseState.REFUSED),
    ("resubmit", {EnterpriseState.REFUSED}, EnterpriseState.PENDING),
    ("write_off", {EnterpriseState.CONFIRMED}, EnterpriseState.WRITTEN_OFF),
    ("restore", {EnterpriseState.WRITTEN_OFF}, EnterpriseState.CONFIRMED),
)
