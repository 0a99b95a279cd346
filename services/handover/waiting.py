"""The mark by which an index finds the announced handovers that still wait for operations."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, func, select, update

from services.handover.claim import SETTLED
from services.handover.tables import handovers, steps


def mark(connection: Connection, handover: str, waited_for: Sequence[str]) -> None:
    """Whether any of these steps is not settled, in the transaction that settled or opened one of them.

    The row is taken first, so that two people who settle the last two steps at once do not miss each other.
    """
    connection.execute(select(handovers.c.id).where(handovers.c.id == handover).with_for_update())
    settled = and_(steps.c.handover == handover, steps.c.step.in_(waited_for), steps.c.state.in_(SETTLED))
    count = connection.execute(select(func.count()).select_from(steps).where(settled)).scalar_one()
    connection.execute(update(handovers).where(handovers.c.id == handover).values(waits=count < len(waited_for)))
