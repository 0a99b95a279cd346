"""Slack: a workspace with channels, people and groups, and the Web API of a bot in it.

Answers are HTTP 200 with `ok`, as Slack's are; only a rate limit has a status of its own.
"""

import copy
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from services.sandbox.exchange import Answer, Exchange, json_answer
from services.sandbox.slack import channels, messages
from services.sandbox.slack.arguments import Arguments, Refused, flag, page, read, required, structure
from services.sandbox.store import Store

PREFIX = "/slack/api/"
Message = dict[str, Any]
_NEVER_SHOWN = ("metadata",)
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


class _Method(NamedTuple):
    answer: Callable[[Arguments], dict[str, Any]]
    scopes: tuple[str, ...]  # any one of them will do; none is needed where there is none


class Slack:
    """Keeps the workspace; messages as they were sent, with nothing escaped a second time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._methods = {
            "auth.test": _Method(self._auth_test, ()),
            "chat.postMessage": _Method(self._post_message, ("chat:write",)),
            "chat.update": _Method(self._update, ("chat:write",)),
            "chat.delete": _Method(self._delete, ("chat:write",)),
            "chat.getPermalink": _Method(self._get_permalink, ()),
            "conversations.history": _Method(self._history, _HISTORY),
            "conversations.replies": _Method(self._replies, _HISTORY),
            "conversations.info": _Method(self._info, _READ),
            "conversations.list": _Method(self._list, _READ),
            "conversations.members": _Method(self._members, _READ),
            "conversations.rename": _Method(self._rename, ("channels:manage", "groups:write")),
            "conversations.open": _Method(self._open, ("im:write", "mpim:write")),
            "conversations.join": _Method(self._join, ("channels:join",)),
            "usergroups.list": _Method(self._usergroups_list, ("usergroups:read",)),
            "users.list": _Method(self._users_list, ("users:read",)),
            "users.info": _Method(self._users_info, ("users:read",)),
            "users.lookupByEmail": _Method(self._users_lookup, ("users:read.email",)),
        }

    def recognise(self, exchange: Exchange) -> None:
        """Find out which method is asked, for the faults and for the log."""
        exchange.system, exchange.method, exchange.person = "slack", exchange.path.removeprefix(PREFIX), "bot"
        try:
            given = read(exchange)
        except Refused:
            return
        for name in ("blocks", "metadata", "attachments"):
            if isinstance(given.get(name), str):
                try:
                    given[name] = structure(given, name, "")
                except Refused:
                    continue
        exchange.body = {name: value for name, value in given.items() if name != "token"}

    def answer(self, exchange: Exchange) -> Answer:
        """The answer to a call."""
        try:
            given = read(exchange)
            with self._store.lock:
                return json_answer(200, {"ok": True, **self._call(exchange, given)})
        except Refused as refused:
            return json_answer(200, refused.body)

    def panel(self) -> dict[str, Any]:
        """What the host page draws: channels with messages, groups, people."""
        with self._store.lock:
            workspace = self._workspace
            return {
                "channels": [self._channel_panel(channel) for channel in workspace["channels"]],
                "usergroups": [
                    {name: group[name] for name in ("id", "handle", "name")} for group in workspace["usergroups"]
                ],
                "users": [
                    {
                        "id": user["id"],
                        "name": user["name"],
                        "real_name": user["real_name"],
                        "is_bot": user["is_bot"],
                    }
                    for user in workspace["users"]
                ],
            }

    def say(self, channel: str, user_id: str, text: str, thread_ts: str | None = None) -> str:
        """A person writes in a channel; answers the message's ts."""
        with self._store.lock:
            found = channels.find(self._workspace, channel)
            message = self._keep(found, {"text": text}, user_id, thread_ts)
            self._store.changed()
            return str(message["ts"])

    @property
    def _workspace(self) -> dict[str, Any]:
        workspace: dict[str, Any] = self._store.section("slack")
        return workspace

    def _call(self, exchange: Exchange, given: Arguments) -> dict[str, Any]:
        method = self._methods.get(exchange.method)
        if method is None:
            raise Refused("unknown_method", req_method=exchange.method)
        kind, _, token = exchange.headers.get("Authorization", "").partition(" ")
        token = token if kind.lower() == "bearer" else str(given.get("token", ""))
        if not token:
            raise Refused("not_authed")
        if token != self._workspace["bot"]["token"]:
            raise Refused("invalid_auth")
        provided = self._workspace["bot"]["scopes"]
        if method.scopes and not set(method.scopes) & set(provided):
            raise Refused("missing_scope", needed=method.scopes[0], provided=",".join(provided))
        return method.answer(given)

    def _channel_panel(self, channel: channels.Channel) -> dict[str, Any]:
        shown = [{**message, "permalink": self._permalink(channel, message)} for message in channel["messages"]]
        name = channel["name"] or next(
            each["name"] for each in self._workspace["users"] if each["id"] == channel["user"]
        )
        about = {"id": channel["id"], "name": name, "topic": channel["topic"], "members": len(channel["members"])}
        return {**about, "messages": copy.deepcopy(shown)}

    def _permalink(self, channel: channels.Channel, message: Message) -> str:
        link = f"{self._workspace['url']}archives/{channel['id']}/p{message['ts'].replace('.', '')}"
        thread = message.get("thread_ts")
        return f"{link}?thread_ts={thread}&cid={channel['id']}" if thread and thread != message["ts"] else link

    def _auth_test(self, _: Arguments) -> dict[str, Any]:
        workspace = self._workspace
        bot = {name: workspace["bot"][name] for name in ("user_id", "bot_id")}
        team = {"url": workspace["url"], "team": workspace["name"], "team_id": workspace["id"]}
        return {**team, "user": workspace["bot"]["name"], **bot, "is_enterprise_install": False}

    def _post_message(self, given: Arguments) -> dict[str, Any]:
        (wanted,) = required(given, "channel")
        written = messages.content(given)
        workspace = self._workspace
        is_user = wanted.startswith(("U", "W")) and wanted.isalnum()
        channel = channels.direct(workspace, wanted) if is_user else channels.find(workspace, wanted)
        channels.joined(workspace, channel)
        if channel["is_archived"]:
            raise Refused("is_archived")
        thread = given.get("thread_ts")
        if thread and not _by_ts(channel, str(thread)):
            raise Refused("thread_not_found")
        message = self._keep(channel, written, workspace["bot"]["user_id"], thread)
        self._store.changed()
        return {"channel": channel["id"], "ts": message["ts"], "message": copy.deepcopy(message)}

    def _keep(self, channel: channels.Channel, written: Message, user_id: str, thread: Any) -> Message:
        workspace = self._workspace
        message: Message = {"type": "message", "user": user_id, "ts": self._next_ts(), "team": workspace["id"]}
        bot = workspace["bot"]
        if user_id == bot["user_id"]:
            profile = {
                "id": bot["bot_id"],
                "app_id": bot["app_id"],
                "name": bot["name"],
                "team_id": workspace["id"],
            }
            message |= {"bot_id": bot["bot_id"], "app_id": bot["app_id"], "bot_profile": profile}
        message |= written
        parent = _by_ts(channel, str(thread)) if thread else None
        if parent:
            message |= {"thread_ts": parent["ts"], "parent_user_id": parent["user"]}
            parent["thread_ts"] = parent["ts"]
            parent["reply_count"] = parent.get("reply_count", 0) + 1
            parent["latest_reply"] = message["ts"]
        channel["messages"].append(message)
        return message

    def _next_ts(self) -> str:
        # Two messages never share a time stamp, however fast they come.
        micro = max(int(time.time() * 1_000_000), int(self._workspace.get("last_micro", 0)) + 1)
        self._workspace["last_micro"] = micro
        return f"{micro // 1_000_000}.{micro % 1_000_000:06d}"

    def _own(self, given: Arguments, error: str) -> tuple[channels.Channel, Message]:
        wanted, ts = required(given, "channel", "ts")
        channel = channels.by_id(self._workspace, wanted)
        message = _by_ts(channel, ts)
        if message is None:
            raise Refused("message_not_found")
        if message["user"] != self._workspace["bot"]["user_id"]:
            raise Refused(error)
        return channel, message

    def _update(self, given: Arguments) -> dict[str, Any]:
        channel, message = self._own(given, "cant_update_message")
        written = messages.content(given)
        message |= written
        if "blocks" not in written:
            message.pop("blocks", None)
        message["edited"] = {"user": message["user"], "ts": self._next_ts()}
        self._store.changed()
        return {
            "channel": channel["id"],
            "ts": message["ts"],
            "text": message["text"],
            "message": copy.deepcopy(message),
        }

    def _delete(self, given: Arguments) -> dict[str, Any]:
        channel, message = self._own(given, "cant_delete_message")
        channel["messages"].remove(message)
        self._store.changed()
        return {"channel": channel["id"], "ts": message["ts"]}

    def _get_permalink(self, given: Arguments) -> dict[str, Any]:
        wanted, ts = required(given, "channel", "message_ts")
        channel = channels.by_id(self._workspace, wanted)
        message = _by_ts(channel, ts)
        if message is None:
            raise Refused("message_not_found")
        return {"channel": channel["id"], "permalink": self._permalink(channel, message)}

    def _history(self, given: Arguments) -> dict[str, Any]:
        channel = self._readable(given)
        top = [each for each in reversed(channel["messages"]) if each.get("thread_ts", each["ts"]) == each["ts"]]
        return self._messages_page(top, given)

    def _replies(self, given: Arguments) -> dict[str, Any]:
        channel = self._readable(given)
        (ts,) = required(given, "ts")
        message = _by_ts(channel, ts)
        if message is None:
            raise Refused("thread_not_found")
        thread = message.get("thread_ts", ts)
        found = [each for each in channel["messages"] if thread in (each["ts"], each.get("thread_ts"))]
        return self._messages_page(found, given, always=thread)

    def _readable(self, given: Arguments) -> channels.Channel:
        (wanted,) = required(given, "channel")
        return channels.joined(self._workspace, channels.by_id(self._workspace, wanted))

    @staticmethod
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
        hidden = () if flag(given, "include_all_metadata") else _NEVER_SHOWN
        listed = [{name: value for name, value in message.items() if name not in hidden} for message in shown]
        answer: dict[str, Any] = {"messages": copy.deepcopy(listed), "has_more": bool(cursor), "pin_count": 0}
        return {**answer, "response_metadata": {"next_cursor": cursor}} if cursor else answer

    def _info(self, given: Arguments) -> dict[str, Any]:
        (wanted,) = required(given, "channel")
        channel = channels.by_id(self._workspace, wanted)
        count = flag(given, "include_num_members")
        return {"channel": channels.shown(self._workspace, channel, count_members=count)}

    def _list(self, given: Arguments) -> dict[str, Any]:
        kinds = str(given.get("types") or "public_channel").replace(" ", "").split(",")
        if not set(kinds) <= {"public_channel", "private_channel", "mpim", "im"}:
            raise Refused("invalid_types")
        bot = self._workspace["bot"]["user_id"]
        found = [
            channel
            for channel in self._workspace["channels"]
            if _kind(channel) in kinds
            and (not channel["is_private"] or bot in channel["members"])
            and not (channel["is_archived"] and flag(given, "exclude_archived"))
        ]
        shown, cursor = page(found, given, most=999)
        listed = [channels.shown(self._workspace, channel, count_members=True) for channel in shown]
        return {"channels": listed, "response_metadata": {"next_cursor": cursor}}

    def _members(self, given: Arguments) -> dict[str, Any]:
        (wanted,) = required(given, "channel")
        shown, cursor = page(channels.by_id(self._workspace, wanted)["members"], given)
        return {"members": shown, "response_metadata": {"next_cursor": cursor}}

    def _rename(self, given: Arguments) -> dict[str, Any]:
        (wanted,) = required(given, "channel")
        channel = channels.by_id(self._workspace, wanted)
        channels.rename(self._workspace, channel, str(given.get("name", "")))
        self._store.changed()
        return {"channel": channels.shown(self._workspace, channel)}

    def _open(self, given: Arguments) -> dict[str, Any]:
        (users,) = required(given, "users")
        if "," in users:
            raise Refused("method_not_supported_for_channel_type")
        channel = channels.direct(self._workspace, users)
        self._store.changed()
        return {"channel": {"id": channel["id"]}}

    def _join(self, given: Arguments) -> dict[str, Any]:
        (wanted,) = required(given, "channel")
        channel = channels.by_id(self._workspace, wanted)
        bot = self._workspace["bot"]["user_id"]
        if channel["is_archived"]:
            raise Refused("is_archived")
        if bot not in channel["members"]:
            channel["members"].append(bot)
            self._store.changed()
        return {"channel": channels.shown(self._workspace, channel)}

    def _usergroups_list(self, given: Arguments) -> dict[str, Any]:
        hidden = () if flag(given, "include_users") else ("users",)
        groups = self._workspace["usergroups"]
        return {
            "usergroups": [{name: value for name, value in each.items() if name not in hidden} for each in groups]
        }

    def _users_list(self, given: Arguments) -> dict[str, Any]:
        shown, cursor = page(self._workspace["users"], given)
        return {"members": copy.deepcopy(shown), "response_metadata": {"next_cursor": cursor}}

    def _users_info(self, given: Arguments) -> dict[str, Any]:
        (wanted,) = required(given, "user")
        for user in self._workspace["users"]:
            if user["id"] == wanted:
                return {"user": copy.deepcopy(user)}
        raise Refused("user_not_found")

    def _users_lookup(self, given: Arguments) -> dict[str, Any]:
        (wanted,) = required(given, "email")
        for user in self._workspace["users"]:
            if user["profile"].get("email", "").lower() == wanted.lower() and not user["deleted"]:
                return {"user": copy.deepcopy(user)}
        raise Refused("users_not_found")


def _kind(channel: channels.Channel) -> str:
    if "user" in channel:
        return "im"
    return "private_channel" if channel["is_private"] else "public_channel"


def _by_ts(channel: channels.Channel, ts: str) -> Message | None:
    return next((message for message in channel["messages"] if message["ts"] == ts), None)


def _time(given: Arguments, name: str, default: str) -> tuple[int, int]:
    try:
        return _ts(str(given.get(name) or default))
    except ValueError:
        raise Refused(f"invalid_ts_{name}") from None


def _ts(text: str) -> tuple[int, int]:
    seconds, _, micro = text.partition(".")
    return int(seconds), int(f"{micro:0<6}"[:6])
