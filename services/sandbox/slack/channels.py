"""Slack's channels: looking them up, their members, their names."""

import re
from typing import Any

from services.sandbox.slack.arguments import Refused

Workspace = dict[str, Any]
Channel = dict[str, Any]
_LONGEST_NAME = 80
_LONGEST_TOPIC = 250


def find(workspace: Workspace, wanted: str) -> Channel:
    """The channel with this id, or for a public one also its name, as long as the bot can see it."""
    found = seen(workspace, wanted)
    if found is None:
        raise Refused("channel_not_found")
    return found


def seen(workspace: Workspace, wanted: str) -> Channel | None:
    """The same, or nothing."""
    bot = workspace["bot"]["user_id"]
    for channel in workspace["channels"]:
        visible = not channel["is_private"] or bot in channel["members"]
        if visible and (
            channel["id"] == wanted or (not channel["is_private"] and channel["name"] == wanted.lstrip("#"))
        ):
            found: Channel = channel
            return found
    return None


def kind(channel: Channel) -> str:
    """What Slack calls this kind of channel in `types`."""
    if "user" in channel:
        return "im"
    return "private_channel" if channel["is_private"] else "public_channel"


def by_id(workspace: Workspace, wanted: str) -> Channel:
    """The channel with this id; most methods take no names."""
    channel = find(workspace, wanted)
    if channel["id"] != wanted:
        raise Refused("channel_not_found")
    return channel


def joined(workspace: Workspace, channel: Channel) -> Channel:
    """The channel, if the bot is in it."""
    if workspace["bot"]["user_id"] not in channel["members"]:
        raise Refused("not_in_channel")
    return channel


def direct(workspace: Workspace, user_id: str) -> Channel:
    """The direct channel between the bot and a person; it comes into being when it is first wanted."""
    if all(user["id"] != user_id or user["deleted"] for user in workspace["users"]):
        raise Refused("user_not_found")
    for channel in workspace["channels"]:
        if channel.get("user") == user_id:
            found: Channel = channel
            return found
    members = [workspace["bot"]["user_id"], user_id]
    made = new(f"D{user_id[1:]}", "", members=members, is_private=True)
    made["user"] = user_id
    workspace["channels"].append(made)
    return made


def new(channel_id: str, name: str, **given: Any) -> Channel:
    """A channel as the sandbox keeps it."""
    return {
        "id": channel_id,
        "name": name,
        "topic": "",
        "creator": "",
        "created": 1_770_000_000,
        "members": [],
        "is_private": False,
        "is_archived": False,
        "is_ext_shared": False,
        "messages": [],
        **given,
    }


def shown(workspace: Workspace, channel: Channel, *, count_members: bool = False) -> dict[str, Any]:
    """The channel as Slack's conversation object."""
    if "user" in channel:
        return {"id": channel["id"], "created": channel["created"], "is_im": True, "user": channel["user"]}
    object_ = {name: channel[name] for name in ("id", "name", "created", "creator", "is_private", "is_archived")}
    object_ |= {
        "name_normalized": channel["name"],
        "is_channel": not channel["is_private"],
        "is_group": channel["is_private"],
        "is_im": False,
        "is_mpim": False,
        "is_general": channel["name"] == "general",
        "is_shared": channel["is_ext_shared"],
        "is_ext_shared": channel["is_ext_shared"],
        "is_org_shared": False,
        "is_member": workspace["bot"]["user_id"] in channel["members"],
        "topic": {"value": channel["topic"], "creator": channel["creator"], "last_set": channel["created"]},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": channel.get("previous_names", []),
    }
    if channel["is_ext_shared"]:
        object_ |= {"conversation_host_id": host(workspace, channel), "context_team_id": workspace["id"]}
    if count_members:
        object_["num_members"] = len(channel["members"])
    return object_


def host(workspace: Workspace, channel: Channel) -> str:
    """The workspace that a channel shared by Slack Connect lives in: ours, unless the seed says otherwise."""
    return str(channel.get("host") or workspace["id"])


def rename(workspace: Workspace, channel: Channel, name: str) -> None:
    """Give a channel another name, in the form that Slack makes of it ("conversations.rename", "Naming")."""
    _changeable(workspace, channel)
    if channel["creator"] != workspace["bot"]["user_id"] or host(workspace, channel) != workspace["id"]:
        raise Refused("not_authorized")
    if workspace.get("only_admins_rename"):
        raise Refused("restricted_action")
    normal = name.lower().lstrip("#").strip().replace(" ", "-")
    if not normal:
        raise Refused("invalid_name_required")
    if len(normal) > _LONGEST_NAME:
        raise Refused("invalid_name_maxlength")
    if not re.fullmatch(r"[\w-]+", normal):
        raise Refused("invalid_name_specials")
    if not re.search(r"\w", normal):
        raise Refused("invalid_name_punctuation")
    if any(other["name"] == normal and other is not channel for other in workspace["channels"]):
        raise Refused("name_taken")
    if normal != channel["name"]:
        channel["previous_names"] = [channel["name"], *channel.get("previous_names", [])]
        channel["name"] = normal


def set_topic(workspace: Workspace, channel: Channel, topic: str) -> None:
    """Give a channel another topic ("conversations.setTopic"); any member may."""
    _changeable(workspace, channel)
    if len(topic) > _LONGEST_TOPIC:
        raise Refused("too_long")
    channel["topic"] = topic


def _changeable(workspace: Workspace, channel: Channel) -> None:
    joined(workspace, channel)
    if "user" in channel:
        raise Refused("method_not_supported_for_channel_type")
    if channel["is_archived"]:
        raise Refused("is_archived")
