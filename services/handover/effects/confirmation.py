"""A person's word that a record elsewhere is right. Nothing is sent: the ledger's entry is the effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.handover.model import Evidence, Notes
from services.systems import Systems


class Withdrawal:
    """Taking that word back. Plan: ``words``."""

    undo = None

    def settle(self, plan: Mapping[str, Any]) -> float:
        """There is nothing to wait for."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """What was begun is only to be written down."""
        return Evidence(plan["words"])

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Nothing happens outside."""
        return Evidence(plan["words"])


class Confirmation:
    """Plan: ``label`` (the record's), ``words`` (what the person said of it) and ``link`` (an address in it)."""

    undo = Withdrawal()

    def settle(self, plan: Mapping[str, Any]) -> float:
        """There is nothing to wait for."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """What was begun is only to be written down."""
        return self._evidence(plan)

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Nothing happens outside."""
        return self._evidence(plan)

    def _evidence(self, plan: Mapping[str, Any]) -> Evidence:
        label = plan["label"]
        undo = {
            "words": f"“{label}” is no longer confirmed",
            "confirm": "Take it back",
            "lines": [f"Nobody says any longer that “{label}” is right. What stands there stays as it is."],
        }
        return Evidence(f"Confirmed: {plan['words']}", plan["link"], {}, undo, typed=True)
