"""The sandbox on a socket: all outside systems under one address on this machine.

The server is the standard library's: it leaves the socket to us, which the faults need, and keeps connections
open, which the clients' connection pools need (werkzeug's closes every one).
"""

import contextlib
import functools
import os
import select
import shutil
import socket
import struct
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from services.sandbox import identity
from services.sandbox.exchange import Answer, Exchange
from services.sandbox.faults import Fault
from services.sandbox.front import CERTS, Front
from services.sandbox.world import World

_NO_LINGER = struct.pack("ii", 1, 0)
_PIECES = 10


@dataclass
class Running:
    """A sandbox that is being served."""

    url: str
    world: World
    _server: "_Server"
    _thread: threading.Thread

    def close(self) -> None:
        """Stop serving; whoever is still connected, or held silent, is let go."""
        self.world.faults.clear()
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()
        self._thread.join(timeout=5)

    @property
    def connections(self) -> int:
        """How many connections were ever opened to it."""
        return self._server.accepted

    def settings(self) -> dict[str, str]:
        """The environment variables that point our add-on at this sandbox."""
        return {
            "GOOGLE_API_URL": self.url,
            "GOOGLE_CERTS_URL": self.url + CERTS,
            **{name: value for one in self.world.stand_ins for name, value in one.settings(self.url).items()},
            "ADDON_SERVICE_ACCOUNT": identity.SERVICE_ACCOUNT,
            "ADDON_OAUTH_CLIENT_ID": identity.OAUTH_CLIENT_ID,
            "ADDON_ALLOWED_DOMAINS": identity.DOMAIN,
        }


def serve(world: World, port: int = 0) -> Running:
    """Serve the world on this machine; with port 0 on any free one."""
    server = _Server(world, port)
    thread = threading.Thread(target=functools.partial(server.serve_forever, 0.02), name="sandbox", daemon=True)
    thread.start()
    return Running(f"http://127.0.0.1:{server.server_port}", world, server, thread)


@contextlib.contextmanager
def looked_at(state: Path) -> Iterator[Running]:
    """The world that stands in a file, or a new one, for looking: what happens in it is kept nowhere."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / state.name
        if state.exists():
            shutil.copyfile(state, copy)
        running = serve(World(copy))
        try:
            yield running
        finally:
            running.close()


class _Server(ThreadingHTTPServer):
    request_queue_size = 128

    def __init__(self, world: World, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.world = world
        self.front = Front(world)
        self.accepted = 0
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self.accepted += 1
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up in the middle is nothing to report; anything else is a fault of ours."""
        if not isinstance(sys.exception(), OSError):
            self.world.complain(traceback.format_exc())

    def hang_up(self) -> None:
        """End the connections that clients keep for later."""
        with self._lock:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        answer, fault = self.server.front.meet(self._exchange())
        if fault is None:
            self._send(answer)
        else:
            self._fail(answer, fault)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815 - the names that the base class looks for

    def log_message(self, format: str, *args: Any) -> None:
        """Requests stand in the world's own log."""

    def _exchange(self) -> Exchange:
        # The path stays as it came: a decoded one could not be told from one with more slashes.
        path, _, query = self.path.partition("?")
        method, data = self.command, self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("X-HTTP-Method-Override", "").upper() == "GET":
            # A client whose address would be too long sends it as a form.
            method, query, data = "GET", data.decode(), b""
        return Exchange(method, path, parse_qs(query, keep_blank_values=True), self.headers, data)

    def _head(self, answer: Answer) -> bytes:
        lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", f"Date: {self.date_time_string()}"]
        lines += [f"{name}: {value}" for name, value in answer.headers.items()]
        if answer.status != HTTPStatus.NO_CONTENT:
            lines += [f"Content-Type: {answer.content_type}", f"Content-Length: {len(answer.body)}"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def _send(self, answer: Answer) -> None:
        self.wfile.write(self._head(answer) + answer.body)

    def _fail(self, answer: Answer, fault: Fault) -> None:
        match fault.kind.partition("_")[0]:
            case "reset":
                self._reset()
            case "close":
                self.close_connection = True
            case "silence":
                self._wait(fault.seconds)
                self.close_connection = True
            case "slow":
                self._wait(fault.seconds)
                self._send(answer)
            case "drip":
                self._drip(answer, fault.seconds)
            case "truncated":
                self.wfile.write(self._head(answer) + answer.body[: len(answer.body) // 2])
                self.close_connection = True
            case _:
                self._send(answer)

    def _wait(self, seconds: float) -> None:
        """Say nothing until the time is over, the other side hangs up, or all faults are cleared."""
        released = self.server.world.faults.released
        until = time.monotonic() + seconds
        while time.monotonic() < until and not released.wait(0.02):
            if select.select([self.connection], [], [], 0)[0]:
                return

    def _drip(self, answer: Answer, seconds: float) -> None:
        self.wfile.write(self._head(answer))
        size = -(-len(answer.body) // _PIECES) or 1
        for start in range(0, len(answer.body), size):
            time.sleep(seconds / _PIECES)
            self.wfile.write(answer.body[start : start + size])

    def _reset(self) -> None:
        """Close so that the other side sees a reset, not an end."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        os.close(self.connection.detach())
