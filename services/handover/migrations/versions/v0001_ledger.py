"""The first tables: handovers, steps, attempts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "handovers",
        sa.Column("id", sa.String(128), primary_key=True),
        sa.Column("title", sa.String(512), nullable=False),
        sa.Column("revision", sa.String(256)),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("announced_by", sa.String(320), nullable=False),
        sa.Column("announced_at", sa.Double, nullable=False),
        sa.Index("handovers_by_age", "announced_at"),
    )
    _steps()
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("handover", sa.String(128), nullable=False),
        sa.Column("step", sa.String(64), nullable=False),
        sa.Column("person", sa.String(320), nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("code", sa.String(128), nullable=False),
        sa.Index("attempts_by_step", "handover", "step"),
    )


def _steps() -> None:
    op.create_table(
        "steps",
        sa.Column("handover", sa.String(128), primary_key=True),
        sa.Column("step", sa.String(64), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("person", sa.String(320), nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("lease", sa.String(64), nullable=False),
        sa.Column("lease_until", sa.Double, nullable=False),
        sa.Column("plan_hash", sa.String(64), nullable=False),
        sa.Column("plan", sa.JSON),
        sa.Column("intent_at", sa.Double),
        sa.Column("notes", sa.JSON, nullable=False),
        sa.Column("evidence", sa.JSON),
        sa.Column("code", sa.String(128), nullable=False),
        sa.Index("steps_by_step", "step", "state"),
    )
