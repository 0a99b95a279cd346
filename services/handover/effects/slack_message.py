"""A message in Slack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.errors import OutsideError
from services.handover.model import Evidence, Notes, hash_of
from services.systems import Systems

CLOCKS_DIFFER_SECONDS = 3600.0
"""A message must be found although our clock ran ahead of Slack's, or was set back, between sending and looking."""


class SlackDeletion:
    """Taking a message of ours back; done when it is no longer there. Plan: ``channel``, ``channel_name``, ``ts``."""

    undo = None

    def settle(self, plan: Mapping[str, Any]) -> float:
        """A message that is still shown is still there: deleting it again does no harm."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """Gone."""
        return None if systems.slack.has(plan["channel"], plan["ts"]) else self._evidence(plan)

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Delete it, unless somebody already did."""
        systems.slack.delete(plan["channel"], plan["ts"])
        return self._evidence(plan)

    def _evidence(self, plan: Mapping[str, Any]) -> Evidence:
        return Evidence(f"Message deleted from {plan['channel_name']}")


class SlackUpdate:
    """Changing a message of ours where it stands; nobody is notified. Found again by the version in its metadata.

    Plan: as of :class:`SlackMessage`, with ``ts``.
    """

    undo = None

    def settle(self, plan: Mapping[str, Any]) -> float:
        """Writing the same text again does no harm."""
        return 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """It already has this version."""
        message = systems.slack.message(plan["channel"], plan["ts"]) or {}
        payload = (message.get("metadata") or {}).get("event_payload", {})
        return self._evidence(systems, plan) if payload.get("version") == _version(plan) else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Replace its text."""
        payload = {"key": plan["key"], "version": _version(plan)}
        metadata = {"event_type": plan["event_type"], "event_payload": payload}
        systems.slack.update(plan["channel"], plan["ts"], plan["text"], plan["blocks"], metadata)
        return self._evidence(systems, plan)

    def _evidence(self, systems: Systems, plan: Mapping[str, Any]) -> Evidence:
        return _posted(systems, plan, plan["ts"], "Posted and corrected")


class SlackMessage:
    """A message in a channel, found again by the key in its metadata.

    Plan: ``channel``, ``channel_name``, ``text``, ``blocks``, ``event_type``, ``key``, ``settle_seconds``.
    """

    undo = SlackDeletion()
    correction = SlackUpdate()
    correct_words = (
        "Correct…",
        "Change the message",
        "The message is replaced where it stands. Nobody is notified again.",
    )

    def settle(self, plan: Mapping[str, Any]) -> float:
        """Slack's history may lag behind a message whose answer was lost."""
        return float(plan["settle_seconds"])

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """Look through the channel's history from before the attempt: our clock and Slack's may differ."""
        ts = systems.slack.find(plan["channel"], plan["event_type"], plan["key"], since - CLOCKS_DIFFER_SECONDS)
        return _posted(systems, plan, ts, "Posted") if ts else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Post it."""
        metadata = {"event_type": plan["event_type"], "event_payload": {"key": plan["key"]}}
        ts = systems.slack.post(plan["channel"], plan["text"], plan["blocks"], metadata)
        return _posted(systems, plan, ts, "Posted")


def _posted(systems: Systems, plan: Mapping[str, Any], ts: str, how: str) -> Evidence:
    ids = {"channel": plan["channel"], "ts": ts}
    try:
        link = systems.slack.permalink(plan["channel"], ts)
    except OutsideError:
        # The message is posted; a missing link must not make it look otherwise.
        link = ""
    undo = {
        **ids,
        "channel_name": plan["channel_name"],
        "confirm": "Delete the message",
        "lines": [f"Deletes the message in {plan['channel_name']}. Whoever read it has read it."],
    }
    return Evidence(f"{how} in {plan['channel_name']}", link, ids, undo)


def _version(plan: Mapping[str, Any]) -> str:
    return hash_of(plan["text"])[:16]
