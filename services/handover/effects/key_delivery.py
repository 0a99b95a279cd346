"""A license key on its way to the customer: fetched at the moment it is sent, and put in the place of ``$KEYS``.

The plan holds the text without the key, so that nothing that is kept (plan, notes, evidence) ever has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from services import slack
from services.errors import Refused
from services.handover.effects.gmail_message import GmailMessage
from services.handover.effects.slack_message import CLOCKS_DIFFER_SECONDS, SlackDeletion
from services.handover.model import Evidence, Notes
from services.handover.template import KEYS
from services.licensing import SYSTEM, fingerprint
from services.systems import Systems

if TYPE_CHECKING:
    from services.gmail import Mail

SEEN = "Whoever read it has the key: if that was the wrong person, take the license itself back too."


class KeyReply(GmailMessage):
    """An answer in the welcome mail's conversation, from the mailbox of whoever presses.

    Plan: as of :class:`GmailMessage`, with ``keys`` (``subscription``, ``licenses``: environment, id, fingerprint).
    """

    def _mail(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Mail:
        text = plan["text"].replace(KEYS, keys_text(systems, plan["keys"]))
        return super()._mail(systems, {**plan, "text": text}, notes)

    def _evidence(self, plan: Mapping[str, Any], thread_id: str, ids: Mapping[str, str]) -> Evidence:
        sent = super()._evidence(plan, thread_id, ids)
        return Evidence(f"{sent.words} in the welcome conversation; {marks_of(plan)}", sent.link, sent.ids)


class KeyMessage:
    """A direct message in Slack, found again by the key of its metadata; it is never posted in a channel.

    Plan: ``user`` (id), ``user_name``, ``text``, ``event_type``, ``key``, ``keys``, ``settle_seconds``.
    """

    undo = SlackDeletion()

    def settle(self, plan: Mapping[str, Any]) -> float:
        """Slack's history may lag behind a message whose answer was lost."""
        return float(plan["settle_seconds"])

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """Look through what was said to this person."""
        channel = systems.slack.open(plan["user"])
        ts = systems.slack.find(channel, plan["event_type"], plan["key"], since - CLOCKS_DIFFER_SECONDS)
        return self._evidence(plan, channel, ts) if ts else None

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Fetch the key and send it."""
        channel = systems.slack.open(plan["user"])
        text = slack.escape(plan["text"]).replace(KEYS, f"```{slack.escape(keys_text(systems, plan['keys']))}```")
        metadata = {"event_type": plan["event_type"], "event_payload": {"key": plan["key"]}}
        ts = systems.slack.post(channel, text, [], metadata)
        return self._evidence(plan, channel, ts)

    def _evidence(self, plan: Mapping[str, Any], channel: str, ts: str) -> Evidence:
        words = f"Sent to {plan['user_name']} in Slack, directly; {marks_of(plan)}"
        ids = {"channel": channel, "ts": ts}
        back = {
            **ids,
            "channel_name": f"the conversation with {plan['user_name']}",
            "confirm": "Delete the message",
            "lines": [f"Deletes the message to {plan['user_name']}.", SEEN],
        }
        return Evidence(words, slack.channel_link(channel), ids, back)


def keys_text(systems: Systems, wanted: Mapping[str, Any]) -> str:
    """The keys as text; one that is not the key that was made is not sent."""
    found = systems.licensing.keys(wanted["subscription"])
    parts = []
    for one in wanted["licenses"]:
        key = found.get(one["id"])
        if key is None or fingerprint(key) != one["fingerprint"]:
            what = f"The key for {one['environment']} is gone, or is not the one that was made."
            way_out = f"{what} Look at the subscription in the license service, and deliver the right key by hand."
            # The environment's name comes from the document, and codes go into logs.
            raise Refused(SYSTEM, "another key", "", way_out)
        text = key.reveal()
        parts.append(text if len(wanted["licenses"]) == 1 else f"{one['environment']}:\n{text}")
    return "\n\n".join(parts)


def marks_of(plan: Mapping[str, Any]) -> str:
    """By what the keys are known without being shown."""
    marks = [one["fingerprint"] for one in plan["keys"]["licenses"]]
    return f"fingerprint{'s' if len(marks) > 1 else ''} {', '.join(marks)}"
