"""An announced handover, as the ledger keeps it beside its steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct


class Announced(Struct, frozen=True):
    """A handover as it travels with its announcement, for the people who work from the sheet."""

    id: str
    title: str
    revision: str | None
    answers: Mapping[str, Any]
    by: str
    at: float

    @property
    def place(self) -> str:
        """Where it stands among those that wait, as text that a button can carry."""
        return f"{self.at!r} {self.id}"
