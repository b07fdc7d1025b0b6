"""What is done with notices: told, read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from portal.access import UNSCOPED, Actor, HasOwner
from portal.db import session, writing
from portal.notices import mail, queries
from portal.notices.labels import has_words
from portal.notices.model import Notice, Reading
from portal.notices.rules import Recipient, plain_facts


def notify(
    to: HasOwner | Recipient, kind: str, *, at: datetime, thing: Any, facts: Mapping[str, Any]
) -> None:
    """Tell an organisation something, inside the caller's `writing()`; mails follow where a server is set.

    `to`: a row of an enterprise (then that enterprise is told) or a Recipient. `thing`: the mapped row with a key
    that the notice leads to. `facts` fill the sentence of the kind, which an area's labels must have registered.
    """
    assert has_words(kind), f"no words for the notice {kind}: register_notices() in labels.py"
    recipient = to if isinstance(to, Recipient) else Recipient(to.region_path, to.enterprise_id)
    said = plain_facts(facts)
    statement = insert(Notice).values(
        enterprise_id=recipient.enterprise_id, authority_id=recipient.authority_id, region_path=recipient.region_path,
        kind=kind, facts=said, thing_kind=thing.__tablename__, thing_key=thing.key, at=at,
    )  # fmt: skip
    session().execute(statement, execution_options={UNSCOPED: "a notice is told to others than the actor"})
    mail.announce(recipient, kind, said, at)


def read(notice: Notice, *, by: Actor, at: datetime) -> None:
    """Note that this membership has read the notice; again changes nothing."""
    with writing() as current:
        if current.get(Reading, (notice.id, by.membership_id)) is None:
            current.add(Reading(notice_id=notice.id, membership_id=by.membership_id, read_at=at))


def read_all(*, by: Actor, at: datetime) -> int:
    """Note that this membership has read everything so far; returns how many were unread."""
    with writing() as current:
        unread = queries.unread_ids(current, by)
        current.add_all(Reading(notice_id=key, membership_id=by.membership_id, read_at=at) for key in unread)
    return len(unread)
