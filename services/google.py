"""What all of Google's APIs share: the person's token, the cut-down clients, and Google's errors.

The clients are google-api-python-client's own, built from the discovery documents that ship with it but
cut down to the methods in use: built whole, the Docs and Sheets clients cost 50 to 70 MB and a quarter of
a second each (reference: performance, section 2).
"""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httplib2
from googleapiclient import discovery
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.model import JsonModel
from msgspec.structs import replace

from services.errors import NoAccess, OutsideError, Refused, RefusedForNow, ScopeMissing, SignIn, Unknown
from services.json_bytes import parsed
from services.transport import Answer, Request, Sending, Transport

RATE_REASONS = {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "quotaExceeded"}
SCOPE_REASONS = {"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions", "insufficientScopes"}
NO_CONTENT = 204
"""How Google answers a deletion: done, and nothing to say."""
PLAIN = "(),:/"
"""What a mask of fields and a range of cells are full of, and what stands for itself in a query (RFC 3986, 3.4)."""
SIGN_IN_WORDS = "Google did not accept your sign-in."


class GoogleHttp:
    """httplib2's call shape over our transport, with the person's token.

    google-api-python-client asks its ``http`` object only for ``request``; giving it this one takes
    httplib2's hidden second send away (measured: effects-and-faults, section 4).
    """

    def __init__(self, transport: Transport, token: str, system: str, writing: Sending = "once") -> None:
        self._transport = transport
        self._token = token
        self._system = system
        self._writing = writing

    def keyed(self) -> GoogleHttp:
        """The same, for writes that Google knows by a key of ours: they may be sent again when nobody answers."""
        return GoogleHttp(self._transport, self._token, self._system, "keyed")

    def ask(self, request: Any) -> Any:
        """What a request of :func:`google_collection` is answered, asked as the person: JSON, parsed once."""
        try:
            return request.execute(http=self)
        except ValueError as error:
            raise Unknown(self._system, "success that is not JSON") from error

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        **_: object,
    ) -> tuple[httplib2.Response, bytes]:
        """Send one request as the person; raises the errors family instead of returning a refusal."""
        answer = self.send(Request(method, uri, headers or {}, body.encode() if isinstance(body, str) else body))
        if method == "DELETE" and answer.status != NO_CONTENT:
            # Of a deletion the client reads nothing, and would take any page for success.
            answer.json()
        return httplib2.Response({**answer.headers, "status": str(answer.status)}), answer.content

    def send(self, request: Request) -> Answer:
        """Send with the person's token."""
        mine = replace(request, headers={**request.headers, "Authorization": f"Bearer {self._token}"})
        sending = "read" if request.method == "GET" else self._writing
        return self._transport.send(mine, system=self._system, sending=sending, classify=classify)


@functools.cache
def google_collection(name: str, version: str, methods: tuple[str, ...], root: str | None, *path: str) -> Any:
    """A collection of google-api-python-client with ``methods`` (ids such as ``docs.documents.get``), kept for good.

    ``path`` leads to it, for instance ``users``, ``drafts``. ``root`` replaces Google's own host, for the sandbox and
    for emulators. It knows no person and cannot send: its requests are given to :meth:`GoogleHttp.ask`.
    """
    found = _client(name, version, methods, root)
    for step in path:
        found = getattr(found, step)()
    return found


@functools.cache
def _client(name: str, version: str, methods: tuple[str, ...], root: str | None) -> Any:
    document = copy.deepcopy(_cut_down(name, version, methods))
    if root:
        document["rootUrl"] = root.rstrip("/") + "/"
    nobody = object()
    return discovery.build_from_document(document, http=nobody, model=_Wire())


@functools.cache
def _cut_down(name: str, version: str, methods: tuple[str, ...]) -> dict[str, Any]:
    """The library's own discovery document with ``methods`` only, and with one empty schema.

    The schemas serve nothing but docstrings, which are what costs the time and the memory.
    """
    document: dict[str, Any] = json.loads(get_static_doc(name, version))
    document["resources"] = _kept(document["resources"], methods)
    document["schemas"] = {"Any": {"id": "Any", "type": "object"}}
    return document


def _kept(resources: dict[str, Any], methods: tuple[str, ...]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, resource in resources.items():
        mine = {key: _schemaless(m) for key, m in resource.get("methods", {}).items() if m["id"] in methods}
        below = _kept(resource.get("resources", {}), methods)
        if mine or below:
            kept[name] = {"methods": mine, "resources": below}
    return kept


def _schemaless(method: dict[str, Any]) -> dict[str, Any]:
    replaced: dict[str, Any] = {key: {"$ref": "Any"} for key in ("request", "response") if key in method}
    return {**method, **replaced}


class _Wire:
    """How the clients write an address, and read an answer: what they ask of the library's own model."""

    def __init__(self) -> None:
        self._library = JsonModel()

    def request(
        self, headers: Any, path_params: Any, query_params: Any, body_value: Any, api_version: str | None = None
    ) -> Any:
        """The library's own, but for the query: a mask of fields is quoted no further than RFC 3986, 3.4, asks for."""
        headers, path, query, body = self._library.request(headers, path_params, {}, body_value, api_version)
        asked = urlencode(query_params, doseq=True, safe=PLAIN)
        return headers, path, f"{query}&{asked}" if asked else query, body

    def response(self, answer: httplib2.Response, content: bytes) -> Any:
        """The value of a success's JSON; refusals never come here. Raises :class:`ValueError` when it is none."""
        return self._library.no_content_response if answer.status == NO_CONTENT else parsed(content)


def classify(answer: Answer) -> None:
    """Turn Google's refusals into the errors family (reference: effects-and-faults, sections 3 and 4)."""
    if answer.ok:
        return
    raise _error(answer.system, answer.status, *_reasons(answer), answer.retry_after())


def _error(system: str, status: int, reasons: set[str], message: str, retry_after: float | None) -> OutsideError:
    code = next(iter(sorted(reasons)), f"HTTP {status}")
    if status == 401:
        return SignIn(system, code, SIGN_IN_WORDS)
    if status == 403 and reasons & SCOPE_REASONS:
        return ScopeMissing(system, code, message)
    if status == 429 or (status == 403 and reasons & RATE_REASONS):
        return RefusedForNow(system, code, message, retry_after)
    if status == 409 and "ABORTED" in reasons:
        return RefusedForNow(system, code, message, retry_after)
    if status in (403, 404):
        return NoAccess(system, code, message, status)
    if 400 <= status < 500:
        return Refused(system, code, message)
    return Unknown(system, f"HTTP {status}")


def _reasons(answer: Answer) -> tuple[set[str], str]:
    """Google's own words, from both of its error shapes (``details`` and the older ``errors``)."""
    try:
        error = parsed(answer.content)["error"]
        listed = [*error.get("details", []), *error.get("errors", [])]
        reasons = {str(one["reason"]) for one in listed if "reason" in one}
        # What got in another request's way has no reason of its own, only google.rpc.Code's name.
        reasons |= {"ABORTED"} & {error.get("status")}
        return reasons, str(error.get("message", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return set(), ""
