"""What orders said of an enterprise, told to the room of risks through its door."""

from flask import url_for
from sqlalchemy import select

from portal.db import session
from portal.enforcement.model import RectificationOrder
from portal.enforcement.rules import OrderState
from portal.registry.model import Enterprise
from portal.risks.findings_door import KnownFinding


def items_of(enterprise: Enterprise) -> list[KnownFinding]:
    """The items of orders that stand. 1 statement."""
    order = RectificationOrder
    statement = select(order).where(order.enterprise_id == enterprise.id, order.state == OrderState.ISSUED)
    return [
        KnownFinding(
            item.place,
            item.fact,
            one.inspected_on,
            url_for("enforcement.show", rectification_order_key=one.key),
        )
        for one in session().scalars(statement.order_by(order.id))
        if one.inspected_on
        for item in one.items
    ]
