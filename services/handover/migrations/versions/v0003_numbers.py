"""Invoices are numbered: which number is whose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """A table of its own; the code before this one does not look at it."""
    op.create_table(
        "numbers",
        sa.Column("sequence", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("handover", sa.String(128), nullable=False),
        sa.UniqueConstraint("sequence", "handover", name="numbers_once"),
    )
