"""slack_sdk's client on our transport, and Slack's errors in the one family."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.request import Request

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.base_client import BaseClient

from services.encoded import encoded
from services.errors import OutsideError, Refused, RefusedForNow, SignIn, Unknown
from services.transport import Answer, Sending, Transport

SYSTEM = "Slack"
QUIET = logging.getLogger("slack_sdk.without_bodies")
"""slack_sdk writes whole bodies at DEBUG, and a message may hold a license key."""
QUIET.setLevel(logging.INFO)
READS = {
    "auth.test",
    "conversations.history",
    "conversations.info",
    "conversations.list",
    "chat.getPermalink",
    "users.info",
    "users.lookupByEmail",
    "usergroups.list",
    "usergroups.users.list",
}
FOR_NOW = {"ratelimited", "rate_limited", "message_limit_exceeded"}
NOBODY_KNOWS = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
SIGN_IN = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}


class SlackApi:
    """Calls one method at a time, with the company's bot token."""

    def __init__(self, transport: Transport, token: str, root: str | None) -> None:
        self._client = _Client(transport, token, root or BaseClient.BASE_URL)

    def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """One call of the Web API; raises the errors family for everything that is not ``ok``."""
        return self.answered(method, **arguments)[0]

    def answered(self, method: str, **arguments: Any) -> tuple[dict[str, Any], Mapping[str, str]]:
        """The same with the answer's headers, by their names in small letters."""
        try:
            answer = (
                self._client.api_call(method, json=arguments)
                if method not in READS
                else (self._client.api_call(method, params=_plain(arguments)))
            )
        except SlackApiError as error:
            raise _error(error.response.get("error")) from None
        headers = {name.lower(): str(value) for name, value in answer.headers.items()}
        return answer.data if isinstance(answer.data, dict) else {}, headers


class _Client(WebClient):
    """slack_sdk's client on our transport: no re-sends, kept connections, the click's deadline."""

    def __init__(self, transport: Transport, token: str, root: str) -> None:
        super().__init__(token=token, base_url=root, retry_handlers=[], logger=QUIET)
        self._transport = transport

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        prepared = encoded("POST", url, headers=dict(req.header_items()), data=req.data)
        sending: Sending = "read" if url.rsplit("/", 1)[-1] in READS else "once"
        answer = self._transport.send(prepared, system=SYSTEM, sending=sending, classify=_classify)
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
