"""What an enterprise is told of its level."""

from datetime import datetime

from flask_babel import force_locale

from portal.access import Actor
from portal.levels.labels import STEPS
from portal.levels.model import Level
from portal.notices.actions import notify
from portal.web.words import label


def tell_enterprise(level: Level, verb: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Tell the enterprise what another did with its level; what it did itself it knows. Inside `writing()`."""
    if by.enterprise_id == level.enterprise_id:
        return
    with force_locale("zh_Hans"):
        facts = {
            "standard": label(level.standard_kind), "step": str(STEPS[verb]), "state": label(level.state),
            "reason": reason,
        }  # fmt: skip
    notify(level, "level.moved", at=at, thing=level, facts=facts)
