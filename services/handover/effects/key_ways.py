"""The ways in which a license key may reach the customer, as one effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.handover.effects.key_delivery import KeyMessage, KeyReply
from services.handover.effects.key_link import KeyLink, LinkBurned, follow_link, told_link
from services.handover.effects.slack_message import SlackDeletion
from services.handover.model import Evidence, Fact, Notes
from services.systems import Systems


class DeliveryUndone:
    """A direct message deleted, or a link burned, whichever the plan names; a mail that was sent stays sent."""

    undo = None

    def __init__(self) -> None:
        self._message, self._link = SlackDeletion(), LinkBurned()

    def settle(self, plan: Mapping[str, Any]) -> float:
        """As that does."""
        return self._of(plan).settle(plan)

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """As that does."""
        return self._of(plan).find(systems, plan, notes, since)

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """As that does."""
        return self._of(plan).apply(systems, plan, notes)

    def _of(self, plan: Mapping[str, Any]) -> SlackDeletion | LinkBurned:
        return self._link if "one_time" in plan else self._message


class KeyDelivery:
    """Whichever way the plan's ``way`` says."""

    undo = DeliveryUndone()

    def __init__(self) -> None:
        self._ways: Mapping[str, KeyReply | KeyMessage] = {
            "reply": KeyReply(),
            "slack": KeyMessage(),
            "link": KeyLink(),
        }

    def settle(self, plan: Mapping[str, Any]) -> float:
        """As the way does."""
        return self._ways[plan["way"]].settle(plan)

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """As the way does."""
        return self._ways[plan["way"]].find(systems, plan, notes, since)

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """As the way does."""
        return self._ways[plan["way"]].apply(systems, plan, notes)

    def follow(self, systems: Systems, evidence: Evidence) -> Evidence:
        """Whether a link was opened."""
        return follow_link(systems, evidence)

    def told(self, evidence: Evidence) -> tuple[Fact, ...]:
        """What became of a link."""
        return told_link(evidence)
