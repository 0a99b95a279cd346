"""Slack: messages in the company's own workspace, with the company's bot token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.request import Request

import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.base_client import BaseClient

from services.errors import OutsideError, Refused, RefusedForNow, SignIn, Unknown
from services.transport import Answer, Transport, part

SYSTEM = "Slack"
READS = {"conversations.history", "chat.getPermalink"}
FOR_NOW = {"ratelimited", "rate_limited", "message_limit_exceeded"}
NOBODY_KNOWS = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
SIGN_IN = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}


class Slack:
    """Slack's Web API, as far as the handover uses it."""

    def __init__(self, transport: Transport, token: str, root: str | None) -> None:
        self._client = _Client(transport, token, root or BaseClient.BASE_URL)

    def post(self, channel: str, text: str, blocks: list[dict[str, Any]], metadata: Mapping[str, Any]) -> str:
        """``chat.postMessage``; returns the message's ``ts``. ``channel`` is an id, never a name.

        ``metadata`` is what the message is found again by; everyone in the workspace can see it.
        """
        answer = self._call(
            "chat.postMessage",
            channel=channel,
            text=text,
            blocks=blocks,
            metadata=dict(metadata),
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(part(answer, SYSTEM, "ts"))

    def find(self, channel: str, event_type: str, key: str, oldest: float) -> str | None:
        """The ``ts`` of our message with this metadata key since ``oldest`` (seconds since 1970), or None.

        All pages are followed: a short page is not the last one (effects-and-faults, section 3.1).
        """
        cursor = ""
        while True:
            page = self._call(
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
        """Whether a message is still in its channel; one that was deleted below its thread is a tombstone."""
        page = self._call("conversations.history", channel=channel, latest=ts, oldest=ts, inclusive=True, limit=1)
        found = part(page, SYSTEM, "messages")
        return any(one["ts"] == ts and one.get("subtype") != "tombstone" for one in found)

    def delete(self, channel: str, ts: str) -> None:
        """``chat.delete``: our own message; one that is gone already is as good."""
        try:
            self._call("chat.delete", channel=channel, ts=ts)
        except Refused as error:
            if error.code != "message_not_found":
                raise

    def permalink(self, channel: str, ts: str) -> str:
        """``chat.getPermalink``: the address that opens the message."""
        answer = self._call("chat.getPermalink", channel=channel, message_ts=ts)
        return str(part(answer, SYSTEM, "permalink"))

    def _call(self, method: str, **arguments: Any) -> dict[str, Any]:
        try:
            answer = (
                self._client.api_call(method, json=arguments)
                if method not in READS
                else (self._client.api_call(method, params=_plain(arguments)))
            )
        except SlackApiError as error:
            raise _error(error.response.get("error")) from None
        return answer.data if isinstance(answer.data, dict) else {}


def escape(text: str) -> str:
    """Text that stays text in mrkdwn: Slack asks for exactly these three characters to be escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(url: str, text: str) -> str:
    """A mrkdwn link to one of our own addresses; ``|`` and line breaks cannot stand in its text."""
    return f"<{url}|{escape(' '.join(text.split())).replace('|', '¦')}>"


class _Client(WebClient):
    """slack_sdk's client on our transport: no re-sends, kept connections, the click's deadline."""

    def __init__(self, transport: Transport, token: str, root: str) -> None:
        super().__init__(token=token, base_url=root, retry_handlers=[])
        self._transport = transport

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        prepared = requests.Request("POST", url, headers=dict(req.header_items()), data=req.data).prepare()
        reading = url.rsplit("/", 1)[-1] in READS
        answer = self._transport.send(prepared, system=SYSTEM, reading=reading, classify=_classify)
        return {"status": answer.status, "headers": dict(answer.headers), "body": answer.content.decode()}


def _classify(answer: Answer) -> None:
    if answer.status == 429:
        raise RefusedForNow(SYSTEM, "ratelimited", retry_after=answer.retry_after())
    if answer.status >= 500:
        raise Unknown(SYSTEM, f"HTTP {answer.status}")
    if not isinstance(answer.json(), dict):
        raise Unknown(SYSTEM, f"HTTP {answer.status} that is not an object")


def _error(code: object) -> OutsideError:
    if not isinstance(code, str):
        return Unknown(SYSTEM, "an answer of another shape")
    if code in FOR_NOW:
        return RefusedForNow(SYSTEM, code)
    if code in NOBODY_KNOWS:
        return Unknown(SYSTEM, code)
    if code in SIGN_IN:
        return SignIn(SYSTEM, code)
    return Refused(SYSTEM, code)


def _plain(arguments: Mapping[str, Any]) -> dict[str, str]:
    """Form arguments as Slack's read methods take them: text, with JSON for what is not."""
    return {k: v if isinstance(v, str) else json.dumps(v) for k, v in arguments.items() if v != ""}
