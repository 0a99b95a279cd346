"""Slack: a workspace with channels, people and groups, and the Web API of a bot in it.

Answers are HTTP 200 with `ok`, as Slack's are; only a rate limit has a status of its own.
"""

import copy
import json
from collections.abc import Callable
from typing import Any, NamedTuple

from services.sandbox.exchange import Answer, Exchange, json_answer
from services.sandbox.slack import channels, chat, conversations, messages, people
from services.sandbox.slack.arguments import Arguments, Refused, read, structure
from services.sandbox.slack.channels import Channel, Workspace
from services.sandbox.store import Store

PREFIX = "/slack/api/"
# A method that works on channels needs the scope of the kind of channel that it is asked for.
_PREFIXES = {"public_channel": "channels:", "private_channel": "groups:", "im": "im:"}
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


class _Method(NamedTuple):
    answer: Callable[[Workspace, Arguments], dict[str, Any]]
    scopes: tuple[str, ...] = ()  # of several, the one for the channel's kind, else any; none where there is none
    changes: bool = False


METHODS = {
    "auth.test": _Method(people.auth_test),
    "chat.postMessage": _Method(chat.post_message, ("chat:write",), changes=True),
    "chat.update": _Method(chat.update, ("chat:write",), changes=True),
    "chat.delete": _Method(chat.delete, ("chat:write",), changes=True),
    "chat.getPermalink": _Method(chat.get_permalink),
    "conversations.history": _Method(conversations.history, _HISTORY),
    "conversations.replies": _Method(conversations.replies, _HISTORY),
    "conversations.info": _Method(conversations.info, _READ),
    "conversations.list": _Method(conversations.list_, _READ),
    "conversations.members": _Method(conversations.members, _READ),
    "conversations.rename": _Method(conversations.rename, ("channels:manage", "groups:write"), changes=True),
    "conversations.setTopic": _Method(conversations.set_topic, ("channels:manage", "groups:write"), changes=True),
    "conversations.open": _Method(conversations.open_, ("im:write",), changes=True),
    "conversations.join": _Method(conversations.join, ("channels:join",), changes=True),
    "usergroups.list": _Method(people.usergroups_list, ("usergroups:read",)),
    "usergroups.users.list": _Method(people.usergroups_users_list, ("usergroups:read",)),
    "users.list": _Method(people.users_list, ("users:read",)),
    "users.info": _Method(people.users_info, ("users:read",)),
    "users.lookupByEmail": _Method(people.users_lookup_by_email, ("users:read.email",)),
}


class Slack:
    """Keeps the workspace; messages as they were sent, with nothing escaped a second time."""

    name = "slack"

    def __init__(self, store: Store) -> None:
        self._store = store

    def owns(self, path: str) -> bool:
        """The Web API's methods."""
        return path.startswith(PREFIX)

    def recognise(self, exchange: Exchange) -> None:
        """Find out which method is asked, for the faults and for the log."""
        exchange.system, exchange.method, exchange.person = self.name, exchange.path.removeprefix(PREFIX), "bot"
        try:
            given = read(exchange)
            for name in ("blocks", "metadata", "attachments"):
                if name in given:
                    given[name] = structure(given, name, "not JSON")
        except Refused:
            return
        exchange.body = {name: value for name, value in given.items() if name != "token"}

    def answer(self, exchange: Exchange) -> Answer:
        """The answer to a call."""
        try:
            given = read(exchange)
            with self._store.lock:
                headers = {"X-OAuth-Scopes": ",".join(self._workspace["bot"]["scopes"])}
                return json_answer(200, {"ok": True, **self._call(exchange, given)}, headers=headers)
        except Refused as refused:
            return json_answer(200, refused.body)

    def went_well(self, answer: Answer) -> bool:
        """Status 200 says nothing."""
        return bool(json.loads(answer.body)["ok"])

    def failed(self, kind: str, answer: Answer | None) -> Answer:
        """Slack's own words for a fault."""
        match kind:
            case "429" | "403_rate":
                return json_answer(429, {"ok": False, "error": "ratelimited"}, headers={"Retry-After": "1"})
            case "401":
                return json_answer(200, {"ok": False, "error": "token_revoked"})
            case "403":
                return json_answer(200, {"ok": False, "error": "restricted_action"})
            case "503":
                return Answer(503, b"upstream connect error", "text/plain")
        return json_answer(500, {"ok": False, "error": "internal_error"})

    def settings(self, root: str) -> dict[str, str]:
        """The bot's token, and where it is taken."""
        return {"SLACK_API_URL": root + PREFIX, "SLACK_BOT_TOKEN": self.token}

    @property
    def token(self) -> str:
        """The bot token that is accepted."""
        return str(self._workspace["bot"]["token"])

    def panel(self) -> dict[str, Any]:
        """What the host page draws: channels with messages, groups, people."""
        with self._store.lock:
            workspace = self._workspace
            groups, users = workspace["usergroups"], workspace["users"]
            return {
                "channels": [self._channel_panel(channel) for channel in workspace["channels"]],
                "usergroups": [{name: group[name] for name in ("id", "handle", "name")} for group in groups],
                "users": [{name: user[name] for name in ("id", "name", "real_name", "is_bot")} for user in users],
            }

    def say(self, channel: str, user_id: str, text: str, thread_ts: str | None = None) -> str:
        """A person writes in a channel; answers the message's ts."""
        with self._store.lock:
            found = channels.find(self._workspace, channel)
            message = messages.keep(self._workspace, found, {"text": text}, user_id, thread_ts)
            self._store.changed()
            return str(message["ts"])

    @property
    def _workspace(self) -> Workspace:
        workspace: Workspace = self._store.section("slack")
        return workspace

    def _call(self, exchange: Exchange, given: Arguments) -> dict[str, Any]:
        method = METHODS.get(exchange.method)
        if method is None:
            raise Refused("unknown_method", req_method=exchange.method)
        kind, _, token = exchange.headers.get("Authorization", "").partition(" ")
        token = token if kind.lower() == "bearer" else str(given.get("token", ""))
        if not token:
            raise Refused("not_authed")
        if token != self._workspace["bot"]["token"]:
            raise Refused("invalid_auth")
        provided, needed = self._workspace["bot"]["scopes"], self._needed(method, given)
        if needed and not set(needed) & set(provided):
            raise Refused("missing_scope", needed=needed[0], provided=",".join(provided))
        answer = method.answer(self._workspace, given)
        if method.changes:
            self._store.changed()
        return answer

    def _needed(self, method: _Method, given: Arguments) -> tuple[str, ...]:
        """The scopes of which any one will do for this call."""
        channel = channels.seen(self._workspace, str(given.get("channel", "")))
        if channel is None:
            return method.scopes
        prefix = _PREFIXES[channels.kind(channel)]
        return tuple(scope for scope in method.scopes if scope.startswith(prefix)) or method.scopes

    def _channel_panel(self, channel: Channel) -> dict[str, Any]:
        workspace = self._workspace
        shown = [
            {**copy.deepcopy(message), "permalink": messages.permalink(workspace, channel, message)}
            for message in channel["messages"]
        ]
        name = channel["name"] or next(user["name"] for user in workspace["users"] if user["id"] == channel["user"])
        about = {"id": channel["id"], "name": name, "topic": channel["topic"], "members": len(channel["members"])}
        return {**about, "messages": shown}
