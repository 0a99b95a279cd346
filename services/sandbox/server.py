"""The sandbox on a socket: all outside systems under one address on this machine."""

import contextlib
import functools
import json
import logging
import os
import select
import socket
import struct
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request

from services.sandbox import identity
from services.sandbox.control import Control
from services.sandbox.exchange import Answer, Exchange, json_answer
from services.sandbox.faults import Fault
from services.sandbox.google_api import GoogleApi, unauthorised
from services.sandbox.refusal import Refusal, error_info
from services.sandbox.slack.stand_in import PREFIX as SLACK
from services.sandbox.world import World

_CERTS = "/oauth2/v1/certs"
_CONTROL = "/_control/"
_NO_LINGER = struct.pack("ii", 1, 0)
StartResponse = Callable[..., Any]


@dataclass
class Running:
    """A sandbox that is being served."""

    url: str
    world: World
    _server: BaseWSGIServer
    _thread: threading.Thread

    def close(self) -> None:
        """Stop serving; connections that are held silent are let go."""
        self.world.faults.clear()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def settings(self) -> dict[str, str]:
        """The environment variables that point our add-on at this sandbox."""
        return {
            "GOOGLE_API_URL": self.url,
            "GOOGLE_CERTS_URL": self.url + _CERTS,
            "SLACK_API_URL": self.url + SLACK,
            "SLACK_BOT_TOKEN": self.world.slack_token(),
            "ADDON_SERVICE_ACCOUNT": identity.SERVICE_ACCOUNT,
            "ADDON_OAUTH_CLIENT_ID": identity.OAUTH_CLIENT_ID,
            "ADDON_ALLOWED_DOMAINS": identity.DOMAIN,
        }


def serve(world: World, port: int = 0) -> Running:
    """Serve the world on this machine; with port 0 on any free one."""
    server = make_server("127.0.0.1", port, Sandbox(world), threaded=True, request_handler=_Handler)
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = threading.Thread(target=functools.partial(server.serve_forever, 0.05), name="sandbox", daemon=True)
    thread.start()
    return Running(f"http://127.0.0.1:{server.server_port}", world, server, thread)


class _Handler(WSGIRequestHandler):
    # An answer is written in two pieces; without this, each waits 40 ms for the other's acknowledgement.
    disable_nagle_algorithm = True

    def connection_dropped(self, error: BaseException, environ: dict[str, Any] | None = None) -> None:
        self.close_connection = True

    def log(self, type: str, message: str, *args: Any) -> None:
        """Requests stand in the world's own log."""
        logging.getLogger(__name__).debug(message, *args)


