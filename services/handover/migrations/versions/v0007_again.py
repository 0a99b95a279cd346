"""An announced handover keeps by what the same customer and deal are known in another document."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Of handovers that were announced before nobody is warned; the code before this one does not name the columns."""
    op.add_column("handovers", sa.Column("customer", sa.String(32), nullable=True))
    op.add_column("handovers", sa.Column("opportunity", sa.String(18), nullable=True))
    op.create_index("handovers_by_customer", "handovers", ["customer", "announced_at"])
    op.create_index("handovers_by_opportunity", "handovers", ["opportunity", "announced_at"])
