"""Slack's `conversations.*` methods."""

import copy
from typing import Any

from services.sandbox.slack import channels, messages
from services.sandbox.slack.arguments import Arguments, Refused, flag, page, required
from services.sandbox.slack.channels import Channel, Workspace
from services.sandbox.slack.messages import Message

_ONLY_WHEN_ASKED = ("metadata",)


def history(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """The messages of a channel, newest first, without the answers in threads."""
    channel = _readable(workspace, given)
    top = [each for each in reversed(channel["messages"]) if each.get("thread_ts", each["ts"]) == each["ts"]]
    return _messages_page(top, given)


def replies(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """A message and the answers to it, oldest first."""
    channel = _readable(workspace, given)
    (ts,) = required(given, "ts")
    message = messages.by_ts(channel, ts)
    if message is None:
        raise Refused("thread_not_found")
    thread = message.get("thread_ts", ts)
    found = [each for each in channel["messages"] if thread in (each["ts"], each.get("thread_ts"))]
    return _messages_page(found, given, always=thread)


def info(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """One channel."""
    (wanted,) = required(given, "channel")
    channel = channels.by_id(workspace, wanted)
    count = flag(given, "include_num_members")
    return {"channel": channels.shown(workspace, channel, count_members=count)}


def list_(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """The channels that the bot can see, a page at a time."""
    kinds = str(given.get("types") or "public_channel").replace(" ", "").split(",")
    if not set(kinds) <= {"public_channel", "private_channel", "mpim", "im"}:
        raise Refused("invalid_types")
    bot = workspace["bot"]["user_id"]
    found = [
        channel
        for channel in workspace["channels"]
        if channels.kind(channel) in kinds
        and (not channel["is_private"] or bot in channel["members"])
        and not (channel["is_archived"] and flag(given, "exclude_archived"))
    ]
    shown, cursor = page(found, given, most=999)
    listed = [channels.shown(workspace, channel, count_members=True) for channel in shown]
    return {"channels": listed, "response_metadata": {"next_cursor": cursor}}


def members(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """Who is in a channel."""
    (wanted,) = required(given, "channel")
    shown, cursor = page(channels.by_id(workspace, wanted)["members"], given)
    return {"members": shown, "response_metadata": {"next_cursor": cursor}}


def rename(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """Another name for a channel that the bot made."""
    (wanted,) = required(given, "channel")
    channel = channels.by_id(workspace, wanted)
    channels.rename(workspace, channel, str(given.get("name", "")))
    return {"channel": channels.shown(workspace, channel)}


def set_topic(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """Another topic for a channel; an empty one takes it away."""
    (wanted,) = required(given, "channel")
    if "topic" not in given:
        required(given, "topic")
    channel = channels.by_id(workspace, wanted)
    channels.set_topic(workspace, channel, str(given["topic"]))
    return {"channel": channels.shown(workspace, channel)}


def open_(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """The direct channel to a person."""
    (users,) = required(given, "users")
    if "," in users:
        raise Refused("method_not_supported_for_channel_type")
    return {"channel": {"id": channels.direct(workspace, users)["id"]}}


def join(workspace: Workspace, given: Arguments) -> dict[str, Any]:
    """The bot enters a public channel."""
    (wanted,) = required(given, "channel")
    channel = channels.by_id(workspace, wanted)
    if channel["is_archived"]:
        raise Refused("is_archived")
    bot = workspace["bot"]["user_id"]
    if bot not in channel["members"]:
        channel["members"].append(bot)
    return {"channel": channels.shown(workspace, channel)}


def _readable(workspace: Workspace, given: Arguments) -> Channel:
    (wanted,) = required(given, "channel")
    return channels.joined(workspace, channels.by_id(workspace, wanted))


def _messages_page(found: list[Message], given: Arguments, always: str | None = None) -> dict[str, Any]:
    oldest, latest = _time(given, "oldest", "0"), _time(given, "latest", "9999999999")
    inclusive = flag(given, "inclusive")
    within = [
        message
        for message in found
        if message["ts"] == always
        or oldest < _ts(message["ts"]) < latest
        or (inclusive and _ts(message["ts"]) in (oldest, latest))
    ]
    shown, cursor = page(within, given, most=999)
    hidden = () if flag(given, "include_all_metadata") else _ONLY_WHEN_ASKED
    listed = [{name: value for name, value in message.items() if name not in hidden} for message in shown]
    answer: dict[str, Any] = {"messages": copy.deepcopy(listed), "has_more": bool(cursor), "pin_count": 0}
    return {**answer, "response_metadata": {"next_cursor": cursor}} if cursor else answer


def _time(given: Arguments, name: str, default: str) -> tuple[int, int]:
    try:
        return _ts(str(given.get(name) or default))
    except ValueError:
        raise Refused(f"invalid_ts_{name}") from None


def _ts(text: str) -> tuple[int, int]:
    seconds, _, micro = text.partition(".")
    return int(seconds), int(f"{micro:0<6}"[:6])
