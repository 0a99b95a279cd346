"""Slack: messages and channels in the company's own workspace, with the company's bot token."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from msgspec import Struct

from services.errors import OutsideError, Refused
from services.kept import Lookups
from services.transport import Transport, part

SYSTEM = "Slack"
CHANNEL_SECONDS = 600.0
"""How a channel stands is known for ten minutes, unless a call shows otherwise before."""
WORKSPACE, WORKSPACE_SECONDS = "workspace", 86_400.0
AT_ONCE = 8


class Channel(Struct, frozen=True):
    """A channel as ``conversations.info`` tells it; ``name`` without the ``#``.

    ``host`` is the workspace that a Slack Connect channel lives in, and ``workspace`` ours; both empty otherwise.
    """

    id: str
    name: str
    topic: str
    creator: str
    is_archived: bool
    is_member: bool
    is_shared_outside: bool
    host: str
    workspace: str
    previous_names: tuple[str, ...]

    @property
    def lives_elsewhere(self) -> bool:
        """Whether the channel belongs to the customer's workspace, so that nobody of ours can rename it."""
        return bool(self.host and self.workspace and self.host != self.workspace)


class User(Struct, frozen=True):
    """Somebody in Slack, or an app's bot."""

    id: str
    name: str
    is_bot: bool
    email: str = ""
    is_gone: bool = False


class Installation(Struct, frozen=True):
    """Whose token it is. ``scopes`` is None where Slack does not say them (a proxy may take its headers away)."""

    team: str
    bot: str
    scopes: frozenset[str] | None


class UserGroup(Struct, frozen=True):
    """A user group by its id; ``handle`` without the ``@``."""

    id: str
    handle: str
    is_disabled: bool


