"""A step keeps what of the document it used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Of steps that were done before, nobody knows; the code before this one does not name the column."""
    op.add_column("steps", sa.Column("used", sa.JSON, nullable=True))