class Sandbox:
    """The WSGI application: recognises a request, lets it meet its fault, answers and logs it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._google = GoogleApi(world.identity, world.handlers(), world.complain)
        self._control = Control(world)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """One request."""
        exchange = _exchange(environ)
        if exchange.path.startswith(_CONTROL):
            return _send(self._control.answer(exchange), start_response)
        self._recognise(exchange)
        fault = self._world.faults.strike(exchange.system, exchange.method)
        answer = None
        if fault is None or fault.applied:
            answer = self._answer(exchange)
        self._log(exchange, answer, fault)
        if fault is None:
            assert answer is not None
            return _send(answer, start_response)
        return self._failed(exchange, answer, fault, environ["werkzeug.socket"], start_response)

    def _recognise(self, exchange: Exchange) -> None:
        if exchange.path == _CERTS:
            exchange.system, exchange.method = "identity", "oauth2.certs"
        elif exchange.path.startswith(SLACK):
            self._world.slack.recognise(exchange)
        else:
            self._google.recognise(exchange)

    def _answer(self, exchange: Exchange) -> Answer:
        try:
            if exchange.system == "identity":
                headers = {
                    "Cache-Control": f"public, max-age={identity.CERTS_MAX_AGE}, must-revalidate, no-transform"
                }
                return json_answer(200, self._world.identity.certs(), pretty=True, headers=headers)
            if exchange.system == "slack":
                return self._world.slack.answer(exchange)
            return self._google.answer(exchange)
        except Exception:
            # A stand-in that breaks must not pass for a system that is down.
            self._world.complain(traceback.format_exc())
            return json_answer(
                500, {"error": {"code": 500, "message": "The sandbox broke.", "status": "INTERNAL"}}
            )

    def _log(self, exchange: Exchange, answer: Answer | None, fault: Fault | None) -> None:
        entry = {
            "system": exchange.system,
            "method": exchange.method,
            "http_method": exchange.http_method,
            "path": exchange.path,
            "query": {name: value for name, value in exchange.query.items() if "token" not in name.lower()},
            "person": exchange.person,
            "body": exchange.body,
            "status": answer.status if answer else None,
            "ok": _went_well(exchange, answer),
            "fault": fault.kind if fault else None,
        }
        self._world.log(entry)

    def _failed(
        self,
        exchange: Exchange,
        answer: Answer | None,
        fault: Fault,
        connection: socket.socket,
        start: StartResponse,
    ) -> Iterable[bytes]:
        match fault.kind.partition("_")[0]:
            case "reset":
                _reset(connection)
            case "close":
                raise ConnectionAbortedError("closed without an answer, as ordered")
            case "silence":
                self._be_silent(connection, fault.seconds)
                raise ConnectionAbortedError("silent, as ordered")
            case "slow":
                self._be_silent(connection, fault.seconds)
            case "drip":
                return _send(answer or _error(exchange, fault), start, drip=fault.seconds)
            case "truncated":
                return _send(answer or _error(exchange, fault), start, cut=True)
            case "html":
                page = b"<!DOCTYPE html><html><title>Sorry</title><p>We will be back soon.</html>"
                return _send(Answer(200, page, "text/html; charset=UTF-8"), start)
            case "nonsense":
                return _send(json_answer(200, {"colourless": ["green", "ideas"]}), start)
        return _send(answer if fault.kind == "slow" and answer else _error(exchange, fault), start)

    def _be_silent(self, connection: socket.socket, seconds: float) -> None:
        """Say nothing until the time is over, the other side hangs up, or all faults are cleared."""
        released = self._world.faults.released
        until = time.monotonic() + seconds
        while time.monotonic() < until and not released.wait(0.02):
            with contextlib.suppress(OSError, ValueError):
                if select.select([connection], [], [], 0)[0]:
                    return


def _went_well(exchange: Exchange, answer: Answer | None) -> bool:
    if answer is None or answer.status >= 400:
        return False
    return exchange.system != "slack" or bool(json.loads(answer.body)["ok"])


def _exchange(environ: dict[str, Any]) -> Exchange:
    request = Request(environ)
    # The path as it came: a decoded one could not be told from one with more slashes.
    path = str(environ.get("REQUEST_URI", request.path)).partition("?")[0]
    method, query, data = request.method, request.args, request.get_data(cache=True, parse_form_data=False)
    if request.headers.get("X-HTTP-Method-Override", "").upper() == "GET":
        # A client whose address would be too long sends it as a form.
        method, query, data = "GET", MultiDict(parse_qsl(data.decode(), keep_blank_values=True)), b""
    listed = {name: query.getlist(name) for name in query}
    return Exchange(method, path, listed, request.headers, data)


def _send(answer: Answer, start: StartResponse, *, cut: bool = False, drip: float = 0) -> Iterable[bytes]:
    headers = [*answer.headers.items(), ("Content-Length", str(len(answer.body)))]
    if answer.status != 204:
        headers.append(("Content-Type", answer.content_type))
    start(f"{answer.status} {_phrase(answer.status)}", headers)
    if cut:
        return _truncated(answer.body)
    return _dripping(answer.body, drip) if drip else [answer.body]


def _phrase(status: int) -> str:
    return {200: "OK", 204: "No Content", 404: "Not Found", 429: "Too Many Requests"}.get(status, "Status")


def _truncated(body: bytes) -> Iterator[bytes]:
    yield body[: len(body) // 2]
    raise ConnectionAbortedError("cut short, as ordered")


def _dripping(body: bytes, seconds: float) -> Iterator[bytes]:
    pieces = 10
    size = -(-len(body) // pieces)
    for start in range(0, len(body), size):
        time.sleep(seconds / pieces)
        yield body[start : start + size]


def _reset(connection: socket.socket) -> None:
    """Close so that the other side sees a reset, not an end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    os.close(connection.detach())
    raise ConnectionResetError("reset, as ordered")


def _error(exchange: Exchange, fault: Fault) -> Answer:
    """The error that a system answers with by itself."""
    if exchange.system == "slack":
        return _slack_error(fault)
    refusal = _google_refusal(fault)
    return json_answer(refusal.code, refusal.body(exchange.system), pretty=True, headers=refusal.headers)


def _slack_error(fault: Fault) -> Answer:
    match fault.kind:
        case "429" | "403_rate":
            return json_answer(429, {"ok": False, "error": "ratelimited"}, headers={"Retry-After": "1"})
        case "401":
            return json_answer(200, {"ok": False, "error": "token_revoked"})
        case "503":
            return Answer(503, b"upstream connect error", "text/plain")
    return json_answer(500, {"ok": False, "error": "internal_error"})


def _google_refusal(fault: Fault) -> Refusal:
    details = error_info("RATE_LIMIT_EXCEEDED", quota_limit="defaultPerMinutePerUser")
    match fault.kind:
        case "429":
            text = "Quota exceeded for quota metric 'Requests' and limit 'Requests per minute per user'."
            headers = {"Retry-After": "1"}
            return Refusal(
                429, "RESOURCE_EXHAUSTED", text, reason="rateLimitExceeded", details=details, headers=headers
            )
        case "403_rate":
            return Refusal(403, "PERMISSION_DENIED", "User Rate Limit Exceeded", reason="userRateLimitExceeded")
        case "401":
            return unauthorised()
        case "503":
            return Refusal(503, "UNAVAILABLE", "The service is currently unavailable.")
    return Refusal(500, "INTERNAL", "Internal error encountered.")
