"""A hundred thousand handovers: which of them wait is found by an index, and so is what somebody took lately."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

SETTLED = ("done", "by_hand", "not_applicable")


def upgrade() -> None:
    """The code before this one does not name the column: what it settles meanwhile is still seen in ``steps``."""
    op.add_column("handovers", sa.Column("waits", sa.Boolean, nullable=False, server_default=sa.true()))
    handovers = sa.table("handovers", sa.column("id"), sa.column("waits"))
    steps = sa.table("steps", sa.column("handover"), sa.column("step"), sa.column("state"))
    settled = sa.select(steps.c.handover).where(steps.c.step == "update_sheet", steps.c.state.in_(SETTLED))
    op.execute(sa.update(handovers).where(handovers.c.id.in_(settled)).values(waits=sa.false()))
    op.drop_index("handovers_by_age", "handovers")
    op.create_index("handovers_by_age", "handovers", ["announced_at", "id"])
    op.create_index("handovers_waiting", "handovers", ["waits", "announced_at", "id"])
    op.drop_index("steps_by_step", "steps")
    op.create_index("steps_by_step", "steps", ["step", "state", "at"])
