"""Run by alembic, on the connection and in the transaction that :func:`services.handover.schema.upgrade` opened."""

from __future__ import annotations

from alembic import context

from services.handover.tables import metadata

# SQLite changes a table by copying it, which is what batch mode does.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
