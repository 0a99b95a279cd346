"""Another name for a channel in Slack, and what is said there once it has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services import slack
from services.errors import NOT_APPLIED, OutsideError, Refused, RefusedForNow, ScopeMissing, SignIn, Unknown
from services.handover.effects.slack_message import CLOCKS_DIFFER_SECONDS
from services.handover.model import Evidence, Notes
from services.handover.words import THEN_BY_HAND
from services.slack import Channel, User
from services.systems import Systems


class SlackRename:
    """A channel, known by its id, gets another name; then a topic and a message.

    Plan: ``channel``, ``old``, ``name``, ``topic_before``, ``topic`` (null: leave it), ``message`` (null: none;
    else ``text``, ``event_type``, ``key``) and ``settle_seconds``. The name itself tells whether it was done. Once
    the channel has its name, a refused topic or message is told in the evidence: the name must not look undone.
    What is refused only for now leaves the press open: the next one does what is missing. Notes: ``message``,
    ``renamed``. Taking it back is the same kind of press with old and new exchanged, and without a message.
    """

    @property
    def undo(self) -> SlackRename:
        """The old name and topic."""
        return self

    def settle(self, plan: Mapping[str, Any]) -> float:
        """A name is there at once; a message may lag behind its lost answer."""
        return float(plan["settle_seconds"]) if plan["message"] else 0.0

    def find(self, systems: Systems, plan: Mapping[str, Any], notes: Notes, since: float) -> Evidence | None:
        """The channel has another name than before, its topic, and the message."""
        channel = systems.slack.channel(plan["channel"])
        posted = _posted(systems, plan, since - CLOCKS_DIFFER_SECONDS) if plan["message"] else ""
        if posted:
            # Found although something else is missing: it must not be posted a second time with the rest.
            notes.keep(message=posted)
        if not _renamed(channel, plan):
            return None
        if plan["topic"] not in (None, channel.topic) or posted is None:
            notes.keep(renamed="yes")
            return None
        return self._evidence(plan, channel.name)

    def apply(self, systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Evidence:
        """Rename it, unless it has the name already; then the topic and the message."""
        channel = _seen(systems, plan, notes)
        name = channel.name
        if not _renamed(channel, plan):
            if name != plan["old"]:
                words = f"The channel is called #{name} by now, not #{plan['old']}."
                raise Refused(slack.SYSTEM, "changed meanwhile", words, "Open the step again.")
            name = _rename(systems, plan, channel)
        trouble = []
        if plan["topic"] not in (None, channel.topic):
            trouble += _try("the topic", lambda: systems.slack.set_topic(plan["channel"], plan["topic"]))
        if plan["message"] and "message" not in notes.ids:
            trouble += _try("the message", lambda: _post(systems, plan))
        return self._evidence(plan, name, trouble)

    def _evidence(self, plan: Mapping[str, Any], name: str, trouble: list[str] | None = None) -> Evidence:
        back = {**plan, "old": name, "name": plan["old"], "topic_before": plan["topic"], "message": None}
        back |= {"topic": None if plan["topic"] is None else plan["topic_before"]}
        back |= {"confirm": f"Call it #{plan['old']} again", "lines": [f"#{name} → #{plan['old']}"]}
        words = "; ".join([f"#{plan['old']} is now #{name}", *(trouble or [])])
        return Evidence(words, slack.channel_link(plan["channel"]), {"channel": plan["channel"], "name": name}, back)


def _renamed(channel: Channel, plan: Mapping[str, Any]) -> bool:
    """Slack may have shaped the new name, so the old one among the previous names proves it too."""
    return channel.name == plan["name"] or (channel.name != plan["old"] and plan["old"] in channel.previous_names[:1])


def _seen(systems: Systems, plan: Mapping[str, Any], notes: Notes) -> Channel:
    """The channel. Whatever Slack answers when it is known to have its name already, the press stays open."""
    try:
        return systems.slack.channel(plan["channel"])
    except NOT_APPLIED as error:
        if "renamed" in notes.ids:
            raise Unknown(error.system, error.code) from None
        raise


def _posted(systems: Systems, plan: Mapping[str, Any], oldest: float) -> str | None:
    return systems.slack.find(plan["channel"], plan["message"]["event_type"], plan["message"]["key"], oldest)


def _post(systems: Systems, plan: Mapping[str, Any]) -> None:
    message = plan["message"]
    metadata = {"event_type": message["event_type"], "event_payload": {"key": message["key"]}}
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": message["text"]}}]
    systems.slack.post(plan["channel"], message["text"], blocks, metadata)


def _try(what: str, do: Callable[[], None]) -> list[str]:
    """What was refused, in words. Refused for now goes up as unknown, because the channel has its name already."""
    try:
        do()
    except (RefusedForNow, SignIn, ScopeMissing) as error:
        raise Unknown(error.system, error.code) from None
    except Refused as error:
        return [f"{what} was refused ({error.code})"]
    return []


def _rename(systems: Systems, plan: Mapping[str, Any], channel: Channel) -> str:
    try:
        return systems.slack.rename(plan["channel"], plan["name"])
    except Refused as error:
        raise Refused(slack.SYSTEM, error.code, "", _way_out(error.code, systems, plan, channel)) from None


def _way_out(code: str, systems: Systems, plan: Mapping[str, Any], channel: Channel) -> str:
    """Who can do it, or what stands in the way. Reference: domain, section 9."""
    if code == "not_authorized":
        maker = maker_of(systems, channel)
        who = f"{maker.name if maker else 'its creator'}, a workspace admin or a channel manager"
        return f"Only {who} can rename it. Ask one of them, {THEN_BY_HAND}"
    if code == "restricted_action":
        return f"A setting of the workspace lets only admins rename channels. Ask one, {THEN_BY_HAND}"
    if code == "name_taken":
        return f"{_holder(systems, plan['name'])} Free the name, or have the channel renamed otherwise, {THEN_BY_HAND}"
    if code == "is_archived":
        return "The channel was archived. Open it again in Slack, or record this step as not needed."
    if code == "not_in_channel":
        return "Invite the Slack app to the channel, then press again."
    if code == "channel_not_found":
        return "The channel is gone or was made private. Invite the Slack app, or record this step as not needed."
    if code.startswith("invalid_name"):
        return f"Slack does not take “{plan['name']}” as a name. Have it renamed by hand in Slack, {THEN_BY_HAND}"
    return ""


def maker_of(systems: Systems, channel: Channel) -> User | None:
    """Who created the channel; None when Slack does not show them."""
    try:
        return systems.slack.user(channel.creator) if channel.creator else None
    except OutsideError:
        return None


def _holder(systems: Systems, name: str) -> str:
    try:
        holder = systems.slack.channels(name).get(name)
    except OutsideError:
        return f"Another channel is called #{name}."
    if holder is None:
        return f"A channel that the Slack app cannot see is called #{name}."
    return taken_by(holder)


def taken_by(holder: Channel) -> str:
    """Which channel has the name already."""
    about = f" (“{holder.topic}”)" if holder.topic else ""
    return f"#{holder.name} exists already{', archived' if holder.is_archived else ''}{about}."
