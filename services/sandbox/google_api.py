"""The front that all Google APIs share: token, scopes, address, parameters, body, answer, partial response."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from services.sandbox import discovery, fields, schema
from services.sandbox.discovery import Method
from services.sandbox.exchange import Answer, Call, Exchange, json_answer
from services.sandbox.identity import Access, Identity, Person
from services.sandbox.refusal import Refusal, error_info, invalid

Handler = Callable[[Call], dict[str, Any] | Answer | None]
_SCOPE = "https://www.googleapis.com/auth/"
_FILE_SCOPES = frozenset({_SCOPE + "drive.file"})
_FILE = "kind,id,name,mimeType"
# Drive answers only these fields unless asked for others (Drive API guide, "Return specific fields").
_DEFAULT_FIELDS = {
    "drive.files.get": _FILE,
    "drive.files.copy": _FILE,
    "drive.files.create": _FILE,
    "drive.files.update": _FILE,
    "drive.files.list": f"kind,nextPageToken,incompleteSearch,files({_FILE})",
}
_REMEMBERED = 10_000
_SIGN_IN = (
    "Expected OAuth 2 access token, login cookie or other valid authentication credential. "
    "See https://developers.google.com/identity/sign-in/web/devconsole-project."
)


class GoogleApi:
    """Answers for every Google API in play, with one handler per method id."""

    def __init__(self, identity: Identity, handlers: Mapping[str, Handler], complain: Callable[[str], None]) -> None:
        self._identity = identity
        self._handlers = handlers
        self._complain = complain
        self._right: dict[bytes, None] = {}

    def recognise(self, exchange: Exchange) -> None:
        """Find out which system and method is asked, for the faults and for the log."""
        found = discovery.find(exchange.http_method, exchange.path)
        if found:
            exchange.system, exchange.method = found[0].api, found[0].id
        access = self._access(exchange)
        exchange.person = access.email if access else None
        exchange.body = _as_logged(exchange.data)

    def answer(self, exchange: Exchange) -> Answer:
        """The answer of the method that is asked, or Google's refusal."""
        found = discovery.find(exchange.http_method, exchange.path)
        if not found:
            return _nowhere(exchange)
        method, path = found
        try:
            call = self._call(exchange, method, path)
            return self._answer(call)
        except Refusal as refusal:
            return json_answer(refusal.code, refusal.body(method.api), pretty=True, headers=refusal.headers)

    def _call(self, exchange: Exchange, method: Method, path: dict[str, str]) -> Call:
        query = discovery.check_query(method, exchange.query)
        person, scopes = self._sign_in(exchange, method)
        body = _body(exchange, method)
        mask = None
        text = query.get("fields", _DEFAULT_FIELDS.get(method.id))
        if text is not None and method.response:
            mask = fields.parse(text, method.api)
            fields.check(mask, method.schemas, method.response, method.api)
        broad = bool((scopes & set(method.scopes)) - _FILE_SCOPES)
        return Call(method, path, query, body, person, broad, mask)

    def _answer(self, call: Call) -> Answer:
        handler = self._handlers.get(call.method.id)
        asked = call.method.id + ("" if call.query.get("alt", "json") == "json" else f" with alt={call.query['alt']}")
        if handler is None or asked != call.method.id:
            self._complain(f"The sandbox does not play {asked}.")
            raise Refusal(501, "UNIMPLEMENTED", f"The sandbox does not play {asked}.")
        value = handler(call)
        if isinstance(value, Answer):
            return value
        if call.method.response is None:
            return Answer(204, b"")
        self._judge(call.method, call.method.response, value)
        shown = fields.apply(call.mask, value) if call.mask is not None else value
        return json_answer(200, shown, pretty=call.query.get("prettyPrint", True))

    def _judge(self, method: Method, response: str, value: Any) -> None:
        """An answer that was right before is right again; most documents are read unchanged many times."""
        written = hashlib.blake2b(f"{method.id} {json.dumps(value)}".encode()).digest()
        if written in self._right:
            return
        for violation in schema.violations(method.schemas, response, value, answer=True):
            self._complain(f"Answer of {method.id} is not as Google describes it: {violation.text}")
            raise Refusal(500, "INTERNAL", f"The sandbox answers {method.id} wrongly: {violation.text}")
        self._right[written] = None
        if len(self._right) > _REMEMBERED:
            del self._right[next(iter(self._right))]

    def _access(self, exchange: Exchange) -> Access | None:
        kind, _, token = exchange.headers.get("Authorization", "").partition(" ")
        return self._identity.access(token) if kind == "Bearer" else None

    def _sign_in(self, exchange: Exchange, method: Method) -> tuple[Person, frozenset[str]]:
        if "access_token" in exchange.query:
            self._complain(f"A token stands in the address of a request to {method.id}.")
        if not exchange.headers.get("Authorization"):
            raise _unauthenticated(
                f"Request is missing required authentication credential. {_SIGN_IN}", "CREDENTIALS_MISSING"
            )
        access = self._access(exchange)
        person = self._identity.person(access.email) if access else None
        if access is None or person is None:
            text = f"Request had invalid authentication credentials. {_SIGN_IN}"
            raise _unauthenticated(text, "ACCESS_TOKEN_EXPIRED")
        if not access.scopes & set(method.scopes):
            raise _insufficient(method)
        return person, access.scopes


