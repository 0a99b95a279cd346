"""Slack's `chat.*` methods."""

import copy
from typing import Any

from services.sandbox.slack import channels, messages
from services.sandbox.slack.arguments import Arguments, Refused, required
from services.sandbox.slack.channels import Channel, Workspace
from services.sandbox.slack.messages import Message


def post_message(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """Write into a channel the bot is in, or to a person."""
    (wanted,) = required(given, "channel")
    written = messages.content(given)
    is_user = wanted.startswith(("U", "W")) and wanted.isalnum()
    channel = channels.direct(workspace, wanted) if is_user else channels.find(workspace, wanted)
    channels.joined(workspace, channel)
    if channel["is_archived"]:
        raise Refused("is_archived")
    thread = str(given.get("thread_ts") or "") or None
    if thread and not messages.by_ts(channel, thread):
        raise Refused("thread_not_found")
    message = messages.keep(workspace, channel, written, workspace["bot"]["user_id"], thread)
    return {"channel": channel["id"], "ts": message["ts"], "message": copy.deepcopy(message)}


def update(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """Change a message of the bot's own."""
    channel, message = _own(workspace, given, "cant_update_message")
    written = messages.content(given)
    message |= written
    if "blocks" not in written:
        message.pop("blocks", None)
    message["edited"] = {"user": message["user"], "ts": messages.next_ts(workspace)}
    shown = copy.deepcopy(message)
    return {"channel": channel["id"], "ts": message["ts"], "text": message["text"], "message": shown}


def delete(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """Take a message of the bot's own away."""
    channel, message = _own(workspace, given, "cant_delete_message")
    channel["messages"].remove(message)
    return {"channel": channel["id"], "ts": message["ts"]}


def get_permalink(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """The address of a message."""
    wanted, ts = required(given, "channel", "message_ts")
    channel = channels.by_id(workspace, wanted)
    message = messages.by_ts(channel, ts)
    if message is None:
        raise Refused("message_not_found")
    return {"channel": channel["id"], "permalink": messages.permalink(workspace, channel, message)}


def _own(workspace: Workspace, given: Arguments, error: str) -> tuple[Channel, Message]:
    wanted, ts = required(given, "channel", "ts")
    channel = channels.by_id(workspace, wanted)
    message = messages.by_ts(channel, ts)
    if message is None:
        raise Refused("message_not_found")
    if message["user"] != workspace["bot"]["user_id"]:
        raise Refused(error)
    return channel, message
