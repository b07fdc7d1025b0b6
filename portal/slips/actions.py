"""What the enterprise does with slips: hand one out, revoke it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from flask_babel import gettext as _

from portal import audit
from portal.access import Actor, require
from portal.accounts.links import address_of, new_token
from portal.accounts.sessions import digest
from portal.db import session, writing
from portal.problems import Refused
from portal.registry.model import Enterprise
from portal.slips.model import Slip
from portal.slips.queries import rows_of
from portal.slips.rules import MOST_DAYS, MOST_ROWS, NewSlip


class HandedSlip(NamedTuple):
    """A slip with the address that opens it; shown once, for nothing but the token's digest is kept."""

    slip: Slip
    address: str


def make(enterprise: Enterprise, wanted: NewSlip, *, by: Actor, at: datetime) -> HandedSlip:
    """Hand out a slip for the rows that the register holds now.

    Raises Refused, naming the field, when it shows no row, too many, or would hold too long.
    """
    require(by, "slip.make")
    if not 1 <= wanted.days <= MOST_DAYS:
        raise Refused(_("A slip holds for 1 to %(num)d days.", num=MOST_DAYS), "days")
    token = new_token()
    with writing():
        keys = [
            row.key
            for row in rows_of(session(), enterprise.id)
            if row.is_among(wanted.units, wanted.risk_keys)
        ]
        if not keys:
            raise Refused(_("Choose at least one unit or risk."), "risk_keys")
        if len(keys) > MOST_ROWS:
            raise Refused(_("A slip shows %(num)d risks at most; choose fewer.", num=MOST_ROWS), "risk_keys")
        slip = Slip(
            enterprise_id=enterprise.id, region_path=enterprise.region_path, person=wanted.person, post=wanted.post,
            risk_keys=keys, token_digest=digest(token), made_at=at, made_by=by.name,
            expires_at=at + timedelta(days=wanted.days),
        )  # fmt: skip
        session().add(slip)
        session().flush()
        after = {"person": slip.person, "rows": keys, "expires_at": slip.expires_at}
        audit.record("slip.make", slip, by=by, at=at, after=after)
    return HandedSlip(slip, address_of("slip.open_slip", token))


def revoke(slip: Slip, *, by: Actor, at: datetime) -> None:
    """End a slip at once; what its holder suggested stays. Again: no effect."""
    require(by, "slip.revoke", slip)
    with writing():
        session().refresh(slip, with_for_update=True)
        if slip.revoked_at is None:
            slip.revoked_at = at
            audit.record("slip.revoke", slip, by=by, at=at)