class Slack:
    """Slack's Web API, as far as the handover uses it."""

    def __init__(self, transport: Transport, token: str, root: str | None, lookups: Lookups) -> None:
        from services.slack_api import SlackApi

        self._api = SlackApi(transport, token, root)
        self._lookups = lookups

    def post(self, channel: str, text: str, blocks: list[dict[str, Any]], metadata: Mapping[str, Any]) -> str:
        """``chat.postMessage``; returns the message's ``ts``. ``channel`` is an id, never a name.

        ``metadata`` is what the message is found again by; everyone in the workspace can see it.
        """
        try:
            answer = self._api.call(
                "chat.postMessage",
                channel=channel,
                text=text,
                metadata=dict(metadata),
                **({"blocks": blocks} if blocks else {}),
                unfurl_links=False,
                unfurl_media=False,
            )
        except Refused:
            self._lookups.forget(("channel", channel))
            raise
        return str(part(answer, SYSTEM, "ts"))

    def find(self, channel: str, event_type: str, key: str, oldest: float) -> str | None:
        """The ``ts`` of our message with this metadata key since ``oldest`` (seconds since 1970), or None.

        All pages are followed: a short page is not the last one (effects-and-faults, section 3.1).
        """
        cursor = ""
        while True:
            page = self._api.call(
                "conversations.history",
                channel=channel,
                oldest=f"{oldest:.6f}",
                include_all_metadata=True,
                limit=200,
                cursor=cursor,
            )
            for message in part(page, SYSTEM, "messages"):
                metadata = message.get("metadata") or {}
                if (metadata.get("event_type"), metadata.get("event_payload", {}).get("key")) == (
                    event_type,
                    key,
                ):
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return None

    def has(self, channel: str, ts: str) -> bool:
        """Whether a message is still in its channel; one that was deleted above its thread is a tombstone."""
        found = self.message(channel, ts)
        return found is not None and found.get("subtype") != "tombstone"

    def message(self, channel: str, ts: str) -> dict[str, Any] | None:
        """One message with its metadata; None when it is not there."""
        page = self._api.call(
            "conversations.history",
            channel=channel,
            latest=ts,
            oldest=ts,
            inclusive=True,
            include_all_metadata=True,
            limit=1,
        )
        return next((one for one in part(page, SYSTEM, "messages") if one["ts"] == ts), None)

    def update(
        self, channel: str, ts: str, text: str, blocks: list[dict[str, Any]], metadata: Mapping[str, Any]
    ) -> None:
        """``chat.update``: our own message, replaced where it stands."""
        self._api.call("chat.update", channel=channel, ts=ts, text=text, blocks=blocks, metadata=dict(metadata))

    def delete(self, channel: str, ts: str) -> None:
        """``chat.delete``: our own message; one that is gone already is as good."""
        try:
            self._api.call("chat.delete", channel=channel, ts=ts)
        except Refused as error:
            if error.code != "message_not_found":
                raise

    def installation(self) -> Installation:
        """``auth.test``; every answer of Slack says the token's scopes in a header."""
        answer, headers = self._api.answered("auth.test")
        said = headers.get("x-oauth-scopes")
        scopes = frozenset(one.strip() for one in said.split(",")) if said is not None else None
        return Installation(str(part(answer, SYSTEM, "team")), str(part(answer, SYSTEM, "user")), scopes)

    def user_groups(self) -> dict[str, UserGroup]:
        """``usergroups.list``, disabled ones too, by id."""
        listed = part(self._api.call("usergroups.list", include_disabled=True), SYSTEM, "usergroups")
        found = (UserGroup(str(one["id"]), str(one["handle"]), bool(one.get("date_delete"))) for one in listed)
        return {one.id: one for one in found}

    def channel(self, channel_id: str) -> Channel:
        """``conversations.info``."""
        answer = self._api.call("conversations.info", channel=channel_id)
        return _channel(part(answer, SYSTEM, "channel"))

    def known_channel(self, channel_id: str) -> Channel:
        """The same as it was at most :data:`CHANNEL_SECONDS` ago; the workspace's address is asked for beside it."""
        key = ("channel", channel_id)
        if self._lookups.has(key) and self._lookups.has(WORKSPACE):
            return self._lookups.get(key, CHANNEL_SECONDS, lambda: self.channel(channel_id))
        with ThreadPoolExecutor(1) as beside:
            beside.submit(self._learn_workspace)
            return self._lookups.get(key, CHANNEL_SECONDS, lambda: self.channel(channel_id))

    def channels(self, *names: str, prefix: str = "") -> dict[str, Channel]:
        """The channels with these names, or that begin so, which the app can see, archived too; by name."""
        found: dict[str, Channel] = {}
        for one in self._channels():
            if one.name in names or (prefix and one.name.startswith(prefix)):
                found[one.name] = one
            if names and len(found) == len(names):
                break
        return found

    def rename(self, channel_id: str, name: str) -> str:
        """``conversations.rename``: returns the name as Slack shaped it, which is the one to keep."""
        answer = self._api.call("conversations.rename", channel=channel_id, name=name)
        return str(part(answer, SYSTEM, "channel", "name"))

    def set_topic(self, channel_id: str, topic: str) -> None:
        """``conversations.setTopic``."""
        self._api.call("conversations.setTopic", channel=channel_id, topic=topic)

    def user_by_email(self, email: str) -> User | None:
        """``users.lookupByEmail``; None when Slack shows the app nobody with this address."""
        try:
            return _user(part(self._api.call("users.lookupByEmail", email=email), SYSTEM, "user"))
        except Refused as error:
            if error.code == "users_not_found":
                return None
            raise

    def open(self, user_id: str) -> str:
        """``conversations.open``: the id of the direct channel to a person; asked again, it is the same one."""
        return str(part(self._api.call("conversations.open", users=user_id), SYSTEM, "channel", "id"))

    def user(self, user_id: str) -> User:
        """``users.info``."""
        return _user(part(self._api.call("users.info", user=user_id), SYSTEM, "user"))

    def users(self, user_ids: Sequence[str]) -> list[User]:
        """``users.info`` of several, some at a time."""
        with ThreadPoolExecutor(AT_ONCE) as together:
            return list(together.map(self.user, user_ids))

    def members(self, group_id: str) -> list[str]:
        """``usergroups.users.list``: the ids of a user group's members."""
        return [str(one) for one in part(self._api.call("usergroups.users.list", usergroup=group_id), SYSTEM, "users")]

    def permalink(self, channel: str, ts: str) -> str:
        """The address that opens the message: ``chat.getPermalink``, or put together where the workspace is known."""
        if self._lookups.has(WORKSPACE):
            return f"{self._workspace()}archives/{channel}/p{ts.replace('.', '')}"
        answer = self._api.call("chat.getPermalink", channel=channel, message_ts=ts)
        return str(part(answer, SYSTEM, "permalink"))

    def _workspace(self) -> str:
        """``auth.test``: the workspace's own address, with a slash at its end."""
        asked = lambda: str(part(self._api.call("auth.test"), SYSTEM, "url"))  # noqa: E731
        return self._lookups.get(WORKSPACE, WORKSPACE_SECONDS, asked)

    def _learn_workspace(self) -> None:
        """Without it, links to messages are asked for one by one."""
        with suppress(OutsideError):
            self._workspace()

    def _channels(self) -> Iterator[Channel]:
        cursor = ""
        while True:
            kinds = "public_channel,private_channel"
            page = self._api.call("conversations.list", types=kinds, limit=999, cursor=cursor)
            yield from map(_channel, part(page, SYSTEM, "channels"))
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return


def escape(text: str) -> str:
    """Text that stays text in mrkdwn: Slack asks for exactly these three characters to be escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(url: str, text: str) -> str:
    """A mrkdwn link to one of our own addresses; ``|`` and line breaks cannot stand in its text."""
    return f"<{url}|{escape(' '.join(text.split())).replace('|', '¦')}>"


def channel_link(channel_id: str) -> str:
    """The address that opens a channel in whatever workspace the person is signed in to."""
    return f"https://slack.com/app_redirect?channel={channel_id}"


def _channel(given: Mapping[str, Any]) -> Channel:
    return Channel(
        id=str(part(given, SYSTEM, "id")),
        name=str(part(given, SYSTEM, "name")),
        topic=str((given.get("topic") or {}).get("value", "")),
        creator=str(given.get("creator", "")),
        is_archived=bool(given.get("is_archived")),
        is_member=bool(given.get("is_member")),
        is_shared_outside=bool(given.get("is_ext_shared")),
        host=str(given.get("conversation_host_id") or ""),
        workspace=str(given.get("context_team_id") or ""),
        previous_names=tuple(str(one) for one in given.get("previous_names") or ()),
    )


def _user(given: Mapping[str, Any]) -> User:
    user_id = str(part(given, SYSTEM, "id"))
    name = str(given.get("real_name") or given.get("name") or user_id)
    email = str((given.get("profile") or {}).get("email") or "")
    return User(user_id, name, bool(given.get("is_bot")), email, bool(given.get("deleted")))