def unauthorised() -> Refusal:
    """What Google says to a token that it does not accept (any more)."""
    return _unauthenticated(f"Request had invalid authentication credentials. {_SIGN_IN}", "ACCESS_TOKEN_EXPIRED")


def _unauthenticated(message: str, reason: str) -> Refusal:
    return Refusal(
        401,
        "UNAUTHENTICATED",
        message,
        details=error_info(reason, service="sandbox"),
        location="Authorization",
        headers={"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"'},
    )


def _insufficient(method: Method) -> Refusal:
    return Refusal(
        403,
        "PERMISSION_DENIED",
        "Request had insufficient authentication scopes.",
        reason="insufficientPermissions",
        details=error_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", service=f"{method.api}.googleapis.com", method=method.id),
        headers={
            "WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="insufficient_scope", '
            f'scope="{" ".join(method.scopes)}"'
        },
    )


def _body(exchange: Exchange, method: Method) -> dict[str, Any]:
    if not exchange.data:
        return {}
    try:
        body = json.loads(exchange.data)
    except ValueError as error:
        text = f"Invalid JSON payload received. {error}"
        raise invalid(text, ("", text)) from None
    if method.request is None:
        text = 'Invalid JSON payload received. Unknown name "": Root element must be a message.'
        if body:
            raise invalid(text, ("", text))
        return {}
    found = schema.violations(method.schemas, method.request, body)
    if found:
        raise invalid("\n".join(each.text for each in found), *((each.field, each.text) for each in found))
    return _without_nulls(body) if isinstance(body, dict) else {}


def _without_nulls(body: dict[str, Any]) -> dict[str, Any]:
    """Null members count as not given; nulls in lists (cells that stay as they are) count."""
    kept: dict[str, Any] = {}
    for key, value in body.items():
        if isinstance(value, dict):
            kept[key] = _without_nulls(value)
        elif isinstance(value, list):
            kept[key] = [_without_nulls(item) if isinstance(item, dict) else item for item in value]
        elif value is not None:
            kept[key] = value
    return kept


def _as_logged(data: bytes) -> Any:
    try:
        return json.loads(data) if data else None
    except ValueError:
        return data.decode(errors="replace")


def _nowhere(exchange: Exchange) -> Answer:
    text = f"The requested URL {exchange.path} was not found on this server."
    return Answer(
        404,
        f"<!DOCTYPE html><title>Error 404 (Not Found)!!1</title><p>{text}".encode(),
        "text/html; charset=UTF-8",
    )
