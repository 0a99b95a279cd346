"""A step can be taken back and done again: which round it is in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Every step so far is in its first round; the code before this one does not name the column."""
    op.add_column("steps", sa.Column("round", sa.Integer, nullable=False, server_default="0"))
